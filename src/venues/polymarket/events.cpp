#include "venues/polymarket/events.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>
#include <utility>

#include "crypto/sha256.hpp"

namespace holdfast::polymarket {
namespace {

// "0.520" and "0.52" are one price: two texts of one number must not make two fills.
std::string canonical(const std::string& number) {
  const auto value = Quantity::parse(number);
  return value ? value->text() : number;
}

std::string row_hash(const Activity& row) {
  crypto::PieceHash hash;
  for (const auto& piece : {row.kind, row.transaction, row.token, row.side, canonical(row.size),
                            canonical(row.price), std::to_string(unix_s(row.at))}) {
    hash.add(piece);
  }
  // One transaction may do the same to several conditions, and their rows come in any order.
  if (row.token.empty()) hash.add(row.condition);
  return hash.hex().substr(0, 32);
}

// What a BUY paid beyond its price, or a SELL got below it. The venue cuts fees to five decimals
// and what is paid to six, so the fee is the nearest of its own steps. What cannot be a fee is
// none.
Money fee_of(const Activity& row, Quantity size, Price price) {
  constexpr std::int64_t step = 10'000;  // 0.00001
  const auto paid = Money::parse(row.usdc_size);
  const auto cost = multiply(price, size, Rounding::half_even);
  if (!paid || !cost) return {};
  const auto apart = row.side == "BUY" ? subtract(*paid, *cost) : subtract(*cost, *paid);
  if (!apart || apart->is_negative() || *apart >= *cost) return {};
  return Money::from_units((apart->units() + step / 2) / step * step);
}

// What a converted token counts: an equal part of one dollar for each outcome's YES, the rest of it
// for its NO. So the two sides of a conversion are worth the same, with its cash, to the last
// digit: what does not divide goes to the last outcome.
std::map<std::string, Price> conversion_prices(const std::map<std::string, Quantity>& moved) {
  constexpr std::int64_t dollar = 1'000'000'000;
  const auto count = static_cast<std::int64_t>(moved.size());
  std::map<std::string, Price> prices;
  for (const auto& [token, change] : moved) {
    const bool last = std::ssize(prices) + 1 == count;
    const std::int64_t yes = last ? dollar - dollar / count * (count - 1) : dollar / count;
    prices.emplace(token, Price::from_units(change.is_negative() ? dollar - yes : yes));
  }
  return prices;
}

class Reader {
 public:
  Reader(const EventQuery& query, const AccountId& account,
         std::map<std::string, std::string> conditions, std::map<std::string, Price> payouts,
         std::vector<TokenFlow> flows)
      : query_{query},
        account_{account},
        conditions_{std::move(conditions)},
        payouts_{std::move(payouts)},
        flows_{std::move(flows)} {
    for (const TokenFlow& flow : flows_) {
      Quantity& moved = moved_[flow.transaction][flow.token];
      moved = add(moved, flow.change).value_or(Quantity{});
    }
  }

  // A token's own rows name its condition.
  void learn(const Activity& row) {
    if (!row.token.empty() && !row.condition.empty()) conditions_[row.token] = row.condition;
    ++rows_[row.transaction][row.token];
  }

  // What left the wallet by its own hand, and no row of the feed speaks of.
  void read_sent() {
    for (const TokenFlow& flow : flows_) {
      if (!flow.sent_by_owner || rows_.contains(flow.transaction)) continue;
      const auto key = key_of_token(account_, flow.token);
      const auto asked = key ? query_.find(*key) : query_.end();
      if (asked == query_.end() || flow.at < asked->second) continue;
      touch(*key, flow.at);
      const std::string place = flow.transaction + ":" + flow.token;
      add_transfer(*key, fmt::format("{}:{}", place, ++ordinals_[place]), flow.change, std::nullopt,
                   Cause::transfer, flow.at);
    }
  }

