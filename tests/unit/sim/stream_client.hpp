#pragma once
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <string>
#include <vector>

#include "test_client.hpp"

namespace holdfast::sim::test {

// A client of the simulator's streams, without sockets.
struct StreamClient : TestClient {
  explicit StreamClient(std::optional<std::int64_t> rows = 0) : TestClient{rows, rows} {
    wait(std::chrono::minutes{10});
  }

  Request handshake(const std::string& target) const {
    const auto stamp = std::to_string(unix_ms(now));
    return {.method = "GET",
            .target = target,
            .headers = {{"KALSHI-ACCESS-KEY", key_id},
                        {"KALSHI-ACCESS-TIMESTAMP", stamp},
                        {"KALSHI-ACCESS-SIGNATURE", sign(stamp + "GET" + target)}},
            .body = {}};
  }
  StreamId open(const std::string& target) {
    const auto id = simulator.open_stream(handshake(target), now);
    return id ? *id : 0;
  }
  std::vector<std::string> say(StreamId id, const std::string& text) {
    simulator.hear(id, text, now);
    return heard(id);
  }
  std::vector<std::string> heard(StreamId id) {
    wait(std::chrono::milliseconds{100});
    auto output = simulator.collect(id, now);
    ended = output.ended.value_or("");
    return output.texts;
  }
  static boost::json::object frame(const std::string& text) {
    return boost::json::parse(text).as_object();
  }
  std::string ended;
};

}  // namespace holdfast::sim::test
