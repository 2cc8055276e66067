#include "ledger/sqlite/position_table.hpp"

#include "ledger/sqlite/encoding.hpp"
#include "ledger/sqlite/storage_error.hpp"

#define SELECT_POSITIONS                                                                    \
  "SELECT a.id, k.venue, k.subaccount, k.shard, k.instrument, k.margin, p.life, p.state, "  \
  "p.quantity, p.cost, p.realized_pnl, p.unpriced, p.fees, p.origin, p.opened_at, "         \
  "p.changed_at, p.estimated_at, p.closed_at, p.closing_kind, p.closing_id, p.closing_at, " \
  "p.closing_text, p.entries, p.funding, p.shares, p.seal FROM positions p JOIN keys k ON " \
  "k.number = p.key "                                                                       \
  "JOIN accounts a ON a.number = p.account AND a.number = k.account "

namespace holdfast::sqlite {
namespace {

PositionTable::Stored read_stored(Row& row) {
  PositionTable::Stored stored;
  Position& position = stored.position;
  position.key = row.key();
  position.life = row.whole<std::uint32_t>();
  position.state = row.word<PositionState>();
  position.quantity = row.amount<Quantity>();
  position.cost = row.maybe_amount<Money>();
  position.realized_pnl = row.amount<Money>();
  position.unpriced = row.amount<Quantity>();
  position.fees = row.amount<Money>();
  position.origin = row.word<Origin>();
  position.opened_at = row.time();
  position.changed_at = row.time();
  position.estimated_at = row.maybe_time();
  position.closed_at = row.maybe_time();
  position.closing = row.maybe_evidence();
  position.entries = row.whole<std::uint32_t>();
  position.funding = row.amount<Money>();
  if (auto shares = decode_shares(row.bytes())) {
    position.shares = *std::move(shares);
  } else {
    row.mark_damaged();
  }
  stored.sealed = row.integer() == seal_of(position) && !row.damaged();
  return stored;
}

// Of most positions no strategy has a share.
std::string bytes_of(const std::vector<Share>& shares) {
  return shares.empty() ? std::string{} : encode_list(shares);
}

template <class... Values>
Result<std::vector<Position>> read_all(Statement& statement, const Values&... values) {
  std::vector<Position> positions;
  auto read = statement.each(
      [&positions](Row& row) -> Result<void> {
        PositionTable::Stored stored = read_stored(row);
        if (!stored.sealed) {
          return damaged_row("position " + stored.position.key.text());
        }
        positions.push_back(std::move(stored.position));
        return {};
      },
      values...);
  if (!read) return tl::make_unexpected(std::move(read.error()));
  return positions;
}

}  // namespace

PositionTable::PositionTable(Database& database)
    : database_{database},
      upsert_{database,
              "INSERT INTO positions (key, life, account, state, quantity, cost, realized_pnl, "
              "unpriced, fees, origin, opened_at, changed_at, estimated_at, closed_at, "
              "closing_kind, closing_id, closing_at, closing_text, entries, funding, shares, seal) "
              "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
              "ON CONFLICT (key, life) DO UPDATE SET state = excluded.state, "
              "quantity = excluded.quantity, cost = excluded.cost, "
              "realized_pnl = excluded.realized_pnl, unpriced = excluded.unpriced, "
              "fees = excluded.fees, origin = excluded.origin, opened_at = excluded.opened_at, "
              "changed_at = excluded.changed_at, estimated_at = excluded.estimated_at, "
              "closed_at = excluded.closed_at, closing_kind = excluded.closing_kind, "
              "closing_id = excluded.closing_id, closing_at = excluded.closing_at, "
              "closing_text = excluded.closing_text, entries = excluded.entries, "
              "funding = excluded.funding, shares = excluded.shares, "
              "seal = excluded.seal WHERE seal <> excluded.seal"},
      // A life that stays open: without its state, so that the index of open ones is left alone.
      update_{database,
              "UPDATE positions SET quantity = ?, cost = ?, realized_pnl = ?, unpriced = ?, "
              "fees = ?, opened_at = ?, changed_at = ?, estimated_at = ?, entries = ?, funding = "
              "?, shares = ?, seal = ? "
              "WHERE key = ? AND life = ? AND state = 'open'"},
      shorten_{database, "DELETE FROM positions WHERE key = ? AND life > ?"},
      open_of_{database, SELECT_POSITIONS "WHERE p.account = ? AND p.state = 'open'"},
      open_{database, SELECT_POSITIONS
            "WHERE p.state = 'open' ORDER BY a.id, k.venue, k.subaccount, k.shard, k.instrument, "
            "k.margin, p.life"},
      closed_{database, SELECT_POSITIONS
              "WHERE p.state = 'closed' ORDER BY p.closed_at DESC, k.text, p.life DESC"},
      every_{database, SELECT_POSITIONS
             "ORDER BY a.id, k.venue, k.subaccount, k.shard, k.instrument, k.margin, p.life"},
      by_key_{database, SELECT_POSITIONS "ORDER BY p.key, p.life"} {}

Result<void> PositionTable::put(std::int64_t key, std::int64_t account, const Position& life) {
  const Evidence* closing = life.closing ? &*life.closing : nullptr;
  const auto closing_kind = closing ? std::optional{closing->kind} : std::nullopt;
  const auto closing_id = closing ? std::optional<std::string_view>{closing->id} : std::nullopt;
  const auto closing_at = closing ? std::optional{closing->at} : std::nullopt;
  const auto closing_text = closing ? std::optional<std::string_view>{closing->text} : std::nullopt;
  const std::string shares = bytes_of(life.shares);
  return upsert_.run(key, life.life, account, life.state, life.quantity, life.cost,
                     life.realized_pnl, life.unpriced, life.fees, life.origin, life.opened_at,
                     life.changed_at, life.estimated_at, life.closed_at, closing_kind, closing_id,
                     closing_at, closing_text, life.entries, life.funding, Bytes::of(shares),
                     seal_of(life));
}

Result<void> PositionTable::update(std::int64_t key, const Position& life) {
  const std::string shares = bytes_of(life.shares);
  auto done = update_.run(life.quantity, life.cost, life.realized_pnl, life.unpriced, life.fees,
                          life.opened_at, life.changed_at, life.estimated_at, life.entries,
                          life.funding, Bytes::of(shares), seal_of(life), key, life.life);
  if (done && database_.changes() != 1) return damaged_row("position " + life.key.text());
  return done;
}

Result<void> PositionTable::replace(std::int64_t key, std::int64_t account,
                                    const std::vector<Position>& lives) {
  for (const Position& life : lives) {
    if (auto done = put(key, account, life); !done) return done;
  }
  return shorten_.run(key, lives.size());
}

Result<void> PositionTable::go_on(std::int64_t key, std::int64_t account,
                                  const std::vector<Position>& lives) {
  for (const Position& life : lives) {
    const bool stays_open = &life == &lives.front() && life.state == PositionState::open;
    auto done = stays_open ? update(key, life) : put(key, account, life);
    if (!done) return done;
  }
  return {};
}

Result<std::vector<Position>> PositionTable::open_of(std::int64_t account) {
  return read_all(open_of_, account);
}

Result<std::vector<Position>> PositionTable::all(PositionScope scope) {
  switch (scope) {
    case PositionScope::open:
      return read_all(open_);
    case PositionScope::closed:
      return read_all(closed_);
    case PositionScope::all:
      return read_all(every_);
  }
  return read_all(every_);
}

Result<void> PositionTable::each(const std::function<Result<void>(Stored&&)>& take) {
  return by_key_.each([&take](Row& row) -> Result<void> {
    Stored stored = read_stored(row);
    row.forgive();
    return take(std::move(stored));
  });
}

}  // namespace holdfast::sqlite
