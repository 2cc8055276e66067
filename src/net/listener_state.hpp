#pragma once
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <string>

#include "net/listener.hpp"

namespace holdfast::net {

struct Listener::State {
  explicit State(std::string given) : address{std::move(given)} {}

  std::string address;  // as it was asked for
  boost::asio::io_context io{1};
  boost::asio::ip::tcp::acceptor acceptor{io};
};

}  // namespace holdfast::net
