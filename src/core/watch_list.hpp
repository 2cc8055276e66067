#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "domain/ids.hpp"
#include "domain/time.hpp"

namespace holdfast {

// How long a venue's word about a thing is believed, and how it is asked for again.
struct AskRule {
  Duration lease{};          // without any word
  Duration answer_within{};  // of a question
  std::uint32_t in_row{};    // questions without an answer before the thing is called mute
};

// A subscription without a book: all there is to know is when the venue confirmed it last.
class Subscribed {
 public:
  explicit Subscribed(Duration) {}
  void confirm(Duration at) {
    confirmed_at_ = at;
    in_doubt_ = false;
  }
  [[nodiscard]] bool in_doubt() const { return in_doubt_; }
  [[nodiscard]] Duration confirmed_at() const { return confirmed_at_; }

 private:
  Duration confirmed_at_{};
  bool in_doubt_{true};
};

// What a feed is subscribed to, and what it has asked about each. A dropped subscription is as
// silent as a quiet market, so whatever is in doubt or has said nothing for half its lease is due
// to be asked for; what stays mute is told, and the feed knows what its venue means by that. A
// Thing is made of its lease and has in_doubt() and confirmed_at(). Moments are uptimes.
template <class Thing, class Key = InstrumentId>
class WatchList {
 public:
  struct Change {
    std::set<Key> more;
    std::set<Key> less;
  };
  struct Due {
    std::set<Key> ask;
    std::set<Key> mute;  // of those
    // Some are mute, and every other one was before (excused): it is the line, not a thing.
    bool nothing_answers{};
  };

  explicit WatchList(AskRule rule) : rule_{rule} {}

  // From now on these and no others; what is new counts as asked for.
  Change become(const std::set<Key>& wanted, Duration now) {
    Change change;
    for (const Key& key : wanted) {
      if (!entries_.contains(key)) change.more.insert(key);
    }
    for (const auto& [key, entry] : entries_) {
      if (!wanted.contains(key)) change.less.insert(key);
    }
    for (const Key& key : change.more) {
      entries_.emplace(key, Entry{.thing = Thing{rule_.lease}, .asked_at = now});
    }
    for (const Key& key : change.less) entries_.erase(key);
    return change;
  }
  void clear() { entries_.clear(); }

  void note_asked(const std::set<Key>& keys, Duration now) {
    for (const Key& key : keys) {
      Entry& entry = entries_.at(key);
      entry.asked_at = now;
      ++entry.asked;
    }
  }
  void note_answer(const Key& key) {
    Entry& entry = entries_.at(key);
    entry.asked_at.reset();
    entry.asked = 0;
    entry.excused_until = Duration{};
  }
  // Nobody knows of it there: it is not asked for until then, unless it speaks by itself.
  void excuse(const Key& key, Duration until) { entries_.at(key).excused_until = until; }
  [[nodiscard]] bool is_asked(const Key& key) const {
    const auto found = entries_.find(key);
    return found != entries_.end() && found->second.asked_at.has_value();
  }

  [[nodiscard]] Due due(Duration now) const {
    Due due;
    std::size_t excused = 0;
    for (const auto& [key, entry] : entries_) {
      if (now < entry.excused_until) {
        ++excused;
        continue;
      }
      if (entry.asked_at) {
        if (now - *entry.asked_at <= rule_.answer_within) continue;
        if (entry.asked >= rule_.in_row) due.mute.insert(key);
        due.ask.insert(key);
      } else if (entry.thing.in_doubt() || now - entry.thing.confirmed_at() > rule_.lease / 2) {
        due.ask.insert(key);
      }
    }
    due.nothing_answers = !due.mute.empty() && due.mute.size() + excused == entries_.size();
    return due;
  }

  // Null: not on the list.
  Thing* find(const Key& key) {
    const auto found = entries_.find(key);
    return found == entries_.end() ? nullptr : &found->second.thing;
  }
  [[nodiscard]] const Thing* find(const Key& key) const {
    const auto found = entries_.find(key);
    return found == entries_.end() ? nullptr : &found->second.thing;
  }
  template <class Visit>
  void each(Visit visit) {
    for (auto& [key, entry] : entries_) visit(key, entry.thing);
  }
  [[nodiscard]] std::set<Key> keys() const {
    std::set<Key> all;
    for (const auto& [key, entry] : entries_) all.insert(key);
    return all;
  }

 private:
  struct Entry {
    Thing thing;
    std::optional<Duration> asked_at;  // for an answer that has not come
    std::uint32_t asked{};             // times in a row
    Duration excused_until{};
  };
  AskRule rule_;
  std::map<Key, Entry> entries_;
};

// A thing to be done again and again.
class Pulse {
 public:
  explicit Pulse(Duration every) : every_{every} {}
  void restart(Duration now) { last_ = now; }
  // Whether it is time; then it counts as done.
  bool due(Duration now) {
    if (now - last_ < every_) return false;
    last_ = now;
    return true;
  }

 private:
  Duration every_;
  Duration last_{};
};

}  // namespace holdfast
