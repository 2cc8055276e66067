#pragma once
#include <algorithm>
#include <functional>
#include <map>
#include <ranges>
#include <string>
#include <utility>
#include <vector>

#include "ports/feed.hpp"
#include "simulation/virtual_clock.hpp"

namespace holdfast::test {

// Decides on each book at every moment, as whoever trades by it would, and holds what it was handed
// against the venue's own. Between two words of the venue nobody can know more than the last one
// said: a book may be the venue's of so long ago as the venue leaves everybody in the dark.
class Decider {
 public:
  using Truth = std::function<BookLevels(const std::string&)>;
  Decider(simulation::VirtualClock& clock, const Feed& feed, std::vector<std::string> names,
          Truth truth)
      : clock_{clock}, feed_{feed}, names_{std::move(names)}, truth_{std::move(truth)} {
    for (const auto& name : names_) told_[name].now = truth_(name);
  }

  // Lets time pass in which the venue's books do not change. `dark`: for how long at the most a
  // book that has changed before may still be handed out.
  void pass(Duration time, Duration dark) {
    for (const auto& name : names_) note_truth(name);
    const Duration end = clock_.uptime() + time;
    while (clock_.uptime() < end) {
      clock_.advance(std::min<Duration>(every, end - clock_.uptime()));
      for (const auto& name : names_) decide(name, dark);
    }
  }

  int taken{};  // decisions
  int late{};   // of those: on a book that was the venue's until lately
  int stale{};  // on one that it has not been for too long, or never was

 private:
  static constexpr Duration every = std::chrono::milliseconds{20};
  static constexpr std::size_t past_max = 64;
  struct Told {
    BookLevels now;
    std::vector<std::pair<BookLevels, Duration>> past;  // and until when it was so
  };

  void note_truth(const std::string& name) {
    BookLevels levels = truth_(name);
    Told& told = told_[name];
    if (told.now == levels) return;
    if (told.past.size() == past_max) told.past.erase(told.past.begin());
    told.past.emplace_back(std::exchange(told.now, std::move(levels)), clock_.uptime());
  }
  void decide(const std::string& name, Duration dark) {
    const Told& told = told_[name];
    const BookLevels* levels = feed_.book(InstrumentId{name}, clock_.uptime());
    if (levels == nullptr) return;  // and nothing is decided
    ++taken;
    if (*levels == told.now) return;
    const auto newest_first = std::views::reverse(told.past);
    const auto was =
        std::ranges::find(newest_first, *levels, &decltype(told.past)::value_type::first);
    const bool known = was != newest_first.end() && clock_.uptime() - was->second <= dark;
    ++(known ? late : stale);
  }

  simulation::VirtualClock& clock_;
  const Feed& feed_;
  std::vector<std::string> names_;
  Truth truth_;
  std::map<std::string, Told> told_;
};

}  // namespace holdfast::test
