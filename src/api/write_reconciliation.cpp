#include "api/write_contract.hpp"

namespace holdfast::api {
namespace {

void write_wide(JsonWriter& json, std::string_view name, const std::optional<WideDecimal>& value) {
  json.key(name).token(value ? value->text() : "null");
}

void write_legs(JsonWriter& json, std::string_view name,
                const PerLeg<std::optional<LegFigures>>& legs) {
  json.key(name).begin_object();
  for (const Leg leg : all_legs) {
    json.key(name_of(leg));
    if (!legs[leg]) {
      json.null();
      continue;
    }
    json.begin_object();
    write_wide(json, "contracts", legs[leg]->contracts);
    write_wide(json, "cost_basis", legs[leg]->cost_basis);
    write_wide(json, "avg_price", legs[leg]->avg_price);
    json.end_object();
  }
  json.end_object();
}

void write_leg_numbers(JsonWriter& json, std::string_view name,
                       const PerLeg<std::optional<WideDecimal>>& numbers) {
  json.key(name).begin_object();
  for (const Leg leg : all_legs) write_wide(json, name_of(leg), numbers[leg]);
  json.end_object();
}

void write_candidates(JsonWriter& json, std::string_view name,
                      const std::vector<BookCandidate>& candidates) {
  if (candidates.empty()) return;
  json.key(name).begin_array();
  for (const BookCandidate& candidate : candidates) {
    json.begin_object();
    json.key("leg").string(name_of(candidate.leg));
    json.key("key").string(candidate.key.text());
    json.key("account").string(candidate.key.account.text);
    json.key("venue").string(name_of(candidate.key.venue));
    json.key("instrument").string(candidate.key.instrument.text);
    json.key("title").string(candidate.title);
    json.end_object();
  }
  json.end_array();
}

void write_holding_of(JsonWriter& json, const SourceHolding& holding) {
  json.key("holding").begin_object();
  json.key("key").string(holding.key.text());
  json.key("account").string(holding.key.account.text);
  json.key("venue").string(name_of(holding.key.venue));
  json.key("instrument").string(holding.key.instrument.text);
  json.key("quantity").number(holding.quantity);
  json.end_object();
}

void write_entry(JsonWriter& json, const std::string& name, const BookEntry& entry) {
  json.key(name).begin_object();
  json.key("market_id").string(entry.market_id);
  json.key("description").string(entry.description);
  write_text_or_null(json, "kalshi_ticker", entry.kalshi_ticker);
  write_legs(json, "internal", entry.internal);
  write_legs(json, "external", entry.external);
  write_leg_numbers(json, "diff_contracts", entry.diff_contracts);
  if (entry.diff_cost_basis != PerLeg<std::optional<WideDecimal>>{}) {
    write_leg_numbers(json, "diff_cost_basis", entry.diff_cost_basis);
  }
  json.key("status").string(name_of(entry.status));
  json.key("reason").string(entry.reason);
  json.key("sub_reasons").begin_array();
  for (const BookReason reason : entry.sub_reasons) json.string(name_of(reason));
  json.end_array();
  write_candidates(json, "proposals", entry.proposals);
  write_candidates(json, "candidates", entry.candidates);
  write_time(json, "as_of", entry.as_of);
  if (entry.holding) write_holding_of(json, *entry.holding);
  json.end_object();
}

}  // namespace

void write_summary(JsonWriter& json, const BookReconciliation& result) {
  json.begin_object();
  for (std::size_t i = 0; i < book_status_names.size(); ++i) {
    json.key(book_status_names.at(i)).integer(static_cast<std::int64_t>(result.summary.at(i)));
  }
  json.end_object();
}

void write_reconciliation(JsonWriter& json, const BookReconciliation& result) {
  json.begin_object();
  write_time(json, "snapshot_time", result.snapshot_time);
  write_summary(json.key("summary"), result);
  json.key("by_market_id").begin_object();
  for (const auto& [name, entry] : result.entries) write_entry(json, name, entry);
  json.end_object().end_object();
}

void write_findings(JsonWriter& json, const ForeignBook& book) {
  json.key("findings").begin_array();
  for (const BookFinding& finding : book.findings) {
    json.begin_object();
    json.key("row").string(finding.row);
    json.key("field").string(finding.field);
    json.key("text").string(finding.text);
    json.key("raw").string(finding.raw);
    json.key("line");
    if (finding.line == 0) {
      json.null();
    } else {
      json.integer(finding.line);
    }
    json.key("quarantined").boolean(finding.quarantined);
    json.end_object();
  }
  json.end_array();
}

void write_internal(JsonWriter& json, std::string_view source, const ForeignBook& book) {
  json.begin_object();
  json.key("source").string(source);
  write_time(json, "read_at", book.read_at);
  json.key("positions").begin_object();
  for (const BookRow& row : book.rows) json.key(row.market_id).token(row.json);
  json.end_object();
  write_findings(json, book);
  json.end_object();
}

}  // namespace holdfast::api
