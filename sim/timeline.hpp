#pragma once
#include <algorithm>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "domain/time.hpp"

namespace holdfast::sim {

// The true course of events and, for each view of it, how far that view has read. A trade is one
// event; listing, fills, balance and stream show it each after a lag of their own, so that a second
// witness is never a copy of the first answer. State must offer apply(const Event&), Event `at`.
template <class State, class Event>
class Timeline {
 public:
  explicit Timeline(State genesis = {}) : genesis_{genesis}, truth_{std::move(genesis)} {}

  // Events may come out of order (a history that is written later, an effect that is due later):
  // each is put where its moment belongs, after its equals.
  void record(Event event) {
    const auto place =
        std::upper_bound(events_.begin(), events_.end(), event.at,
                         [](UtcTime at, const Event& other) { return at < other.at; });
    const auto index = static_cast<std::size_t>(place - events_.begin());
    const bool last = place == events_.end();
    events_.insert(place, std::move(event));
    for (auto& [name, reader] : views_) {
      if (reader.next > index) reader = Reader{.state = genesis_};
    }
    if (last) {
      truth_.apply(events_.back());
    } else {
      truth_ = genesis_;
      for (const auto& known : events_) truth_.apply(known);
    }
  }

  [[nodiscard]] const State& truth() const { return truth_; }
  [[nodiscard]] const std::vector<Event>& events() const { return events_; }

  // What the named view shows of everything up to and including `moment`. A view that is asked for
  // a moment it has passed (a stale answer) is folded anew; the reference lives until the next
  // call.
  const State& as_of(std::string_view view, UtcTime moment) {
    auto found = views_.find(view);
    if (found == views_.end()) {
      found = views_.emplace(std::string{view}, Reader{.state = genesis_}).first;
    }
    Reader& reader = found->second;
    const bool passed = reader.next > 0 && events_[reader.next - 1].at > moment;
    if (passed) {
      stale_ = Reader{.state = genesis_};
      advance(stale_, moment);
      return stale_.state;
    }
    advance(reader, moment);
    return reader.state;
  }

 private:
  struct Reader {
    State state;
    std::size_t next{};
  };

  void advance(Reader& reader, UtcTime moment) {
    while (reader.next < events_.size() && events_[reader.next].at <= moment) {
      reader.state.apply(events_[reader.next++]);
    }
  }

  State genesis_;
  State truth_;
  std::vector<Event> events_;
  std::map<std::string, Reader, std::less<>> views_;
  Reader stale_;
};

}  // namespace holdfast::sim
