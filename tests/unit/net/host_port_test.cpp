#include "net/host_port.hpp"

#include "client_fixture.hpp"
#include "net/connection.hpp"
#include "net/listener.hpp"

namespace holdfast::net {
namespace {

using boost::asio::ip::tcp;

TEST(HostPort, BracketsWhatHasColonsOfItsOwn) {
  EXPECT_EQ(host_port("127.0.0.1", 8420), "127.0.0.1:8420");
  EXPECT_EQ(host_port("localhost", 8420), "localhost:8420");
  EXPECT_EQ(host_port("::1", 8420), "[::1]:8420");
}

TEST(HostPort, AListenersAddressCanBeTypedIntoABrowser) {
  const auto listener = Listener::open("::1", 0);
  if (!listener) GTEST_SKIP() << "no IPv6 here: " << listener.error().what;
  EXPECT_EQ(listener->address(), fmt::format("http://[::1]:{}", listener->port()));
}

TEST(NobodyListens, OnlyWhereEveryAddressRefuses) {
  boost::asio::io_context io{1};
  const auto loopback = boost::asio::ip::address_v4::loopback();
  tcp::acceptor silent{io, {loopback, 0}};  // it takes connections and never says a word
  const tcp::endpoint there = silent.local_endpoint();
  const auto asked = [&](Addresses addresses) {
    return real_run(io, nobody_listens(io.get_executor(), std::move(addresses), 1s));
  };
  EXPECT_FALSE(asked({there}));
  tcp::acceptor gone{io, {loopback, 0}};
  const tcp::endpoint nowhere = gone.local_endpoint();
  gone.close();
  EXPECT_TRUE(asked({nowhere}));
  EXPECT_FALSE(asked({nowhere, there}));
  EXPECT_FALSE(asked({})) << "nothing was asked";
}

}  // namespace
}  // namespace holdfast::net
