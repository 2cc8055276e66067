#pragma once
#include <map>
#include <string>
#include <vector>

#include "ports/event_sink.hpp"
#include "ports/log_sink.hpp"

namespace holdfast::test {

// Keeps what the loops tell.
class HeardEvents final : public EventSink {
 public:
  std::vector<Event> events;
  std::map<std::string, std::vector<std::optional<Duration>>> answers;  // how long, by result
  void publish(const Event& event) override { events.push_back(event); }
  void answered(const SnapshotAnswer& answer) override {
    answers[answer.account.text + " " + std::string{answer.result}].push_back(answer.took);
  }
  [[nodiscard]] std::size_t count(EventKind kind) const {
    std::size_t count = 0;
    for (const Event& event : events) count += event.kind == kind ? 1U : 0U;
    return count;
  }
};

class HeardLog final : public LogSink {
 public:
  std::vector<std::string> lines;
  void write(LogLevel, std::string_view topic, std::string_view text) override {
    lines.push_back(std::string{topic} + ": " + std::string{text});
  }
  [[nodiscard]] bool says(std::string_view words) const {
    for (const std::string& line : lines) {
      if (line.find(words) != std::string::npos) return true;
    }
    return false;
  }
};

}  // namespace holdfast::test
