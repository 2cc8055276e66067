#include <algorithm>

#include "api/differences.hpp"
#include "api/valuation.hpp"
#include "api/write_values.hpp"
#include "core/claims.hpp"

namespace holdfast::api {
namespace {

// What an account is worth as far as anybody knows, and how many rows that leaves out.
struct Worth {
  std::optional<Money> total;
  std::int64_t excluded{};
};

Worth worth_of_account(const AccountStatus& status) {
  Worth worth;
  if (!status.snapshot) return worth;
  Sum<Money> sum;
  for (const auto& [key, holding] : status.snapshot->holdings()) {
    const auto value = worth_of(holding);
    if (value) {
      sum.add(*value);
    } else {
      ++worth.excluded;
    }
  }
  // When nothing has a known worth the account's is unknown, and not zero.
  const bool known = status.snapshot->holdings().empty() ||
                     worth.excluded < std::ssize(status.snapshot->holdings());
  if (known) worth.total = value_or_none(sum.total());
  return worth;
}

// What is paid for all that waits to be redeemed, as far as anybody knows: a price says nothing of
// that.
std::optional<Money> to_claim_of(const Snapshot& snapshot) {
  Sum<Money> sum;
  bool known = false;
  bool unknown = false;
  for (const auto& [key, holding] : snapshot.holdings()) {
    if (!waits_to_be_redeemed(holding)) continue;
    const auto pays = payout_of(holding, *holding.quantity);
    (pays ? known : unknown) = true;
    if (pays) sum.add(*pays);
  }
  return known || !unknown ? value_or_none(sum.total()) : std::nullopt;
}

void write_count(JsonWriter& json, std::string_view name, bool known, std::size_t count) {
  json.key(name);
  if (known) {
    json.integer(static_cast<std::int64_t>(count));
  } else {
    json.null();
  }
}

void write_number(JsonWriter& json, std::string_view name, std::uint64_t value) {
  json.key(name).integer(static_cast<std::int64_t>(value));
}

void write_unsettled(JsonWriter& json, const UnsettledTrade& trade) {
  json.begin_object();
  json.key("id").string(trade.id);
  json.key("key").string(trade.key.text());
  json.key("change").amount(trade.change);
  json.key("price").amount(trade.price);
  json.key("status").string(trade.status);
  write_time(json, "at", trade.at);
  json.end_object();
}

void write_stream(JsonWriter& json, const StreamStatus& stream) {
  json.begin_object();
  json.key("name").string(stream.name);
  json.key("state").string(name_of(stream.state));
  write_time(json, "since", stream.since);
  write_number(json, "watched", stream.watched);
  write_number(json, "fresh", stream.fresh);
  write_number(json, "connections", stream.connections);
  write_number(json, "messages", stream.counts.messages);
  write_number(json, "gaps", stream.counts.gaps);
  write_number(json, "repeated", stream.counts.repeated);
  write_number(json, "healed", stream.counts.healed);
  write_number(json, "silent", stream.counts.silent);
  write_error(json, "error", stream.error);
  write_time(json, "retry_at", stream.retry_at);
  json.end_object();
}

}  // namespace

void write_account_status(JsonWriter& json, const AccountStatus& status, const Picture& picture) {
  const Snapshot* snapshot = status.snapshot.get();
  const Worth worth = worth_of_account(status);
  const auto drifts = std::ranges::count_if(
      differences(picture), [&](const Difference& one) { return one.key.account == status.id; });
  json.begin_object();
  json.key("name").string(status.id.text);
  json.key("venue").string(name_of(status.venue));
  json.key("verdict").string(name_of(status.verdict));
  write_count(json, "holdings", snapshot, snapshot ? snapshot->holdings().size() : 0);
  write_time(json, "as_of", snapshot ? std::optional{snapshot->as_of()} : std::nullopt);
  json.key("complete").boolean(snapshot && !status.error);
  json.key("witness").string(status.witness);
  write_error(json, "error", status.error);
  write_time(json, "asked_at", status.asked_at);
  write_time(json, "applied_at", status.applied_at);
  write_time(json, "retry_at", status.retry_at);
  json.key("value").amount(worth.total);
  json.key("value_excludes").integer(worth.excluded);
  json.key("to_claim").amount(snapshot ? to_claim_of(*snapshot) : std::nullopt);
  json.key("cash").amount(snapshot ? snapshot->header().cash : std::nullopt);
  json.key("drifts").integer(drifts);
  write_text_or_null(json, "snapshot", snapshot ? snapshot->header().id.text : "");
  write_count(json, "pages", snapshot, snapshot ? snapshot->pages() : 0);
  json.key("passes").integer(static_cast<std::int64_t>(status.passes));
  json.key("refused").integer(static_cast<std::int64_t>(status.refused));
  json.key("unsettled").begin_array();
  for (const UnsettledTrade& trade : status.unsettled) write_unsettled(json, trade);
  json.end_array();
  json.key("streams").begin_array();
  for (const StreamStatus& stream : status.streams) write_stream(json, stream);
  json.end_array();
  json.key("polled_only").begin_array();
  for (const InstrumentId& instrument : status.polled_only) json.string(instrument.text);
  json.end_array();
  json.end_object();
}

}  // namespace holdfast::api
