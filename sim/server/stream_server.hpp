#pragma once
#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/string_body.hpp>

#include "sim/message.hpp"

namespace holdfast::sim {

class Simulator;

// Answers a client's wish to switch to WebSocket and then carries its stream until either side ends
// it. `upgrade` is the request as Beast read it, `request` the same for the simulator.
boost::asio::awaitable<void> carry_stream(
    boost::asio::ip::tcp::socket socket,
    boost::beast::http::request<boost::beast::http::string_body> upgrade, Request request,
    Simulator& simulator);

}  // namespace holdfast::sim