  Result<void> read(const Activity& row) {
    if (row.kind == "CONVERSION" && moved_.contains(row.transaction)) {
      read_conversion(row);
      return {};
    }
    if (row.token.empty()) {
      touch_condition(row);
      read_condition(row);
      return {};
    }
    auto key = key_of_token(account_, row.token);
    if (!key) return tl::make_unexpected(std::move(key).error());
    const auto asked = query_.find(*key);
    if (row.kind != "TRADE") touch_condition(row);
    if (asked == query_.end() || row.at < asked->second) return {};
    touch(*key, row.at);
    if (row.kind == "TRADE") {
      if (auto read = read_trade(row, *key); !read) flaw(row, *std::move(key), read.error());
      return {};
    }
    if (row.kind == "REDEEM") read_redemption(row, *std::move(key));
    return {};
  }

  VenueEvents events() && {
    std::ranges::sort(events_.fills, {}, [](const Fill& f) { return std::tie(f.at, f.id); });
    std::ranges::sort(events_.settlements, {},
                      [](const Settlement& s) { return std::tie(s.at, s.id); });
    return std::move(events_);
  }

 private:
  std::string id_of(const Activity& row) {
    const std::string hash = row_hash(row);
    return fmt::format("activity:{}:{}", hash, ++ordinals_[hash]);
  }

  void touch(const PositionKey& key, UtcTime at) {
    UtcTime& newest = events_.newest_activity.emplace(key, at).first->second;
    newest = std::max(newest, at);
  }

  void touch_condition(const Activity& row) {
    for (const auto& [key, since] : query_) {
      const auto known = conditions_.find(key.instrument.text);
      const bool may_be =
          known == conditions_.end() || row.condition.empty() || known->second == row.condition;
      if (may_be && row.at >= since && moves_tokens(row.kind)) touch(key, row.at);
    }
  }

  // What happened to a whole condition happened to each token of it.
  void read_condition(const Activity& row) {
    const bool redeems = row.kind == "REDEEM";
    const bool splits = row.kind == "SPLIT";
    if ((!redeems && !splits && row.kind != "MERGE") || row.condition.empty()) return;
    const auto size = Quantity::parse(row.size);
    if (!redeems && (!size || size->is_negative() || size->is_zero())) return;
    const std::string id = id_of(row);
    for (const auto& [key, since] : query_) {
      const auto known = conditions_.find(key.instrument.text);
      if (known == conditions_.end() || known->second != row.condition || row.at < since) continue;
      if (redeems) {
        const auto payout = payouts_.find(key.instrument.text);
        if (payout == payouts_.end()) continue;
        events_.redemptions.push_back({id, key, payout->second, row.at});
        continue;
      }
      constexpr std::int64_t half_a_dollar = 500'000'000;
      add_transfer(key, id, splits ? *size : Quantity::from_units(-size->units()),
                   Price::from_units(half_a_dollar), splits ? Cause::split : Cause::merge, row.at);
    }
  }

  void read_conversion(const Activity& row) {
    const std::string id = id_of(row);
    const auto& moved = moved_.at(row.transaction);
    for (const auto& [token, price] : conversion_prices(moved)) {
      const auto key = key_of_token(account_, token);
      const auto asked = key ? query_.find(*key) : query_.end();
      if (asked == query_.end() || row.at < asked->second) continue;
      touch(*key, row.at);
      add_transfer(*key, id, moved.at(token), price, Cause::conversion, row.at);
    }
  }

  void add_transfer(const PositionKey& key, std::string id, Quantity change,
                    std::optional<Price> price, Cause cause, UtcTime at) {
    events_.transfers.push_back({.id = std::move(id),
                                 .key = key,
                                 .change = change,
                                 .price = price,
                                 .cause = cause,
                                 .at = at});
  }

  // Rewards, rebates, deposits and the like move collateral only. What we do not know may move
  // anything.
  static bool moves_tokens(std::string_view kind) {
    constexpr std::array<std::string_view, 8> money_only{
        "REWARD",       "DEPOSIT",         "WITHDRAWAL", "YIELD",
        "MAKER_REBATE", "REFERRAL_REWARD", "TIP",        "TAKER_REBATE"};
    return std::ranges::find(money_only, kind) == money_only.end();
  }

