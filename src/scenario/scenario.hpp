#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/policy.hpp"
#include "domain/fixed.hpp"
#include "domain/time.hpp"
#include "domain/venue_name.hpp"
#include "scenario/form.hpp"

namespace holdfast::scenario {

struct AccountPlan {
  std::string id;
  VenueName venue{};
};

// A thing that can be held, by the file's own name for it.
struct InstrumentPlan {
  std::string id;
  VenueName venue{};
  std::string market;   // instruments of one market share it; empty: a market of its own
  std::string outcome;  // Polymarket
  std::string token_id;
  std::string ticker;  // Kalshi
  std::uint16_t subaccount{};
  std::uint16_t shard{};
  bool negative_risk{};
};

struct HeldPlan {
  std::string account;
  std::string instrument;
  Quantity quantity;  // signed
  std::optional<Price> average_price;
  std::size_t line{1};
};

// How a venue's or an endpoint's answer comes.
struct Delivery {
  enum class Kind : std::uint8_t {
    complete,
    cut_after_page,  // number
    error,           // number: the status; page: from that page on
    auth_as_empty,
    body_error,
    schema_renamed,  // text: the field
    duplicate_row,
    stale_watermark,
    timeout,
    wrong_owner,
    behind,    // a chain endpoint stops at an old block
    one_lies,  // one of two chain endpoints says zero
  };
  Kind kind{Kind::complete};
  std::int64_t number{};
  std::int64_t page{1};
  std::string text;
};

struct ShowHoldings {
  VenueName venue{};
  std::string account;
  std::vector<HeldPlan> rows;
  std::int64_t filler{};  // so many further rows, held all along, for listings of several pages
  Delivery then;
};
struct ShowBalances {
  std::string account;
  std::vector<HeldPlan> rows;
  Delivery then;
};
// What the venue's feeds of fills, settlements and activity answer from now on.
struct ShowEvents {
  VenueName venue{};
  Delivery then;
};
struct AddFill {
  std::string account;
  std::string instrument;
  Quantity change;  // signed
  Price price;      // of the instrument's own side
  std::optional<Money> fee;
  Duration at{};
};
struct AddSettlement {
  std::string account;
  std::string instrument;
  Price payout;
  Duration at{};
};
// A movement of Polymarket tokens that its activity feed tells of.
struct AddMove {
  enum class Kind : std::uint8_t { split, merge };
  Kind kind{};
  std::string account;
  std::string instrument;
  Quantity quantity;
  Duration at{};
};
struct SetMarket {
  std::string instrument;
  std::string state;  // open, paused, closed, resolved
  std::optional<Price> payout;
};
struct Sync {
  std::string account;  // empty: all
};
struct Restart {};
struct JumpClock {
  Duration by{};
};
struct Confirm {
  std::string instrument;  // empty: all that the account's brake holds
  std::string account;
};

// One thing that must be so. `field` is what of the subject; the subject is chosen by account and
// instrument where there are several.
struct Check {
  enum class Subject : std::uint8_t {
    position,
    found_case,
    sync,
    event,
    no_event,
    alerts,
    open_cases,
    headline,
    exit_code,
    same_hash
  };
  Subject subject{};
  std::string account;
  std::string instrument;
  std::string field;
  std::string expected;
  std::string hint;  // of a case: the reason by which one of several is chosen
  std::size_t line{1};
  std::string path;  // "positions[0].quantity"
};
struct Expect {
  std::vector<Check> checks;
};

using Action = std::variant<ShowHoldings, ShowBalances, ShowEvents, AddFill, AddSettlement, AddMove,
                            SetMarket, Sync, Restart, JumpClock, Confirm, Expect>;
struct Step {
  Duration at{};
  std::size_t line{1};
  std::string label;  // the ledger's hash before the step is kept under it
  Action action;
};

struct Scenario {
  std::string name;
  std::string why;
  Patience patience;
  BrakeLimits brake;
  std::optional<Duration> stale_after;
  std::int64_t chain_endpoints{2};
  std::vector<AccountPlan> accounts;
  std::vector<InstrumentPlan> instruments;
  std::vector<HeldPlan> ledger;
  std::vector<Step> steps;
};

// Reads a scenario file's text.
tl::expected<Scenario, Refusal> read_scenario(std::string_view text);

// What --strict demands: at least one quantity, one verdict and one event are asserted.
std::optional<Refusal> too_weak(const Scenario& scenario);

}  // namespace holdfast::scenario
