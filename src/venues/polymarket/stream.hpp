#pragma once
#include <optional>
#include <set>
#include <string>

#include "core/watch_list.hpp"
#include "core/watch_shares.hpp"
#include "ports/clock.hpp"
#include "ports/feed.hpp"
#include "venues/polymarket/credentials.hpp"
#include "venues/polymarket/stream_book.hpp"

namespace holdfast::polymarket {

// The books of its share of the tokens it is told to watch (/ws/market). Without a token no
// connection is kept. A book in doubt, and one that has said nothing for half its lease, is asked
// for anew by leaving and entering its subscription, whose first answer is the whole book. A token
// whose book does not come (the venue has none of a market that is over) is left alone for a while
// and hurts no other; when none comes at all, another connection is opened, now and then.
class MarketFeed final : public Feed {
 public:
  MarketFeed(std::string origin, Clock& clock, WatchShare share);

  [[nodiscard]] std::string_view name() const override { return name_; }
  [[nodiscard]] bool wanted() const override { return !wanted_.empty(); }
  [[nodiscard]] bool is_spare() const override { return !share_.is_first() && wanted_.empty(); }
  Result<StreamAddress> address() override;
  FeedNews watch(const std::set<InstrumentId>& instruments) override;
  FeedNews opened() override;
  Result<FeedNews> heard(std::string_view text) override;
  FeedNews tick() override;
  void closed() override;
  [[nodiscard]] const std::set<InstrumentId>& watched() const override { return wanted_; }
  [[nodiscard]] FeedCounts counts() const override { return counts_; }

 private:
  [[nodiscard]] const OrderBook* kept(const InstrumentId& instrument) const override {
    const StreamBook* found = books_.find(instrument);
    return found == nullptr ? nullptr : &found->book();
  }
  void take_event(const StreamEvent& event, FeedNews& news);
  void excuse(const std::set<InstrumentId>& mute, FeedNews& news);
  void take_effect(const InstrumentId& token, Effect effect, FeedNews& news);
  FeedNews ask_anew(const std::set<InstrumentId>& tokens);

  std::string origin_;
  Clock& clock_;
  WatchShare share_;
  std::string name_;
  std::set<InstrumentId> wanted_;
  WatchList<StreamBook> books_;
  std::set<InstrumentId> excused_;      // told of as mute, and silent since
  std::optional<Duration> gave_up_at_;  // a connection on which no book came
  HashTrust trust_;
  Pulse ping_;
  bool open_{};
  FeedCounts counts_;
};

// Orders and trades of the wallet behind the key (/ws/user): only ever a sign that what is held may
// have changed. Nothing is replayed after a reconnect, so that is such a sign too.
class UserFeed final : public Feed {
 public:
  UserFeed(std::string origin, ApiCredentials credentials, Clock& clock);

  [[nodiscard]] std::string_view name() const override { return "user"; }
  [[nodiscard]] bool wanted() const override { return true; }
  Result<StreamAddress> address() override;
  FeedNews watch(const std::set<InstrumentId>&) override { return {}; }
  FeedNews opened() override;
  Result<FeedNews> heard(std::string_view text) override;
  FeedNews tick() override;
  void closed() override {}
  [[nodiscard]] const std::set<InstrumentId>& watched() const override { return nothing_; }
  [[nodiscard]] FeedCounts counts() const override { return counts_; }

 private:
  std::string origin_;
  ApiCredentials credentials_;
  Clock& clock_;
  std::set<InstrumentId> nothing_;
  Pulse ping_;
  FeedCounts counts_;
};

}  // namespace holdfast::polymarket
