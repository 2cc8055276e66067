#include "api/write_values.hpp"

#include "api/phase.hpp"
#include "api/valuation.hpp"
#include "core/allocations.hpp"

namespace holdfast::api {
namespace {

constexpr std::array<std::string_view, 3> margin_names{"none", "cross", "isolated"};
constexpr std::array<std::string_view, 5> market_state_names{"unknown", "open", "paused", "closed",
                                                             "resolved"};

void write_evidence_value(JsonWriter& json, const Evidence& evidence) {
  json.begin_object();
  json.key("kind").string(name_of(evidence.kind));
  json.key("id").string(evidence.id);
  write_time(json, "at", evidence.at);
  json.key("text").string(evidence.text);
  json.end_object();
}

// Its name and nothing that changes: no price and no state of its market.
Instrument without_present(Instrument about) {
  about.price.reset();
  about.payout.reset();
  about.state = MarketState::unknown;
  return about;
}

void write_keys(JsonWriter& json, std::string_view name, const std::vector<PositionKey>& keys) {
  json.key(name).begin_array();
  for (const PositionKey& key : keys) json.string(key.text());
  json.end_array();
}

void write_sellable(JsonWriter& json, const Position& held, const Picture& picture) {
  const Sellable sellable = picture.sellable(held);
  const AccountStatus* status = picture.account(held.key.account);
  const bool asked = status != nullptr && status->sale_limits;
  json.begin_object();
  json.key("quantity").amount(sellable.now);
  write_text_or_null(json, "reason", sellable.reason);
  write_time(json, "as_of", asked ? std::optional{status->sale_limits->as_of} : std::nullopt);
  json.key("parts").begin_array();
  for (const UnsellablePart& part : sellable.parts) {
    json.begin_object();
    json.key("reason").string(name_of(part.reason));
    json.key("quantity").amount(part.quantity);
    json.key("text").string(part.text);
    json.end_object();
  }
  json.end_array().end_object();
}

}  // namespace

void write_time(JsonWriter& json, std::string_view name, const std::optional<UtcTime>& at) {
  json.key(name);
  if (at) {
    json.string(iso_text(*at));
  } else {
    json.null();
  }
}

void write_text_or_null(JsonWriter& json, std::string_view name, std::string_view text) {
  json.key(name);
  if (text.empty()) {
    json.null();
  } else {
    json.string(text);
  }
}

void write_envelope(JsonWriter& json, const Picture& picture, std::optional<UtcTime> at,
                    bool whole) {
  write_time(json, "as_of", at ? at : picture.as_of());
  json.key("complete").boolean(whole && (at || picture.complete()));
  json.key("revision").integer(static_cast<std::int64_t>(picture.replica().revision));
}

void write_error(JsonWriter& json, std::string_view name, const std::optional<Error>& error) {
  json.key(name);
  if (!error) {
    json.null();
    return;
  }
  json.begin_object();
  json.key("fault").string(name_of(error->fault));
  json.key("what").string(error->what);
  json.end_object();
}

void write_key_fields(JsonWriter& json, const PositionKey& key) {
  json.key("key").string(key.text());
  json.key("account").string(key.account.text);
  json.key("venue").string(name_of(key.venue));
  json.key("subaccount").integer(key.subaccount);
  json.key("shard").integer(key.shard);
  json.key("instrument").string(key.instrument.text);
  json.key("margin").string(margin_names.at(static_cast<std::size_t>(key.margin)));
}

void write_instrument_fields(JsonWriter& json, const Instrument& about) {
  json.key("title").string(about.title);
  json.key("outcome").string(about.outcome);
  json.key("event").string(about.event);
  json.key("slug").string(about.slug);
  json.key("condition_id").string(about.condition_id);
  json.key("end_date").string(about.end_date);
  json.key("market_state").string(market_state_names.at(static_cast<std::size_t>(about.state)));
  json.key("price").amount(about.price);
}

void write_evidence(JsonWriter& json, std::string_view name,
                    const std::optional<Evidence>& evidence) {
  json.key(name);
  if (evidence) {
    write_evidence_value(json, *evidence);
  } else {
    json.null();
  }
}

void write_holding(JsonWriter& json, const Holding& holding, const Picture& picture) {
  const AccountStatus* status = picture.account(holding.key.account);
  const VenueFigures& figures = holding.figures;
  json.begin_object();
  write_key_fields(json, holding.key);
  write_instrument_fields(json, holding.about);
  json.key("side").string(side_of(holding.key, holding.quantity, holding.about));
  json.key("quantity").amount(holding.quantity);
  json.key("flaw").string(holding.flaw);
  json.key("redeemable").boolean(holding.redeemable);
  json.key("lost").boolean(holding.lost);
  json.key("average_price").amount(figures.average_price.value);
  json.key("cost").amount(figures.cost.value);
  json.key("value").amount(worth_of(holding));
  json.key("pnl").amount(figures.pnl.value);
  json.key("realized_pnl").amount(figures.realized_pnl.value);
  json.key("fees").amount(figures.fees.value);
  json.key("percent_pnl").amount(figures.percent_pnl.value);
  const bool known = status && status->snapshot;
  json.key("source").string(known ? status->snapshot->header().id.text : "");
  write_time(json, "as_of", known ? std::optional{status->snapshot->as_of()} : std::nullopt);
  json.key("verdict").string(name_of(picture.verdict(holding.key)));
  json.end_object();
}

void write_position(JsonWriter& json, const Position& position, const Picture& picture,
                    const PositionView& view) {
  const Instrument about = view.at ? without_present(picture.instrument(position.key))
                                   : picture.instrument(position.key);
  const AccountStatus* status = view.at ? nullptr : picture.account(position.key.account);
  const bool open = position.state == PositionState::open;
  const bool open_now = open && !view.at;
  const Holding* holding = open_now ? picture.holding(position.key) : nullptr;
  const Case* doubt = open_now ? picture.case_of(position.key) : nullptr;
  const bool known = status && status->snapshot;
  json.begin_object();
  write_key_fields(json, position.key);
  write_instrument_fields(json, about);
  json.key("life").integer(position.life);
  json.key("side").string(side_of(position.key, position.quantity, about));
  json.key("quantity").amount(position.quantity);
  json.key("cost").amount(position.cost);
  json.key("average_price").amount(average_of(position.cost, position.quantity));
  const auto worth = worth_of(position.key.venue, position.quantity, about.price);
  json.key("value").amount(open ? worth : std::optional{Money{}});
  json.key("unrealized_pnl")
      .amount(open ? unrealised_of(position, about.price) : std::optional{Money{}});
  json.key("realized_pnl").amount(realized_of(position));
  json.key("unpriced").amount(position.unpriced);
  json.key("fees").amount(position.fees);
  json.key("funding").amount(position.funding);
  json.key("shares").begin_array();
  for (const Share& share : position.shares) {
    if (share.quantity.is_zero()) continue;
    json.begin_object();
    json.key("strategy").string(share.strategy);
    json.key("quantity").amount(share.quantity);
    write_time(json, "since", share.at);
    json.end_object();
  }
  json.end_array();
  json.key("unallocated").amount(open ? unallocated(position) : std::nullopt);
  json.key("sellable");
  if (open_now) {
    write_sellable(json, position, picture);
  } else {
    json.null();
  }
  json.key("state").string(name_of(position.state));
  const bool unsettled = open_now && picture.settling(position.key);
  json.key("phase").string(phase_of(
      position, about, {.holding = holding, .unsettled = unsettled, .ended_by = view.ended_by}));
  json.key("origin").string(name_of(position.origin));
  write_time(json, "opened_at", position.opened_at);
  write_time(json, "changed_at", position.changed_at);
  write_time(json, "estimated_at", position.estimated_at);
  write_time(json, "closed_at", position.closed_at);
  write_evidence(json, "closing", position.closing);
  write_text_or_null(json, "ended_by", view.ended_by ? name_of(*view.ended_by) : "");
  json.key("closed_quantity").amount(view.closed);
  json.key("entries").integer(position.entries);
  json.key("at_source").amount(holding ? holding->quantity : std::nullopt);
  write_text_or_null(json, "drift", doubt ? doubt->id.text : "");
  write_text_or_null(json, "source", known ? status->snapshot->header().id.text : "");
  write_time(json, "as_of", known ? std::optional{status->snapshot->as_of()} : std::nullopt);
  write_text_or_null(json, "verdict", view.at ? "" : name_of(picture.verdict(position.key)));
  json.end_object();
}

void write_case(JsonWriter& json, const Case& open) {
  json.begin_object();
  json.key("id").string(open.id.text);
  json.key("account").string(open.account.text);
  write_text_or_null(json, "key", open.key ? open.key->text() : "");
  write_text_or_null(json, "instrument", open.key ? open.key->instrument.text : "");
  json.key("reason").string(name_of(open.reason));
  json.key("state").string(name_of(open.state));
  write_time(json, "opened_at", open.opened_at);
  write_time(json, "updated_at", open.updated_at);
  write_time(json, "closed_at", open.closed_at);
  json.key("sightings").integer(open.sightings);
  // Where it is about no quantity of one position, there is none to tell: not zero.
  const bool of_one = open.key || open.reason == CaseReason::claimed_twice;
  json.key("ours").amount(of_one ? std::optional{open.ours} : std::nullopt);
  json.key("theirs").amount(open.theirs);
  json.key("at_stake").amount(open.at_stake);
  write_keys(json, "keys", open.keys);
  write_keys(json, "released_keys", open.released_keys);
  write_time(json, "confirmed_at", open.confirmed_at);
  json.key("confirmed_by").string(open.confirmed_by);
  write_keys(json, "confirmed_keys", open.confirmed_keys);
  json.key("evidence").begin_array();
  for (const Evidence& evidence : open.evidence) write_evidence_value(json, evidence);
  json.end_array();
  json.key("text").string(open.text);
  json.key("waits_for").string(name_of(open.waits_for.what));
  json.key("waits_text").string(open.waits_for.text);
  json.key("note").string(open.note);
  json.end_object();
}

void write_journal_row(JsonWriter& json, const JournalRow& row) {
  const JournalEntry& entry = row.entry;
  json.begin_object();
  write_key_fields(json, entry.key);
  json.key("sequence").integer(static_cast<std::int64_t>(row.sequence));
  write_time(json, "booked_at", row.booked_at);
  json.key("hash").string(row.hash);
  json.key("id").string(entry.id.text);
  json.key("kind").string(name_of(entry.kind));
  json.key("cause").string(name_of(entry.cause));
  json.key("change").amount(entry.change);
  json.key("price").amount(entry.price);
  json.key("fee").amount(entry.fee);
  json.key("funding").amount(entry.funding);
  write_time(json, "at", entry.at);
  write_evidence(json, "evidence", entry.evidence);
  write_evidence(json, "closing", entry.closing);
  write_text_or_null(json, "supersedes", entry.supersedes ? entry.supersedes->text : "");
  json.key("seed");
  if (!entry.seed) {
    json.null();
  } else {
    json.begin_object();
    json.key("quantity").amount(entry.seed->quantity);
    json.key("cost").amount(entry.seed->cost);
    write_time(json, "opened_at", entry.seed->opened_at);
    json.end_object();
  }
  json.key("allocation");
  if (!entry.allocation) {
    json.null();
  } else {
    json.begin_object();
    json.key("strategy").string(entry.allocation->strategy);
    json.key("quantity").amount(entry.allocation->quantity);
    json.end_object();
  }
  json.end_object();
}

void write_event(JsonWriter& json, std::optional<std::uint64_t> id, const Event& event) {
  json.begin_object().key("id");
  if (id) {
    json.integer(static_cast<std::int64_t>(*id));
  } else {
    json.null();
  }
  json.key("kind").string(name_of(event.kind));
  json.key("account").string(event.account.text);
  write_text_or_null(json, "key", event.key ? event.key->text() : "");
  write_time(json, "at", event.at);
  json.key("text").string(event.text);
  json.key("reference").string(event.reference);
  json.end_object();
}

void write_snapshot_head(JsonWriter& json, const SnapshotHeader& header, std::uint32_t pages,
                         std::size_t holdings) {
  json.begin_object();
  json.key("id").string(header.id.text);
  json.key("account").string(header.account.text);
  json.key("venue").string(name_of(header.venue));
  write_time(json, "as_of", header.as_of);
  json.key("has_watermark").boolean(header.has_watermark);
  json.key("sequence");
  if (header.sequence) {
    json.integer(*header.sequence);
  } else {
    json.null();
  }
  json.key("content_hash").string(header.content_hash);
  json.key("pages").integer(pages);
  json.key("holdings").integer(static_cast<std::int64_t>(holdings));
  json.end_object();
}

}  // namespace holdfast::api
