#include "net/event_stream.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <mutex>
#include <thread>
#include <vector>

#include "net/serve.hpp"
#include "raw_client.hpp"

namespace holdfast::net {
namespace {

using boost::asio::awaitable;

// The clients of one stream, as a hub would hold them.
struct Hub {
  std::mutex mutex;
  std::vector<std::shared_ptr<EventStream>> streams;
  EventStream::Limits limits{};

  std::size_t push(std::string text) {
    const auto shared = std::make_shared<const std::string>(std::move(text));
    const std::lock_guard lock{mutex};
    std::erase_if(streams, [&](const auto& stream) { return !stream->push(shared); });
    return streams.size();
  }
  std::size_t size() {
    const std::lock_guard lock{mutex};
    return streams.size();
  }
};

struct StreamTest : testing::Test {
  Hub hub;
  std::unique_ptr<Server> server;

  void start(ServeOptions options = {}) {
    server =
        Server::start(Listener::open("127.0.0.1", 0).value(), std::move(options),
                      [this](ServeRequest) -> awaitable<ServeResponse> {
                        auto stream = std::make_shared<EventStream>(hub.limits);
                        const std::lock_guard lock{hub.mutex};
                        hub.streams.push_back(stream);
                        co_return ServeResponse{.status = 200,
                                                .headers = {{"Content-Type", "text/event-stream"}},
                                                .body = ": hello\n\n",
                                                .stream = stream};
                      });
  }
  std::string subscribe(std::string_view version = "1.1") const {
    return fmt::format("GET /events HTTP/{}\r\nHost: 127.0.0.1:{}\r\n\r\n", version,
                       server->port());
  }
};

TEST_F(StreamTest, EveryClientHearsEveryEventInOrder) {
  start();
  std::vector<std::unique_ptr<RawClient>> clients;
  for (int i = 0; i < 50; ++i) {
    clients.push_back(std::make_unique<RawClient>(server->port()));
    clients.back()->send(subscribe());
    const auto head = clients.back()->until(": hello\n\n\r\n");
    EXPECT_NE(head.find("Transfer-Encoding: chunked\r\n"), std::string::npos) << head;
  }
  std::thread publisher{[&] {
    for (int i = 0; i < 200; ++i) hub.push(fmt::format("data: {}\n\n", i));
    hub.push("data: end\n\n");
  }};
  for (auto& client : clients) {
    const auto heard = client->until("data: end\n\n");
    std::size_t at = 0;
    for (int i = 0; i < 200; ++i) {
      at = heard.find(fmt::format("data: {}\n\n", i), at);
      ASSERT_NE(at, std::string::npos) << i;
    }
  }
  publisher.join();
  EXPECT_EQ(hub.size(), 50U);
}

TEST_F(StreamTest, TheSlowAreDroppedAndTheOthersHearAll) {
  hub.limits = {.chunks = 64, .bytes = 1UL << 20};
  start();
  RawClient slow{server->port()};
  slow.small_window();
  slow.send(subscribe());
  slow.until(": hello\n\n");
  RawClient quick{server->port()};
  quick.send(subscribe());
  quick.until(": hello\n\n");
  ASSERT_TRUE(eventually([&] { return hub.size() == 2; }));
  const std::string large = "data: " + std::string(100'000, 'x') + "\n\n";
  int sent = 0;
  while (hub.push(large) == 2 && sent < 10'000) {
    quick.until("x\n\n");
    ++sent;
  }
  EXPECT_LT(sent, 10'000);
  EXPECT_EQ(hub.size(), 1U);
  EXPECT_TRUE(eventually([&] { return server->connections() == 1; }));
  hub.push("data: end\n\n");
  EXPECT_TRUE(quick.until("data: end\n\n").ends_with("data: end\n\n"));
}

TEST_F(StreamTest, AClientThatLeavesIsForgotten) {
  start();
  {
    RawClient client{server->port()};
    client.send(subscribe());
    client.until(": hello\n\n");
  }
  EXPECT_TRUE(eventually([&] { return server->connections() == 0; }));
  EXPECT_EQ(hub.push("data: x\n\n"), 0U);
}

TEST_F(StreamTest, AClosedStreamEndsItsAnswerWhole) {
  start();
  RawClient client{server->port()};
  client.send(subscribe());
  client.until(": hello\n\n\r\n");
  ASSERT_TRUE(eventually([&] { return hub.size() == 1; }));
  hub.push("data: last\n\n");
  hub.streams.front()->close();
  EXPECT_EQ(client.all(), "c\r\ndata: last\n\n\r\n0\r\n\r\n");
  EXPECT_FALSE(hub.streams.front()->push("x"));
}

TEST_F(StreamTest, AnOldClientGetsItUnchunked) {
  start();
  RawClient client{server->port()};
  client.send(subscribe("1.0"));
  ASSERT_TRUE(eventually([&] { return hub.size() == 1; }));
  hub.push("data: x\n\n");
  hub.streams.front()->close();
  EXPECT_TRUE(client.all().ends_with("\r\n\r\n: hello\n\ndata: x\n\n"));
}

TEST_F(StreamTest, StoppingTheServerEndsStreams) {
  start();
  RawClient client{server->port()};
  client.send(subscribe());
  client.until(": hello\n\n\r\n");
  hub.push("data: x\n\n");
  client.until("data: x\n\n\r\n");
  server->stop();
  EXPECT_EQ(client.all(), "0\r\n\r\n");
  EXPECT_EQ(hub.push("data: late\n\n"), 0U);
}

TEST_F(StreamTest, PushingWhileTheServerDiesIsHarmless) {
  for (int round = 0; round < 20; ++round) {
    start();
    RawClient client{server->port()};
    client.send(subscribe());
    client.until(": hello\n\n");
    std::atomic<bool> over{false};
    std::thread publisher{[&] {
      while (!over) hub.push("data: x\n\n");
    }};
    server.reset();
    over = true;
    publisher.join();
    EXPECT_EQ(hub.push("data: late\n\n"), 0U);
  }
}

TEST(EventStream, IsFullByCountOrByBytes) {
  EventStream few{{.chunks = 2, .bytes = 100}};
  EXPECT_TRUE(few.push("a"));
  EXPECT_TRUE(few.push("b"));
  EXPECT_FALSE(few.push("c"));
  EXPECT_TRUE(few.dropped());
  EXPECT_FALSE(few.open());
  EXPECT_EQ(few.take(), nullptr);
  EventStream small{{.chunks = 100, .bytes = 3}};
  EXPECT_TRUE(small.push("ab"));
  EXPECT_EQ(*small.take(), "ab");
  EXPECT_TRUE(small.push("abc"));
  EXPECT_FALSE(small.push("d"));
}

TEST(EventStream, ClosingKeepsWhatIsQueued) {
  EventStream stream;
  int woken = 0;
  stream.attach([&woken] { ++woken; });
  EXPECT_TRUE(stream.push("a"));
  stream.close();
  stream.close();
  EXPECT_EQ(woken, 2);
  EXPECT_FALSE(stream.drained());
  EXPECT_EQ(*stream.take(), "a");
  EXPECT_TRUE(stream.drained());
  EXPECT_FALSE(stream.dropped());
}

}  // namespace
}  // namespace holdfast::net
