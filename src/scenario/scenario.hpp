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

// Where the configuration has the account's wallet from.
enum class WalletSource : std::uint8_t {
  configured,
  in_history,  // not configured; the ledger knows it
  absent,      // not configured, and nobody knows it
};

struct AccountPlan {
  std::string id;
  VenueName venue{};
  std::string address;  // empty: one made from the id
  WalletSource wallet{WalletSource::configured};
};

// A thing that can be held, by the file's own name for it.
struct InstrumentPlan {
  std::string id;
  VenueName venue{};
  std::string market;    // instruments of one market share it; empty: a market of its own
  std::string outcome;   // Polymarket, Kalshi on Solana
  std::string token_id;  // Polymarket; on Solana the mint
  std::string ticker;    // Kalshi; Pacifica's symbol
  std::uint16_t subaccount{};
  std::uint16_t shard{};
  bool negative_risk{};
  bool isolated{};                         // Pacifica
  Duration closes{std::chrono::days{30}};  // after the start
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
    row_unreadable,  // text: the instrument
    duplicate_row,
    stale_watermark,
    timeout,
    wrong_owner,
    behind,    // a chain endpoint stops at an old block
    one_lies,  // one of two chain endpoints says zero
    slow,      // the next answer takes so many seconds: number
  };
  Kind kind{Kind::complete};
  std::int64_t number{};
  std::int64_t page{1};
  std::string text;
};

struct ShowHoldings {
  VenueName venue{};
  std::string account;
  std::optional<std::vector<HeldPlan>> rows;  // none: as before
  std::int64_t filler{};  // so many further rows, held all along, for listings of several pages
  Delivery then;
};
// What the second witness says: a chain's balances, or how many positions the venue counts.
struct ShowWitness {
  std::string account;
  std::vector<HeldPlan> rows;
  std::optional<std::int64_t> count;  // Pacifica
  Delivery then;
};
// What the venue's feeds of fills, settlements and activity answer from now on.
struct ShowEvents {
  std::string account;
  Delivery then;
};
// What the venue's market data (names, prices) answer from now on.
struct ShowPrices {
  std::string account;
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
  enum class Kind : std::uint8_t { split, merge, convert, send };
  Kind kind{};
  std::string account;
  std::string instrument;
  Quantity quantity;
  Duration at{};
};
// A perpetual's payment, as the feed tells of it.
struct AddFunding {
  std::string account;
  std::string instrument;
  Money received;  // below zero: paid
  Duration at{};
};
// An order of the owner at the venue, by the file's own id; said again with another state, it is
// the same order.
struct SetOrder {
  std::string account;
  std::string id;
  std::string instrument;
  Quantity change;  // signed
  Quantity filled;
  std::optional<Price> price;
  std::string state;  // resting, executed, canceled, expired, rejected
  Duration at{};
};
// What Polymarket's trading service says of a match of the owner's, by the file's own id.
struct SetTrade {
  std::string account;
  std::string id;
  std::string instrument;
  Quantity change;  // signed
  Price price;
  std::string status;  // MATCHED, MINED, CONFIRMED, RETRYING, FAILED
  Duration at{};
};
// Whether the exchange of an instrument may move a Polymarket wallet's tokens.
struct SetApproval {
  std::string account;
  std::string instrument;
  bool approved{};
};
struct SetMarket {
  std::string instrument;
  std::string state;  // open, paused, closed, resolved
  std::optional<Price> payout;
  std::optional<Duration> closes;
};
struct SetTick {
  std::string instrument;
  Price bid;
  Price ask;
};
// A foreign book's whole content, handed in by its owner.
struct SetBook {
  std::string name;
  Value positions;   // as the file's member of that name
  std::string text;  // the whole file, right or wrong; empty: made of the positions
};
// The engine ends and starts again with another configuration.
struct SetWallet {
  std::string account;
  WalletSource source{};
};
struct Step;
struct Sync {
  std::string account;  // empty: all
  // Happen while its requests are under way; at_s counts as everywhere.
  std::vector<Step> meanwhile;
};
struct Restart {};
struct JumpClock {
  Duration by{};
};
struct Confirm {
  std::string instrument;  // empty: all that the account's brake holds
  std::string account;
};

// The owner's note on the open case of the instrument.
struct WriteNote {
  std::string instrument;
  std::string account;
  std::string text;
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
    same_hash,
    book_entry,
    stream,
  };
  Subject subject{};
  std::string account;
  std::string instrument;  // of a book: the market
  std::string field;
  std::string expected;
  std::string hint;  // of a case: the reason by which one of several is chosen; of a book: the leg
  std::size_t line{1};
  std::string path;  // "positions[0].quantity"
};
struct Expect {
  std::vector<Check> checks;
};

using Action =
    std::variant<ShowHoldings, ShowWitness, ShowEvents, ShowPrices, AddFill, AddSettlement, AddMove,
                 AddFunding, SetOrder, SetTrade, SetApproval, SetMarket, SetTick, SetBook,
                 SetWallet, Sync, Restart, JumpClock, Confirm, WriteNote, Expect>;
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
  bool streams{};  // what a stream would watch is kept in step; none is opened
  std::vector<AccountPlan> accounts;
  std::vector<InstrumentPlan> instruments;
  std::vector<HeldPlan> ledger;
  std::optional<SetBook> book;
  std::vector<Step> steps;
};

// Reads a scenario file's text.
tl::expected<Scenario, Refusal> read_scenario(std::string_view text);

// What --strict demands: at least one quantity, one verdict and one event are asserted.
std::optional<Refusal> too_weak(const Scenario& scenario);

}  // namespace holdfast::scenario
