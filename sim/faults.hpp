#pragma once
#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/error.hpp"
#include "domain/time.hpp"
#include "sim/random.hpp"

namespace holdfast::sim {

// Everything that can go wrong on purpose. sim/README.md has a row for each with its parameters.
enum class FaultKind : std::uint8_t {
  timeout,        // never answers
  reset,          // drops the connection before the first byte
  slow,           // answers late: ms
  drip,           // sends the body slowly: bytes_per_s
  truncated,      // cuts the body: at
  http,           // status, body html|json, retry_after
  rate_limited,   // 429: retry_after seconds|date|absurd|negative
  unauthorised,   // 401 on every call
  auth_as_empty,  // refuses the key, but listings answer 200 with nothing in them
  empty,          // 200 with body: "" [] {} null
  rename_field,   // from, to; these three of all rows, or of those that hold `row`
  drop_field,     // field
  set_field,      // field, json
  duplicate_row,
  short_rows,   // the last rows are silently missing: rows
  page_cut,     // the last page is missing: a full page without its cursor key
  cursor_loop,  // the last page's cursor leads to the first page
  lag,          // this view's delay: ms
  stale,        // an old answer: age_ms, or frozen at the moment the fault was set
  wrong_owner,  // rows of another account or wallet: owner
  lie,          // an RPC endpoint states other balances: balance (decimal units), default zero
  behind,       // an RPC endpoint stops at an old block: blocks
  wrong_chain,  // chain_id
  rpc_error,    // a JSON-RPC error: code, message
  clock_skew,   // the venue's clock: ms
  // On streams; the endpoint is the channel, the target the market:
  gap,           // the frame is never sent
  duplicate,     // the frame is sent twice
  reorder,       // the frame is sent after the next one
  silent_drop,   // the subscription is forgotten, and nobody is told
  half_open,     // the connection stays up, and nothing comes any more, not even a pong
  stale_replay,  // the channel's frames of before (last) come once more, behind this one
  // Both on streams and elsewhere:
  phantom_book,  // a book of 0.01 and 0.99 and nothing between: token
  ghost_fill,    // a fill that is told and never settles: ends failed|never
};

inline constexpr std::array<std::string_view, 33> fault_kind_names{
    "timeout",      "reset",         "slow",          "drip",     "truncated",    "http",
    "rate_limited", "unauthorised",  "auth_as_empty", "empty",    "rename_field", "drop_field",
    "set_field",    "duplicate_row", "short_rows",    "page_cut", "cursor_loop",  "lag",
    "stale",        "wrong_owner",   "lie",           "behind",   "wrong_chain",  "rpc_error",
    "clock_skew",   "gap",           "duplicate",     "reorder",  "silent_drop",  "half_open",
    "stale_replay", "phantom_book",  "ghost_fill"};

constexpr std::string_view name_of(FaultKind kind) {
  return fault_kind_names.at(static_cast<std::size_t>(kind));
}
std::optional<FaultKind> fault_kind_from(std::string_view name);

// One switch. It fires on calls of its venue and endpoint ("*" is any), whose target or body holds
// `match`, after `skip` of them, with the given chance, at most `count` times.
struct SetFault {
  std::uint64_t id{};
  std::string venue{"*"};
  std::string endpoint{"*"};
  FaultKind kind{};
  std::string match;
  std::int64_t skip{};
  std::optional<std::int64_t> count;    // none: for ever
  std::uint32_t chance_ppm{1'000'000};  // of a million
  std::map<std::string, std::string> params;
  UtcTime since;
  std::uint64_t asked{};  // calls it is for, skipped ones too
  std::uint64_t fired{};
  std::uint64_t bent{};  // answers that are not as they would have been

  [[nodiscard]] std::string param(std::string_view name, std::string_view otherwise = "") const;
  [[nodiscard]] std::int64_t number(std::string_view name, std::int64_t otherwise) const;
};

// One call as the switches see it.
struct Occasion {
  std::string_view venue;
  std::string_view endpoint;
  std::string_view target;
  std::string_view body;
};

class Faults {
 public:
  explicit Faults(std::uint64_t seed) : random_{seed} {}

  std::uint64_t set(SetFault fault);
  bool clear(std::uint64_t id);
  void clear_all();
  // The switches that fire on this call, in the order in which they were set; a lag is counted
  // only.
  std::vector<SetFault> draw(const Occasion& occasion);
  void note_bent(std::uint64_t id);
  // The delay of a view: that of the newest lag switch for it, else the given one.
  [[nodiscard]] Duration lag_of(std::string_view venue, std::string_view endpoint,
                                Duration otherwise) const;
  [[nodiscard]] const std::vector<SetFault>& all() const { return faults_; }

 private:
  std::vector<SetFault> faults_;
  std::uint64_t next_id_{1};
  Random random_;
};

}  // namespace holdfast::sim
