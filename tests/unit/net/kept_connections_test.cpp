#include "client_fixture.hpp"

namespace holdfast::net {
namespace {

struct KeptConnections : HttpClientTest {};

TEST_F(KeptConnections, OneConnectionServesManyExchanges) {
  RawServer server{io, echo};
  for (int i = 0; i < 10; ++i) {
    const auto answer = ask(asking(server.origin(), "/" + std::to_string(i)));
    ASSERT_TRUE(answer) << answer.error().what;
    EXPECT_EQ(answer->body, "/" + std::to_string(i));
  }
  EXPECT_EQ(server.connections, 1);
}

TEST_F(KeptConnections, ALateAnswerIsNeverReadAsTheNext) {
  RawServer server{io, [](RawPeer& peer, int number) -> awaitable<void> {
                     co_await peer.read_request();
                     if (number == 0) {
                       boost::asio::steady_timer late{peer.socket.get_executor(), 30ms};
                       co_await late.async_wait(boost::asio::use_awaitable);
                       co_await peer.write(ok("late"));
                     } else {
                       co_await peer.write(ok("second"));
                     }
                     co_await peer.until_closed();
                   }};
  RealClock clock{io};
  Deadline deadline{client, clock, 10ms};
  const auto first = real_run(io, deadline.exchange(asking(server.origin())));
  ASSERT_FALSE(first);
  EXPECT_EQ(first.error().fault, Fault::unreachable);
  const auto second = ask(asking(server.origin()));
  ASSERT_TRUE(second) << second.error().what;
  EXPECT_EQ(second->body, "second");
  EXPECT_EQ(server.connections, 2);
}

TEST_F(KeptConnections, UnaskedBytesOnAKeptConnectionAreNoAnswer) {
  RawServer server{io, [](RawPeer& peer, int number) -> awaitable<void> {
                     const auto request = co_await peer.read_request();
                     co_await peer.write(ok(target_of(request)));
                     boost::asio::steady_timer pause{peer.socket.get_executor(), 5ms};
                     co_await pause.async_wait(boost::asio::use_awaitable);
                     if (number == 0) co_await peer.write(ok("poison"));
                     co_await peer.until_closed();
                   }};
  EXPECT_EQ(ask(asking(server.origin(), "/1"))->body, "/1");
  std::this_thread::sleep_for(1ms);
  settle(io);
  settle(io);
  EXPECT_EQ(ask(asking(server.origin(), "/2"))->body, "/2");
  EXPECT_EQ(server.connections, 2);
}

// The server takes one request, then answers nothing and closes when the next comes.
awaitable<void> once_then_hang_up(RawPeer& peer, int) {
  const auto request = co_await peer.read_request();
  co_await peer.write(ok(target_of(request)));
  co_await peer.read_request();
}

TEST_F(KeptConnections, AGetOnAStaleConnectionIsSentOnceMore) {
  RawServer server{io, once_then_hang_up};
  EXPECT_EQ(ask(asking(server.origin(), "/1"))->body, "/1");
  const auto second = ask(asking(server.origin(), "/2"));
  ASSERT_TRUE(second) << second.error().what;
  EXPECT_EQ(second->body, "/2");
  EXPECT_EQ(server.connections, 2);
}

TEST_F(KeptConnections, APostOnAStaleConnectionIsNotSentAgain) {
  RawServer server{io, once_then_hang_up};
  EXPECT_TRUE(ask(asking(server.origin(), "/1")));
  const auto second = ask(asking(server.origin(), "/2", Method::post));
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().fault, Fault::unreachable);
  EXPECT_EQ(server.connections, 1);
}

TEST_F(KeptConnections, AfterOneByteOfAnAnswerNothingIsSentAgain) {
  RawServer server{io, [](RawPeer& peer, int) -> awaitable<void> {
                     const auto request = co_await peer.read_request();
                     co_await peer.write(ok(target_of(request)));
                     co_await peer.read_request();
                     co_await peer.write("H");
                   }};
  EXPECT_TRUE(ask(asking(server.origin())));
  EXPECT_FALSE(ask(asking(server.origin())));
  EXPECT_EQ(server.connections, 1);
}

TEST_F(KeptConnections, AFreshConnectionThatClosesIsNotTriedAgain) {
  RawServer server{io, [](RawPeer& peer, int) -> awaitable<void> { co_await peer.read_request(); }};
  EXPECT_EQ(ask(asking(server.origin())).error().fault, Fault::unreachable);
  EXPECT_EQ(server.connections, 1);
}

TEST_F(KeptConnections, AClosedConnectionIsNoticedBeforeItIsUsed) {
  RawServer server{io, [](RawPeer& peer, int) -> awaitable<void> {
                     const auto request = co_await peer.read_request();
                     co_await peer.write(ok(target_of(request)));
                   }};
  EXPECT_TRUE(ask(asking(server.origin())));
  settle(io);
  EXPECT_TRUE(ask(asking(server.origin(), "/2", Method::post)));
  EXPECT_EQ(server.connections, 2);
}

TEST_F(KeptConnections, ConnectionCloseIsObeyed) {
  RawServer server{io, [](RawPeer& peer, int) -> awaitable<void> {
                     co_await peer.read_request();
                     co_await peer.write(ok("x", "Connection: close\r\n"));
                     co_await peer.until_closed();
                   }};
  EXPECT_TRUE(ask(asking(server.origin())));
  EXPECT_TRUE(ask(asking(server.origin())));
  EXPECT_EQ(server.connections, 2);
}

TEST_F(KeptConnections, AHundredExchangesAtOnceShareFewConnectionsAndMixNoAnswers) {
  RawServer server{io, echo};
  std::vector<std::string> bodies(100);
  const auto one = [](HttpClient& through, HttpRequest request,
                      std::string& into) -> awaitable<void> {
    const auto answer = co_await through.exchange(std::move(request));
    into = answer ? answer->body : answer.error().what;
  };
  for (std::size_t i = 0; i < bodies.size(); ++i) {
    boost::asio::co_spawn(io,
                          one(client, asking(server.origin(), "/" + std::to_string(i)), bodies[i]),
                          boost::asio::detached);
  }
  settle(io);
  for (std::size_t i = 0; i < bodies.size(); ++i) EXPECT_EQ(bodies[i], "/" + std::to_string(i));
  EXPECT_EQ(server.connections, 6);
}

TEST_F(KeptConnections, CancelledWaitersTakeNobodysPlace) {
  int answered = 0;
  int given_up = 0;
  // The answers come when all waiters have given up.
  RawServer server{io, [&given_up](RawPeer& peer, int) -> awaitable<void> {
                     const auto request = co_await peer.read_request();
                     while (given_up < 8) {
                       boost::asio::steady_timer pause{peer.socket.get_executor(), 2ms};
                       co_await pause.async_wait(boost::asio::use_awaitable);
                     }
                     co_await peer.write(ok(target_of(request)));
                     co_await echo(peer, 0);
                   }};
  RealClock clock{io};
  Deadline deadline{client, clock, 20ms};
  const auto one = [&](Transport& through) -> awaitable<void> {
    const auto answer = co_await through.exchange(asking(server.origin()));
    ++(answer ? answered : given_up);
  };
  for (int i = 0; i < 6; ++i) boost::asio::co_spawn(io, one(client), boost::asio::detached);
  for (int i = 0; i < 8; ++i) boost::asio::co_spawn(io, one(deadline), boost::asio::detached);
  for (int i = 0; i < 5000 && answered + given_up < 14; ++i) {
    io.run_one_for(10ms);
  }
  EXPECT_EQ(answered, 6);
  EXPECT_EQ(given_up, 8);
  EXPECT_EQ(ask(asking(server.origin(), "/next"))->body, "/next");
}

TEST_F(KeptConnections, ExchangesCancelledUnderWayMakeRoom) {
  RawServer server{io, [](RawPeer& peer, int) -> awaitable<void> {
                     const auto request = co_await peer.read_request();
                     if (target_of(request) == "/next") co_await peer.write(ok("/next"));
                     co_await peer.until_closed();
                   }};
  RealClock clock{io};
  Deadline deadline{client, clock, 20ms};
  std::vector<Fault> faults;
  const auto one = [](Transport& through, HttpRequest request,
                      std::vector<Fault>& into) -> awaitable<void> {
    const auto answer = co_await through.exchange(std::move(request));
    if (!answer) into.push_back(answer.error().fault);
  };
  for (int i = 0; i < 40; ++i) {
    boost::asio::co_spawn(io, one(deadline, asking(server.origin()), faults),
                          boost::asio::detached);
  }
  for (int i = 0; i < 100 && faults.size() < 40; ++i) settle(io);
  EXPECT_EQ(faults, std::vector<Fault>(40, Fault::unreachable));
  EXPECT_EQ(ask(asking(server.origin(), "/next"))->body, "/next");
}

TEST_F(KeptConnections, ConnectionsOpenedAheadAreUsedAndCounted) {
  RawServer server{io, echo};
  const auto ready = real_run(io, client.warm(server.origin(), 2));
  ASSERT_TRUE(ready);
  EXPECT_EQ(*ready, 2U);
  EXPECT_EQ(*real_run(io, client.warm(server.origin(), 2)), 2U);
  settle(io);
  EXPECT_EQ(server.connections, 2);
  EXPECT_TRUE(ask(asking(server.origin())));
  EXPECT_EQ(server.connections, 2);
}

TEST_F(KeptConnections, AnIdleConnectionGrowsTooOld) {
  RawServer server{io, echo};
  HttpClient hasty{io.get_executor(), {.idle = 1ms}};
  EXPECT_TRUE(real_run(io, hasty.exchange(asking(server.origin()))));
  std::this_thread::sleep_for(3ms);
  EXPECT_TRUE(real_run(io, hasty.exchange(asking(server.origin()))));
  EXPECT_EQ(server.connections, 2);
}

}  // namespace
}  // namespace holdfast::net
