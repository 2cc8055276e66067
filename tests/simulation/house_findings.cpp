// What a person would find at the end of a simulated week.
#include <fmt/format.h>

#include <algorithm>

#include "cli/json_tree.hpp"
#include "core/supersede.hpp"
#include "ledger/sqlite/open.hpp"
#include "simulation/engine_house.hpp"
#include "support/api_house.hpp"

namespace holdfast::simulation {

std::vector<std::string> EngineHouse::silent_cases() {
  std::vector<std::string> found;
  const auto cases = reader_->cases(false);
  if (!cases) return {cases.error().what};
  for (const Case& one : *cases) {
    const bool ended = !is_open(one.state) && one.closed_at && !one.evidence.empty();
    if (!ended && one.closed_at) found.push_back(one.id.text + " ended without evidence");
    const auto wrong = wrong_wait(one);
    if (!wrong.empty()) found.push_back(one.id.text + " " + wrong);
  }
  return found;
}

namespace {

// What an account waits for whose venue has answered so; none: its case may be of before.
std::optional<Awaited> awaited_after(const std::optional<Error>& error) {
  if (!error) return std::nullopt;
  switch (error->fault) {
    case Fault::unauthorised:
      return Awaited::credentials;
    case Fault::malformed:
    case Fault::refused:
      return Awaited::usable_answer;
    case Fault::incomplete:
      return Awaited::answer;
    case Fault::identity:
      return Awaited::proof;
    default:
      return std::nullopt;
  }
}

// What a key waits for whose pass could, or could not, ask for what happened.
std::set<Awaited> awaited_of_key(const Case& one, bool asked) {
  using enum Awaited;
  const bool by_chain = one.key->venue == VenueName::polymarket;
  switch (one.reason) {
    case CaseReason::suspected:
      return asked ? std::set{sightings, final_trades, answer} : std::set{fills, answer};
    case CaseReason::unproven_absence:
      if (!asked) return {fills};
      return by_chain ? std::set{chain, answer, final_trades}
                      : std::set{fills, answer, final_trades};
    case CaseReason::suspicious_empty:
      return {agreement, final_trades};
    case CaseReason::witness_conflict:
      return {agreement, chain, confirmation, answer, final_trades};
    case CaseReason::unknown_row:
      return {readable_row, answer, final_trades};
    default:
      return {};
  }
}

}  // namespace

std::string EngineHouse::wrong_wait(const Case& one) {
  const Wait& wait = one.waits_for;
  if (one.closed_at) return wait == Wait{} ? "" : "has ended and waits for " + wait.text;
  if (wait.what == Awaited::nothing || wait.text.empty()) return "says not what it waits for";
  const auto may = awaited_of(one.reason);
  if (std::ranges::find(may, wait.what) == may.end()) {
    return fmt::format("is {} and waits for {}", name_of(one.reason), name_of(wait.what));
  }
  return {};
}

// Of the passes since the last look, which could not ask their venue what happened.
void EngineHouse::note_passes() {
  bool asked = true;
  for (const std::string& line : std::exchange(log_.lines, {})) {
    if (line.starts_with("sync: events could not be asked")) asked = false;
    if (line.find(": Position sync complete") == std::string::npos) continue;
    const auto name = line.substr(6, line.find(": Position sync") - 6);
    events_asked_[AccountId{name}] = std::exchange(asked, true);
  }
}

// Each case, whenever it was written: what it waits for is what its pass lacked.
void EngineHouse::check_waits(UtcTime since) {
  note_passes();
  for (const Case& one : engine_->current()->cases) {
    if (one.updated_at < since) continue;
    ++waits_[one.waits_for.what];
    std::string wrong = wrong_wait(one);
    if (one.key && wrong.empty()) {
      const bool asked = events_asked_[one.account];
      if (!awaited_of_key(one, asked).contains(one.waits_for.what)) {
        wrong = fmt::format("is {} and waits for {} after a pass that could {}ask for events",
                            name_of(one.reason), name_of(one.waits_for.what), asked ? "" : "not ");
      }
    }
    if (!wrong.empty()) wrong_waits_.push_back(one.id.text + " " + wrong);
  }
  for (const AccountStatus& account : engine_->current()->accounts) {
    const auto awaited = awaited_after(account.error);
    if (!awaited) continue;
    for (const Case& one : engine_->current()->cases) {
      if (one.account != account.id || one.key || one.reason == CaseReason::brake) continue;
      if (one.waits_for.what == *awaited) continue;
      wrong_waits_.push_back(fmt::format("{} waits for {} after {}", one.id.text,
                                         name_of(one.waits_for.what), account.error->what));
    }
  }
}

// The world tells the cause of everything, if late: at the feed, or in the chain's logs.
std::vector<std::string> EngineHouse::needless_guesses() {
  std::vector<std::string> found;
  const auto positions = reader_->positions(PositionScope::all);
  if (!positions) return {positions.error().what};
  std::set<PositionKey> keys;
  for (const Position& position : *positions) keys.insert(position.key);
  for (const PositionKey& key : keys) {
    std::vector<JournalEntry> entries;
    const auto rows = reader_->journal_of(key).value();
    for (const JournalRow& row : rows) entries.push_back(row.entry);
    const auto effective = effective_entries(entries).value();
    for (const JournalEntry& entry : effective) {
      if (!is_estimate(entry.kind)) continue;
      found.push_back(fmt::format("{} still stands as a guess", entry.id.text));
    }
  }
  return found;
}

namespace {

// The effects of one life, added up from their texts as anybody could.
struct AddedUp {
  Sum<Quantity> quantity;
  Sum<Money> cost;
};

std::string add_up(const cli::JsonTree& key) {
  std::map<std::string, AddedUp> lives;
  for (const cli::JsonTree& effect : key.rows("effects")) {
    AddedUp& life = lives[std::string{effect.text("life")}];
    life.quantity.add(test::qty(effect.text("quantity")));
    if (!effect.text("cost").empty()) life.cost.add(test::usd(effect.text("cost")));
    const auto named = std::ranges::any_of(key.rows("entries"), [&](const cli::JsonTree& entry) {
      return entry.text("id") == effect.text("entry");
    });
    if (!named) return "an effect names no entry";
  }
  if (lives.size() != key.rows("lives").size()) return "it has other lives than entries";
  for (const cli::JsonTree& life : key.rows("lives")) {
    const AddedUp& sum = lives[std::string{life.text("life")}];
    if (sum.quantity.units() != Int128{test::qty(life.text("quantity")).units()}) {
      return fmt::format("life {}: entries do not sum to {}", life.text("life"),
                         life.text("quantity"));
    }
    const auto cost = life.text("cost");
    if (!cost.empty() && sum.cost.units() != Int128{test::usd(cost).units()}) {
      return fmt::format("life {}: costs do not sum to {}", life.text("life"), cost);
    }
  }
  return {};
}

}  // namespace

std::vector<std::string> EngineHouse::unexplained() {
  std::vector<std::string> found;
  test::QuietDesk desk;
  test::PaperShelf shelf;
  api::Doorkeeper door{api::ReadRule::open_on_loopback, api::TokenBook{}, entropy_, clock_};
  const api::ApiContext context{
      .replicas = *engine_,
      .desk = desk,
      .open_ledger = [this] { return sqlite::open_reader(folder_.file("ledger.db")); },
      .books = shelf,
      .clock = clock_,
      .door = door,
      .metrics = [] { return std::string{}; },
      .engine_silence = [] { return Duration{}; },
      .assets = {},
      .settings = {}};
  const auto positions = reader_->positions(PositionScope::all);
  if (!positions) return {positions.error().what};
  std::set<PositionKey> keys;
  for (const Position& position : *positions) keys.insert(position.key);
  for (const PositionKey& key : keys) {
    const auto answer =
        api::answer(test::ApiHouse::request("GET", "/api/v1/instruments/" + key.instrument.text +
                                                       "/explanation?account=" + key.account.text),
                    context);
    const auto tree = cli::read_tree(answer.body);
    if (answer.status != 200 || !tree || tree->rows("keys").size() != 1) {
      found.push_back(key.text() + " cannot be explained: " + answer.body.substr(0, 200));
      continue;
    }
    const auto wrong = add_up(tree->rows("keys").front());
    if (!wrong.empty()) found.push_back(key.text() + ": " + wrong);
  }
  return found;
}

}  // namespace holdfast::simulation
