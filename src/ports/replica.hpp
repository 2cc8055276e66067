#pragma once
#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/pass_counts.hpp"
#include "core/trading_gate.hpp"
#include "domain/case.hpp"
#include "domain/instrument.hpp"
#include "domain/position.hpp"
#include "domain/raw_answer.hpp"
#include "domain/sale_limits.hpp"
#include "domain/snapshot.hpp"
#include "domain/unsettled_trade.hpp"
#include "domain/verdict.hpp"
#include "ports/feed.hpp"
#include "ports/venue.hpp"

namespace holdfast {

enum class StreamState : std::uint8_t {
  off,  // nothing to listen to
  connecting,
  live,
  waiting,  // broken; tried again at retry_at
};
inline constexpr std::array<std::string_view, 4> stream_state_names{"off", "connecting", "live",
                                                                    "waiting"};
constexpr std::string_view name_of(StreamState state) {
  return stream_state_names.at(static_cast<std::size_t>(state));
}

// One stream of one account.
struct StreamStatus {
  std::string name;  // "all", "market", "user", "accounts"
  StreamState state{StreamState::off};
  UtcTime since;                // in this state
  std::uint64_t watched{};      // instruments whose books, or token accounts, are subscribed
  std::uint64_t fresh{};        // of those: what may be relied on (Feed::is_fresh)
  std::uint64_t connections{};  // opened since start
  FeedCounts counts;
  std::optional<Error> error;  // why the last connection ended or could not be opened
  std::optional<UtcTime> retry_at;
};

// What the engine can say of one account at this moment.
struct AccountStatus {
  AccountId id;
  VenueName venue{};
  Verdict verdict{Verdict::unknown};
  // Its last complete answer is not stale, and none since was one that cannot be used. A row of it
  // that cannot be read makes the verdict unknown all the same.
  bool current{};
  std::shared_ptr<const Snapshot> snapshot;      // the last complete one; null before the first
  std::shared_ptr<const RawTape> heard;          // what its pass was answered
  std::shared_ptr<const RawTape> refused_heard;  // of the last attempt, where it could not be used
  std::optional<UtcTime> asked_at;               // the last attempt, answered or not
  std::optional<UtcTime> applied_at;             // on our clock, of the last applied snapshot
  std::string witness;                           // "2 of 2 endpoints at block 61234567"; "fills"
  std::optional<Error> error;                    // of the last attempt
  std::optional<UtcTime> retry_at;
  std::uint64_t revision{};  // of the account's journal
  std::uint64_t passes{};
  std::uint64_t refused{};
  PassCounts counts;                      // of the last applied pass
  std::vector<UnsettledTrade> unsettled;  // matches that are not final, as of the last pass
  std::shared_ptr<const AccountSaleLimits>
      sale_limits;                  // as of the last pass; null: nothing was open
  std::set<PositionKey> in_motion;  // of which the last pass judged nothing (core/judge.hpp)
  std::vector<StreamStatus> streams;
  // What these streams should watch and have no room for.
  std::vector<InstrumentId> polled_only;
  std::vector<IdentityCheck> identity;  // the last proof that this is the account that is meant
  std::optional<UtcTime> identity_at;   // none: not asked yet
};

// An immutable picture of everything, replaced whole after each change: the API, the page and
// the metrics read it and never touch the engine.
struct Replica {
  UtcTime at;
  std::uint64_t revision{};    // sum of the accounts' revisions: rises with each change
  std::uint64_t last_event{};  // id of the newest event in the ledger
  Verdict verdict{Verdict::unknown};
  std::vector<AccountStatus> accounts;  // in account order
  std::vector<Position> positions;      // open ones, in key order
  std::vector<Case> cases;              // those that last, oldest first
  std::map<InstrumentId, Instrument> instruments;
  std::map<AccountId, AccountGates> gates;

  // Every account has answered completely at least once since start.
  [[nodiscard]] bool complete() const;
};

class ReplicaSource {
 public:
  virtual ~ReplicaSource() = default;
  // Never null. Safe from any thread.
  [[nodiscard]] virtual std::shared_ptr<const Replica> current() const = 0;
};

}  // namespace holdfast
