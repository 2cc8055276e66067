#include "ledger/sqlite/encoding.hpp"

#include <array>
#include <charconv>

#include "crypto/sha256.hpp"

namespace holdfast::sqlite {

Encoder& Encoder::text(std::string_view value) {
  std::array<char, 24> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value.size()).ptr;
  bytes_.append(digits.data(), end);
  bytes_ += ':';
  bytes_ += value;
  return *this;
}

Encoder& Encoder::number(std::int64_t value) {
  std::array<char, 24> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
  return text({digits.data(), end});
}

Encoder& Encoder::absent() {
  bytes_ += '-';
  return *this;
}

Encoder& Encoder::raw(std::span<const std::uint8_t> bytes) {
  bytes_.append(bytes.begin(), bytes.end());
  return *this;
}

Encoder& Encoder::add(const PositionKey& key) {
  return add(key.account)
      .add(key.venue)
      .number(key.subaccount)
      .number(key.shard)
      .add(key.instrument)
      .add(key.margin);
}

Encoder& Encoder::add(const Evidence& evidence) {
  return add(evidence.kind).text(evidence.id).add(evidence.at).text(evidence.text);
}

Encoder& Encoder::add(const Share& share) {
  return text(share.strategy).add(share.quantity).add(share.at);
}

Encoder& Encoder::add(const JournalEntry& entry) {
  add(entry.id)
      .add(entry.kind)
      .add(entry.key)
      .add(entry.change)
      .add(entry.price)
      .add(entry.fee)
      .add(entry.at)
      .add(entry.evidence)
      .add(entry.closing)
      .add(entry.supersedes);
  // What earlier versions did not know is left out where it says nothing, so that what they wrote
  // keeps its hash.
  const bool tells = entry.seed || entry.allocation;
  if (entry.cause == Cause::unknown && entry.funding.is_zero() && !tells) return *this;
  add(entry.cause).add(entry.funding);
  if (entry.seed) add(entry.seed->quantity).add(entry.seed->cost).add(entry.seed->opened_at);
  if (!entry.allocation) return *this;
  if (!entry.seed) absent();
  const Allocation& own = *entry.allocation;
  return text(own.strategy).add(own.quantity).number(own.life);
}

Encoder& Encoder::add(const Position& position) {
  add(position.key)
      .number(position.life)
      .add(position.quantity)
      .add(position.cost)
      .add(position.realized_pnl)
      .add(position.unpriced)
      .add(position.fees)
      .add(position.state)
      .add(position.origin)
      .add(position.opened_at)
      .add(position.changed_at)
      .add(position.estimated_at)
      .add(position.closed_at)
      .add(position.closing)
      .number(position.entries);
  if (!position.funding.is_zero() || !position.shares.empty()) add(position.funding);
  return position.shares.empty() ? *this : add(position.shares);
}

Encoder& Encoder::add(const Case& value) {
  add(value.id)
      .add(value.account)
      .add(value.key)
      .add(value.reason)
      .add(value.state)
      .add(value.opened_at)
      .add(value.updated_at)
      .add(value.closed_at)
      .number(value.sightings)
      .add(value.ours)
      .add(value.theirs)
      .add(value.at_stake)
      .add(value.keys)
      .add(value.confirmed_at)
      .text(value.confirmed_by)
      .add(value.confirmed_keys)
      .add(value.evidence)
      .text(value.text)
      .text(value.note);
  // Only where there is one, so that rows from before it keep their seals.
  const bool dated = value.since != UtcTime{};
  const bool had_keys = dated || !value.released_keys.empty();
  if (value.waits_for == Wait{} && !had_keys) return *this;
  add(value.waits_for.what).text(value.waits_for.text);
  if (had_keys) add(value.released_keys);
  return dated ? add(value.since) : *this;
}

Encoder& Encoder::add(const Event& event) {
  return add(event.kind)
      .add(event.account)
      .add(event.key)
      .add(event.at)
      .text(event.text)
      .text(event.reference);
}

Encoder& Encoder::add(const Instrument& instrument) {
  add(instrument.venue)
      .add(instrument.id)
      .text(instrument.title)
      .text(instrument.outcome)
      .text(instrument.condition_id)
      .text(instrument.slug)
      .text(instrument.event)
      .text(instrument.opposite)
      .text(instrument.opposite_outcome)
      .text(instrument.end_date)
      .number(instrument.negative_risk ? 1 : 0)
      .add(instrument.state)
      .add(instrument.close_time)
      .add(instrument.price)
      .add(instrument.payout);
  // Only where there is one, so that rows from before it keep their seals.
  return instrument.currency.empty() ? *this : text(instrument.currency);
}

Encoder& Encoder::add(const SnapshotRecord& record) {
  add(record.header.id)
      .add(record.header.account)
      .add(record.header.venue)
      .add(record.header.as_of)
      .number(record.header.has_watermark ? 1 : 0)
      .text(record.header.content_hash)
      .add(record.header.cash)
      .number(record.pages)
      .number(record.holdings);
  // Only where there is one, so that rows from before it keep their seals.
  if (record.header.sequence) number(*record.header.sequence);
  return *this;
}

std::int64_t seal_of(const Encoder& encoder) {
  const crypto::Digest digest = crypto::sha256(encoder.bytes());
  std::uint64_t seal = 0;
  for (std::size_t i = 0; i < 8; ++i) seal = (seal << 8U) | digest.at(i);
  return static_cast<std::int64_t>(seal);
}

}  // namespace holdfast::sqlite
