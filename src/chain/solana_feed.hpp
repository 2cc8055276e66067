#pragma once
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "chain/solana_endpoint.hpp"
#include "core/watch_list.hpp"
#include "ports/clock.hpp"
#include "ports/feed.hpp"

namespace holdfast::solana {

struct MintAccount {
  std::string mint;
  std::string program;
};

struct FeedConfig {
  StreamAddress address;
  std::function<std::string()> wallet;  // base58; empty: not known yet, and no connection is kept
  Commitment commitment{Commitment::finalized};
  std::vector<MintAccount> money;  // what is paid in and out: watched whatever is held
};

// Token accounts of one wallet over one endpoint's WebSocket: those of what it is told to watch
// (mints of the Token-2022 program) and of its money, which moves with every purchase and sale, so
// that a mint nobody watches yet shows too. A notification is a sign to ask and nothing more. It
// has no counter and a new subscription shows no state: what was lost is found by the next pass, a
// subscription that was dropped by making it anew.
class AccountFeed final : public Feed {
 public:
  AccountFeed(FeedConfig config, Clock& clock);

  [[nodiscard]] std::string_view name() const override { return "accounts"; }
  [[nodiscard]] bool wanted() const override { return !config_.wallet().empty(); }
  [[nodiscard]] bool wants_untraded() const override { return true; }
  Result<StreamAddress> address() override { return config_.address; }
  FeedNews watch(const std::set<InstrumentId>& instruments) override;
  FeedNews opened() override;
  Result<FeedNews> heard(std::string_view text) override;
  FeedNews tick() override;
  void closed() override;
  [[nodiscard]] bool is_fresh(const InstrumentId& instrument, Duration now) const override;
  [[nodiscard]] const std::set<InstrumentId>& watched() const override { return wanted_; }
  [[nodiscard]] FeedCounts counts() const override { return counts_; }

 private:
  [[nodiscard]] std::optional<std::string> account_of(const InstrumentId& mint) const;
  FeedNews settle();
  void subscribe(const InstrumentId& mint, FeedNews& news);
  void unsubscribe(const InstrumentId& mint, FeedNews& news);

  FeedConfig config_;
  Clock& clock_;
  std::set<InstrumentId> wanted_;
  WatchList<Subscribed> accounts_;
  std::map<std::uint64_t, InstrumentId> asked_;            // by id of the question
  std::map<std::uint64_t, InstrumentId> by_subscription_;  // as the endpoint numbers them
  std::map<InstrumentId, std::uint64_t> slots_;            // of the newest notification
  std::uint64_t next_id_{1};
  bool open_{};
  FeedCounts counts_;
};

}  // namespace holdfast::solana
