#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <ranges>
#include <set>

#include "api/past.hpp"
#include "api/problem.hpp"
#include "api/query.hpp"
#include "api/routes/routes.hpp"
#include "api/valuation.hpp"
#include "api/write_values.hpp"
#include "core/book.hpp"
#include "core/counted.hpp"
#include "core/earnings.hpp"

namespace holdfast::api::routes {
namespace {

// All that one key's number rests on.
struct Grounds {
  PositionKey key;
  std::vector<JournalRow> rows;
  std::vector<Position> lives;
  std::vector<PositionView> views;  // of the lives
  std::vector<Effect> effects;      // of the rows, those that count
  std::vector<Case> cases;
  std::vector<Case> changed_since;  // with a past moment: what they said then is not kept
  std::optional<UtcTime> at;        // the past moment that is asked about; none: now
};

// With a past moment: what was booked, and which cases had been opened, by then.
Result<Grounds> grounds_of(LedgerReader& ledger, const PositionKey& key,
                           const std::vector<Case>& cases, std::optional<UtcTime> at) {
  Grounds grounds{.key = key, .at = at};
  auto rows = ledger.journal_of(key);
  if (!rows) return tl::make_unexpected(rows.error());
  grounds.rows = std::move(*rows);
  std::erase_if(grounds.rows, [&](const JournalRow& row) { return at && row.booked_at > *at; });
  std::vector<JournalEntry> entries;
  for (const JournalRow& row : grounds.rows) entries.push_back(row.entry);
  // Folded anew from the entries shown, so that anybody can check the sum.
  auto lives = fold(entries);
  if (!lives) return tl::make_unexpected(lives.error());
  grounds.lives = std::move(*lives);
  for (const Position& life : grounds.lives) {
    auto view = view_by(entries, life, at);
    if (!view) return tl::make_unexpected(view.error());
    grounds.views.push_back(*std::move(view));
  }
  auto done = effects(entries);
  if (!done) return tl::make_unexpected(done.error());
  grounds.effects = *std::move(done);
  for (const Case& found : cases) {
    if ((at && found.opened_at > *at) || !speaks_of(found, key)) continue;
    const bool as_it_is = !at || found.updated_at <= *at;
    (as_it_is ? grounds.cases : grounds.changed_since).push_back(found);
  }
  return grounds;
}

// Keys of this instrument that anybody knows: held now, or ever booked.
Result<std::set<PositionKey>> keys_of(const Call& call, LedgerReader& ledger) {
  const InstrumentId id{call.names.at(0)};
  const auto account = call.request.query_text("account");
  std::set<PositionKey> keys;
  const auto note = [&](const PositionKey& key) {
    if (key.instrument == id && (account.empty() || key.account.text == account)) keys.insert(key);
  };
  const auto positions = ledger.positions(PositionScope::all);
  if (!positions) return tl::make_unexpected(positions.error());
  for (const Position& position : *positions) note(position.key);
  for (const AccountStatus& status : call.replica().accounts) {
    if (!status.snapshot) continue;
    for (const auto& [key, holding] : status.snapshot->holdings()) note(key);
  }
  return keys;
}

std::string funding_text(Money received) {
  return received.is_negative() ? Money::from_units(-received.units()).text() + " paid"
                                : received.text() + " received";
}

// Why it adds nothing: a guess, or what was called a transfer, may give way to facts.
std::string silence_of(const JournalEntry& entry) {
  const bool guess = is_estimate(entry.kind);
  if (guess && entry.supersedes) return "took back " + entry.supersedes->text;
  const bool gives_way = guess || (entry.kind == EntryKind::transfer && !entry.supersedes);
  return gives_way ? "gave way to facts" : "does not count yet";
}

std::string what_of(const JournalEntry& entry) {
  if (entry.seed) return "of cost " + entry.seed->cost.text();
  if (entry.allocation) {
    return fmt::format("of {} to {}", entry.allocation->quantity.text(),
                       entry.allocation->strategy);
  }
  if (entry.kind == EntryKind::funding) return funding_text(entry.funding);
  return entry.change.text() + " at " + (entry.price ? entry.price->text() : "no price");
}

std::string entry_line(const JournalEntry& entry) {
  std::string kind{name_of(entry.kind)};
  const bool obvious = entry.cause == Cause::unknown || entry.cause == Cause::trade;
  if (!obvious && name_of(entry.cause) != kind) kind += fmt::format(" ({})", name_of(entry.cause));
  return fmt::format("{} {} {} ({}): {}", iso_text(entry.at), kind, what_of(entry),
                     name_of(entry.evidence.kind), entry.evidence.id);
}

// What an entry did to one life, so that anybody can add up the lines below that life's own.
std::string effect_line(const JournalEntry& entry, const Effect& effect) {
  std::string line = entry_line(entry);
  if (effect.quantity != entry.change) line += fmt::format("; {} of it", effect.quantity.text());
  if (!effect.cost) return line + "; cost unknown from here on";
  return effect.cost->is_zero() && entry.change.is_zero() ? line
                                                          : line + "; cost " + effect.cost->text();
}

std::string life_line(const Position& life, bool alone) {
  const std::string name = alone ? "" : fmt::format("life {}: ", life.life);
  if (life.state == PositionState::open) {
    return fmt::format("{}the ledger holds {}, the sum of {}, at a cost of {}", name,
                       life.quantity.text(), counted(life.entries, "entry", "entries"),
                       life.cost ? life.cost->text() : "nobody knows what");
  }
  const auto realized = realized_of(life);
  return fmt::format("{}closed by {} {}: {}; it brought {}", name, name_of(life.closing->kind),
                     life.closing->id, life.closing->text,
                     realized ? realized->text() : "nobody knows what");
}

// Life by life, the newest first, each with the entries that sum to it; at last those that count
// in none.
void add_entries(const Grounds& grounds, std::vector<std::string>& lines) {
  std::map<EntryId, const JournalEntry*> entries;
  for (const JournalRow& row : grounds.rows) entries.emplace(row.entry.id, &row.entry);
  for (const Position& life : std::views::reverse(grounds.lives)) {
    lines.push_back(life_line(life, grounds.lives.size() == 1));
    for (const Effect& effect : grounds.effects) {
      if (effect.life != life.life) continue;
      lines.push_back("  " + effect_line(*entries.at(effect.entry), effect));
    }
  }
  for (const Effect& effect : grounds.effects) entries.erase(effect.entry);
  for (const JournalRow& row : grounds.rows) {
    if (!entries.contains(row.entry.id)) continue;
    lines.push_back(entry_line(row.entry) + "; " + silence_of(row.entry));
  }
}

// What orders this listing among others of its account.
std::string watermark_of(const SnapshotHeader& header) {
  if (header.sequence) return fmt::format("watermark: the venue's number {}", *header.sequence);
  return header.has_watermark ? "watermark: the venue's own"
                              : "watermark: when it was asked, the venue gives none";
}

std::string listing_line(const AccountStatus& status, const Holding* holding) {
  const Snapshot& snapshot = *status.snapshot;
  const std::string said = !holding             ? "does not list it"
                           : !holding->quantity ? "cannot say how much: " + holding->flaw
                                                : "says " + holding->quantity->text();
  return fmt::format("listing: {} {} as of {} ({}, {}, snapshot {})", status.id.text, said,
                     iso_text(snapshot.as_of()), watermark_of(snapshot.header()),
                     counted(snapshot.pages(), "page", "pages"), snapshot.header().id.text);
}

std::string case_line(const Case& found, const PositionKey& key) {
  std::string line = fmt::format("case {} is {} ({}): {}", found.id.text, name_of(found.state),
                                 name_of(found.reason), found.text);
  const auto let_go = std::ranges::find(found.released_keys, key);
  if (let_go != found.released_keys.end()) line += "; this one it does not hold back";
  return line;
}

// The same in words. No line says more than its source does.
std::vector<std::string> lines_of(const Grounds& grounds, const Picture& picture) {
  std::vector<std::string> lines;
  const bool holds = !grounds.lives.empty() && grounds.lives.back().state == PositionState::open;
  if (!holds) lines.emplace_back("the ledger holds nothing of it");
  add_entries(grounds, lines);
  const AccountStatus* status = grounds.at ? nullptr : picture.account(grounds.key.account);
  if (grounds.at) {  // no present word stands beside a past figure
    lines.push_back(fmt::format("as the ledger had it at {}; what the venue said then is not shown",
                                iso_text(*grounds.at)));
  } else if (status && status->snapshot) {
    lines.push_back(listing_line(*status, picture.holding(grounds.key)));
  } else {
    lines.emplace_back("its account has not answered completely since the start");
  }
  if (status && !status->witness.empty()) lines.push_back("witness: " + status->witness);
  if (status && holds) {
    const Position& held = grounds.lives.back();
    lines.push_back(sellable_text(picture.sellable(held), held.quantity));
  }
  for (const Case& found : grounds.cases) {
    lines.push_back(case_line(found, grounds.key));
  }
  for (const Case& found : grounds.changed_since) {
    lines.push_back(
        fmt::format("case {} was open since {}; it has changed since, and what it said "
                    "then is not kept",
                    found.id.text, iso_text(found.opened_at)));
  }
  return lines;
}

void write_grounds(JsonWriter& json, const Grounds& grounds, const Picture& picture) {
  const AccountStatus* status = grounds.at ? nullptr : picture.account(grounds.key.account);
  const Holding* holding = grounds.at ? nullptr : picture.holding(grounds.key);
  json.begin_object();
  json.key("key").string(grounds.key.text());
  json.key("account").string(grounds.key.account.text);
  json.key("venue").string(name_of(grounds.key.venue));
  json.key("title").string(picture.instrument(grounds.key).title);
  write_text_or_null(json, "verdict", grounds.at ? "" : name_of(picture.verdict(grounds.key)));
  json.key("lines").begin_array();
  for (const std::string& line : lines_of(grounds, picture)) json.string(line);
  json.end_array();
  json.key("lives").begin_array();
  for (std::size_t i = 0; i < grounds.lives.size(); ++i) {
    write_position(json, grounds.lives[i], picture, grounds.views[i]);
  }
  json.end_array().key("holding");
  if (holding) {
    write_holding(json, *holding, picture);
  } else {
    json.null();
  }
  json.key("entries").begin_array();
  for (const JournalRow& row : grounds.rows) write_journal_row(json, row);
  json.end_array().key("effects").begin_array();
  for (const Effect& effect : grounds.effects) {
    json.begin_object();
    json.key("entry").string(effect.entry.text);
    json.key("life").integer(effect.life);
    json.key("quantity").amount(effect.quantity);
    json.key("cost").amount(effect.cost);
    json.end_object();
  }
  json.end_array().key("snapshot");
  if (status && status->snapshot) {
    write_snapshot_head(json, status->snapshot->header(), status->snapshot->pages(),
                        status->snapshot->holdings().size());
  } else {
    json.null();
  }
  json.key("witness").string(status ? status->witness : "");
  json.key("cases").begin_array();
  for (const Case& found : grounds.cases) write_case(json, found);
  json.end_array().key("changed_since").begin_array();
  for (const Case& found : grounds.changed_since) json.string(found.id.text);
  json.end_array().end_object();
}

}  // namespace

Answer explanation(const Call& call) {
  const auto at = moment_from(call);
  if (!at) return at.error();
  auto ledger = call.context.open_ledger();
  if (!ledger) return ledger_problem(ledger.error());
  const auto keys = keys_of(call, **ledger);
  if (!keys) return ledger_problem(keys.error());
  if (keys->empty()) {
    return not_found("Nothing of this instrument is held or was ever booked.",
                     "Use the venue's id: a Kalshi ticker, a Polymarket token id.");
  }
  const auto cases = (*ledger)->cases(false);
  if (!cases) return ledger_problem(cases.error());
  JsonWriter json;
  json.begin_object();
  write_envelope(json, call.picture, *at);
  json.key("instrument").string(call.names.at(0));
  json.key("keys").begin_array();
  for (const PositionKey& key : *keys) {
    const auto grounds = grounds_of(**ledger, key, *cases, *at);
    if (!grounds) return ledger_problem(grounds.error());
    write_grounds(json, *grounds, call.picture);
  }
  json.end_array().end_object();
  return json_answer(json.take());
}

}  // namespace holdfast::api::routes
