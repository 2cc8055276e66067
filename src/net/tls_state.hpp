#pragma once
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl.hpp>
#include <memory>
#include <utility>

#include "net/tls.hpp"

// What tls.hpp hides from everybody but the two files that speak TLS: tls.cpp and ws.cpp.
namespace holdfast::net {

struct TlsTrust::State {
  boost::asio::ssl::context context{boost::asio::ssl::context::tls_client};
};

struct TlsStream::State {
  State(boost::asio::ip::tcp::socket socket, std::shared_ptr<TlsTrust> given,
        boost::asio::ssl::context& context)
      : trust{std::move(given)}, stream{std::move(socket), context} {}
  std::shared_ptr<TlsTrust> trust;
  boost::asio::ssl::stream<boost::asio::ip::tcp::socket> stream;
};

}  // namespace holdfast::net
