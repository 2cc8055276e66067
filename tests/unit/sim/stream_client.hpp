#pragma once
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <string>
#include <vector>

#include "test_client.hpp"

namespace holdfast::sim::test {

// A client that opens the simulator's streams too, without sockets.
template <class Client>
struct Streaming : Client {
  using Client::Client;

  Request handshake(const std::string& target) const {
    const auto stamp = std::to_string(unix_ms(this->now));
    return {.method = "GET",
            .target = target,
            .headers = {{"KALSHI-ACCESS-KEY", key_id},
                        {"KALSHI-ACCESS-TIMESTAMP", stamp},
                        {"KALSHI-ACCESS-SIGNATURE", sign(stamp + "GET" + target)}},
            .body = {}};
  }
  StreamId open(const std::string& target) {
    const auto id = this->simulator.open_stream(handshake(target), this->now);
    return id ? *id : 0;
  }
  std::vector<std::string> say(StreamId id, const std::string& text) {
    this->simulator.hear(id, text, this->now);
    return heard(id);
  }
  std::vector<std::string> heard(StreamId id) {
    this->wait(std::chrono::milliseconds{100});
    auto output = this->simulator.collect(id, this->now);
    ended = output.ended.value_or("");
    return output.texts;
  }
  static boost::json::object frame(const std::string& text) {
    return boost::json::parse(text).as_object();
  }
  std::string ended;
};

struct StreamClient : Streaming<TestClient> {
  explicit StreamClient(std::optional<std::int64_t> rows = 0) : Streaming{rows, rows} {
    wait(std::chrono::minutes{10});
  }
};

}  // namespace holdfast::sim::test
