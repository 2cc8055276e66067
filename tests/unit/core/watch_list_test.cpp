#include "core/watch_list.hpp"

#include <gtest/gtest.h>

namespace holdfast {
namespace {

using namespace std::chrono_literals;

using List = WatchList<Subscribed, std::string>;
using Keys = std::set<std::string>;

constexpr AskRule rule{.lease = 60s, .answer_within = 4s, .in_row = 2};

TEST(WatchList, WhatIsNewCountsAsAskedFor) {
  List list{rule};
  const auto first = list.become({"a", "b"}, 10s);
  EXPECT_EQ(first.more, (Keys{"a", "b"}));
  EXPECT_TRUE(list.due(13s).ask.empty());
  EXPECT_EQ(list.due(15s).ask, (Keys{"a", "b"}));
  const auto second = list.become({"b", "c"}, 15s);
  EXPECT_EQ(second.more, Keys{"c"});
  EXPECT_EQ(second.less, Keys{"a"});
  EXPECT_EQ(list.due(16s).ask, Keys{"b"});
  EXPECT_EQ(list.find("a"), nullptr);
}

TEST(WatchList, AQuietThingIsAskedForAtHalfItsLease) {
  List list{rule};
  list.become({"a"}, 0s);
  list.find("a")->confirm(1s);
  list.note_answer("a");
  EXPECT_TRUE(list.due(31s).ask.empty());
  EXPECT_EQ(list.due(32s).ask, Keys{"a"});
  list.find("a")->confirm(32s);
  EXPECT_TRUE(list.due(33s).ask.empty());
}

TEST(WatchList, WhoDoesNotAnswerTwiceIsMute) {
  List list{rule};
  list.become({"a", "b"}, 0s);
  list.find("b")->confirm(1s);
  list.note_answer("b");
  list.note_asked(list.due(5s).ask, 5s);
  EXPECT_TRUE(list.due(10s).mute.empty());
  list.note_asked(list.due(10s).ask, 10s);
  EXPECT_EQ(list.due(15s).mute, Keys{"a"});
  list.excuse("a", 100s);
  EXPECT_TRUE(list.due(25s).ask.empty());
  EXPECT_FALSE(list.due(100s).ask.empty());
  list.note_answer("a");
  list.find("a")->confirm(101s);
  EXPECT_TRUE(list.due(102s).mute.empty()) << "an answer ends the count";
}

TEST(WatchList, NothingAnswersWhenEachIsMuteOrWasBefore) {
  List list{rule};
  list.become({"a", "b"}, 0s);
  const auto ask_twice = [&](Keys keys, Duration at) {
    list.note_asked(keys, at);
    list.note_asked(keys, at);
  };
  ask_twice({"a"}, 0s);
  list.find("b")->confirm(1s);
  list.note_answer("b");
  EXPECT_EQ(list.due(5s).mute, Keys{"a"});
  EXPECT_FALSE(list.due(5s).nothing_answers) << "b does";
  list.excuse("a", 100s);
  EXPECT_FALSE(list.due(6s).nothing_answers) << "nothing is asked";
  ask_twice({"b"}, 40s);
  EXPECT_TRUE(list.due(50s).nothing_answers);
}

TEST(Pulse, IsDueOnceEachTime) {
  Pulse pulse{10s};
  pulse.restart(5s);
  EXPECT_FALSE(pulse.due(14s));
  EXPECT_TRUE(pulse.due(15s));
  EXPECT_FALSE(pulse.due(16s));
}

}  // namespace
}  // namespace holdfast