  // What a purchase brought, where its transaction is known and holds no other row of the token.
  [[nodiscard]] Quantity arrived(const Activity& row, Quantity size) const {
    const auto transaction = moved_.find(row.transaction);
    if (row.side != "BUY" || transaction == moved_.end()) return size;
    const auto moved = transaction->second.find(row.token);
    const bool alone = rows_.at(row.transaction).at(row.token) == 1;
    if (moved == transaction->second.end() || !alone) return size;
    const bool is_part = !moved->second.is_negative() && !moved->second.is_zero();
    return is_part ? std::min(size, moved->second) : size;
  }

  // The other rows and tokens go on.
  void flaw(const Activity& row, PositionKey key, const Error& error) {
    events_.flawed.emplace(std::move(key), fmt::format("the trade in {} cannot be read: {}",
                                                       row.transaction, error.what));
  }

  Result<void> read_trade(const Activity& row, const PositionKey& key) {
    const auto size = Quantity::parse(row.size);
    if (!size) return tl::make_unexpected(size.error());
    const auto price = Price::parse(row.price);
    if (!price) return tl::make_unexpected(price.error());
    if (size->is_negative() || (row.side != "BUY" && row.side != "SELL")) {
      return fail(Fault::malformed, "a polymarket trade has a size or side that cannot be");
    }
    const Quantity moved = arrived(row, *size);
    const auto change = row.side == "BUY" ? Result<Quantity>{moved} : negate(*size);
    if (!change) return tl::make_unexpected(change.error());
    const auto kept = subtract(*size, moved).and_then([&](Quantity part) {
      return multiply(*price, part, Rounding::half_even);
    });
    const auto fee =
        kept.and_then([&](Money money) { return add(money, fee_of(row, *size, *price)); });
    if (!fee) return tl::make_unexpected(fee.error());
    events_.fills.push_back({.id = FillId{id_of(row)},
                             .key = key,
                             .change = *change,
                             .price = *price,
                             .fee = *fee,
                             .at = row.at,
                             .order_id = ""});
    return {};
  }

  void read_redemption(const Activity& row, PositionKey key) {
    constexpr std::int64_t dollar = 1'000'000'000;
    const auto size = Quantity::parse(row.size);
    const auto paid = Money::parse(row.usdc_size);
    if (!size || !paid || size->is_negative() || size->is_zero()) return;
    const auto payout = divide(*paid, *size, Rounding::toward_zero);
    if (!payout || payout->is_negative() || payout->units() > dollar) return;
    if (multiply(*payout, *size, Rounding::toward_zero) != *paid) return;
    const auto change = negate(*size);
    if (!change) return;
    events_.settlements.push_back({.id = id_of(row),
                                   .key = std::move(key),
                                   .change = *change,
                                   .payout = *payout,
                                   .fee = {},
                                   .at = row.at});
  }

  const EventQuery& query_;
  const AccountId& account_;
  std::map<std::string, std::string> conditions_;
  std::map<std::string, Price> payouts_;
  std::vector<TokenFlow> flows_;
  std::map<std::string, std::map<std::string, Quantity>> moved_;  // by transaction and token
  std::map<std::string, std::map<std::string, int>> rows_;        // of the feed, likewise
  std::map<std::string, int> ordinals_;
  VenueEvents events_;
};

}  // namespace

Result<VenueEvents> events_of(const std::vector<Activity>& rows, const EventQuery& query,
                              const AccountId& account,
                              std::map<std::string, std::string> conditions,
                              std::map<std::string, Price> payouts, std::vector<TokenFlow> flows) {
  Reader reader{query, account, std::move(conditions), std::move(payouts), std::move(flows)};
  for (const Activity& row : rows) reader.learn(row);
  for (const Activity& row : rows) {
    if (auto done = reader.read(row); !done) return tl::make_unexpected(std::move(done).error());
  }
  reader.read_sent();
  return std::move(reader).events();
}

}  // namespace holdfast::polymarket
