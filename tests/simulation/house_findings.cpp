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
    const bool waits = is_open(one.state) && !one.text.empty();
    if (!ended && !waits) {
      found.push_back(fmt::format("{} is {} and says neither why nor what it waits for",
                                  one.id.text, name_of(one.state)));
    }
  }
  return found;
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
