#include "property/history.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <utility>

#include "support/seeded_entropy.hpp"
#include "support/values.hpp"

namespace holdfast::property {
namespace {

constexpr std::int64_t one = 1'000'000'000;

class Maker {
 public:
  Maker(std::uint64_t seed, std::size_t length, const std::string& account)
      : chance_{seed}, length_{length} {
    constexpr std::array venues{VenueName::kalshi, VenueName::polymarket, VenueName::pacifica};
    history_.venue = venues.at(below(venues.size()));
    history_.account = AccountId{fmt::format("{}/{}", name_of(history_.venue), account)};
    for (const char* name : {"10", "11", "20", "21"}) {
      PositionKey key = test::key_at(history_.venue, name);
      key.account = history_.account;
      keys_.push_back(std::move(key));
    }
  }

  History make() {
    while (history_.happenings.size() < length_ && turns_ < length_ * 4) {
      ++turns_;
      pass_time();
      switch (history_.venue) {
        case VenueName::kalshi:
          kalshi();
          break;
        case VenueName::polymarket:
          polymarket();
          break;
        default:
          pacifica();
      }
    }
    return std::move(history_);
  }

 private:
  std::uint64_t below(std::uint64_t bound) { return chance_.below(bound); }
  std::int64_t between(std::int64_t least, std::int64_t most) {
    return least + static_cast<std::int64_t>(below(static_cast<std::uint64_t>(most - least + 1)));
  }
  bool one_in(std::uint64_t count) { return below(count) == 0; }
  std::string next_id() { return std::to_string(++ids_); }
  std::size_t some_key() { return below(keys_.size()); }
  UtcTime now() const { return test::at_s(second_); }

  // Now and then two things share a moment.
  void pass_time() {
    if (!one_in(5)) second_ += between(1, 40);
    if (second_ % 60 < 3) second_ += 3;
    if (second_ / 60 != minute_) since_minute_.clear();
    minute_ = second_ / 60;
  }

  // False where a key would come back to what it was when the minute began.
  bool moves(std::size_t index, std::int64_t units) {
    return units != 0 && since_minute_[index] + units != 0;
  }
  void move(std::size_t index, std::int64_t units) {
    held_[index] += units;
    since_minute_[index] += units;
  }

  template <class Told>
  void tell(std::size_t index, std::int64_t units, Told told) {
    move(index, units);
    JournalEntry entry = entry_of(told);
    history_.happenings.push_back({std::move(entry), std::move(told)});
  }

  void trade(std::size_t index, std::int64_t units, Price price, Money fee,
             Cause cause = Cause::trade) {
    if (done_.contains(index) || !moves(index, units)) return;
    Fill fill;
    fill.id = FillId{next_id()};
    fill.key = keys_[index];
    fill.change = Quantity::from_units(units);
    fill.price = price;
    fill.fee = fee;
    fill.at = now();
    fill.cause = cause;
    tell(index, units, std::move(fill));
  }

  // Hundredths of contracts at hundredths of cents; across zero; then the market ends.
  void kalshi() {
    const std::size_t index = some_key();
    if (one_in(8)) return settle(index);
    auto units = between(-4'000, 4'000) * (one / 100);
    if (one_in(4)) units = -held_[index];
    trade(index, units, Price::from_units(between(1, 9'999) * 100'000),
          Money::from_units(between(0, 50) * 10'000'000));
  }

  void settle(std::size_t index) {
    if (done_.contains(index) || !moves(index, -held_[index])) return;
    constexpr std::array<std::int64_t, 4> payouts{0, one, one / 2, 370'000'000};
    Settlement settlement;
    settlement.id = next_id();
    settlement.key = keys_[index];
    settlement.change = Quantity::from_units(-held_[index]);
    settlement.payout = Price::from_units(payouts.at(below(payouts.size())));
    settlement.fee = Money::from_units(between(0, 5) * 10'000'000);
    settlement.at = now();
    tell(index, -held_[index], std::move(settlement));
    done_.insert(index);
  }

  // Millionths of shares; tokens 10 and 11 are the sides of one market, 20 and 21 of another.
  void polymarket() {
    const std::size_t index = some_key();
    const std::size_t other = index ^ 1U;
    const auto some = between(1, 90'000'000) * 1'000;
    const Price price = Price::from_units(between(1, 999) * 1'000'000);
    switch (below(9)) {
      case 0:
        return trade(index, -held_[index], price, {});
      case 1:
        return trade(index, -std::min(some, held_[index]), price, {});
      case 2:
        return pair(index, some, Cause::split);
      case 3:
        return pair(index, -std::min({some, held_[index], held_[other]}), Cause::merge);
      case 4:
        return transfer(index, one_in(2) ? some : -std::min(some, held_[index]));
      case 5:
        return redeem(index);
      case 6: {
        // The fee is kept back in shares: fewer come, and their price is the fee in money.
        const std::int64_t kept = some / 50 / 1'000 * 1'000;
        const auto fee = multiply(price, Quantity::from_units(kept), Rounding::up).value();
        return trade(index, some - kept, price, fee);
      }
      default:
        trade(index, some, price, Money::from_units(between(0, 20) * 1'000'000));
    }
  }

  void transfer(std::size_t index, std::int64_t units) {
    if (done_.contains(index) || !moves(index, units)) return;
    tell(index, units,
         Transfer{.id = next_id(),
                  .key = keys_[index],
                  .change = Quantity::from_units(units),
                  .price = std::nullopt,
                  .cause = Cause::transfer,
                  .at = now()});
  }

  void pair(std::size_t index, std::int64_t units, Cause cause) {
    const std::size_t other = index ^ 1U;
    if (done_.contains(index) || !moves(index, units) || !moves(other, units)) return;
    const std::string id = next_id();
    for (const std::size_t side : {index, other}) {
      tell(side, units,
           Transfer{.id = id,
                    .key = keys_[side],
                    .change = Quantity::from_units(units),
                    .price = Price::from_units(one / 2),
                    .cause = cause,
                    .at = now()});
    }
  }

  // Both sides at once, as one transaction; the source tells no quantity.
  void redeem(std::size_t index) {
    const std::size_t other = index ^ 1U;
    if (done_.contains(index) || (held_[index] == 0 && held_[other] == 0)) return;
    for (const std::size_t side : {index, other}) {
      if (held_[side] != 0 && !moves(side, -held_[side])) return;
    }
    const std::string id = next_id();
    const auto payout = between(0, 2) * (one / 2);
    for (const std::size_t side : {index, other}) {
      done_.insert(side);
      if (held_[side] == 0) continue;
      const Redemption told{.id = id,
                            .key = keys_[side],
                            .payout = Price::from_units(side == index ? payout : one - payout),
                            .at = now()};
      const Settlement done{.id = id,
                            .key = told.key,
                            .change = Quantity::from_units(-held_[side]),
                            .payout = told.payout,
                            .fee = {},
                            .at = told.at,
                            .cause = Cause::redemption};
      move(side, -held_[side]);
      history_.happenings.push_back({entry_of(done), told});
    }
  }

  // Hundred-thousandths of a coin, prices with five decimals: products that must be rounded.
  void pacifica() {
    const std::size_t index = some_key();
    if (held_[index] != 0 && one_in(4)) {
      return tell(index, 0,
                  Funding{.id = next_id(),
                          .key = keys_[index],
                          .received = Money::from_units(between(-900'000, 900'000) * 1'000),
                          .at = now()});
    }
    const Price price = Price::from_units(between(1, 9'000'000) * 10'000);
    const Money fee = Money::from_units(between(0, 900'000) * 1'000);
    if (one_in(6)) return trade(index, -held_[index], price, fee, Cause::liquidation);
    trade(index, between(-900'000, 900'000) * 10'000, price, fee);
  }

  test::SeededEntropy chance_;
  std::size_t length_;
  std::size_t turns_{};
  History history_;
  std::vector<PositionKey> keys_;
  std::map<std::size_t, std::int64_t> held_;
  std::map<std::size_t, std::int64_t> since_minute_;
  std::set<std::size_t> done_;
  std::int64_t second_{5};
  std::int64_t minute_{};
  std::uint64_t ids_{};
};

}  // namespace

History history_of(std::uint64_t seed, std::size_t length, const std::string& account) {
  return Maker{seed, length, account}.make();
}

std::vector<JournalEntry> entries_of(const History& history) {
  std::vector<JournalEntry> entries;
  for (const Happening& happening : history.happenings) entries.push_back(happening.entry);
  return entries;
}

std::map<PositionKey, std::vector<JournalEntry>> by_key(const std::vector<JournalEntry>& entries) {
  std::map<PositionKey, std::vector<JournalEntry>> keys;
  for (const JournalEntry& entry : entries) keys[entry.key].push_back(entry);
  return keys;
}

std::vector<JournalEntry> guessed_first(const History& history, std::uint64_t seed) {
  test::SeededEntropy chance{seed};
  std::vector<JournalEntry> all;
  for (auto& [key, entries] : by_key(entries_of(history))) {
    for (auto first = entries.begin(); first != entries.end();) {
      const auto end =
          first + std::min<std::ptrdiff_t>(1 + static_cast<std::ptrdiff_t>(chance.below(3)),
                                           entries.end() - first);
      Sum<Quantity> sum;
      for (auto entry = first; entry != end; ++entry) sum.add(entry->change);
      if (sum.units() != 0 && chance.below(2) == 0) {
        JournalEntry guess = test::estimate_of(EntryKind::correction, key, "", 0, "0");
        guess.id = EntryId{"guess:" + first->id.text};
        guess.change = sum.total().value();
        guess.at = std::prev(end)->at;
        for (auto entry = first; entry != end; ++entry) entry->supersedes = guess.id;
        all.push_back(std::move(guess));
      }
      all.insert(all.end(), first, end);
      first = end;
    }
  }
  return all;
}

std::string in_words(const std::vector<JournalEntry>& entries) {
  std::string words;
  for (const JournalEntry& entry : entries) {
    words += fmt::format(
        "\n  {} {} {} at {} fee {} funding {}{}", iso_text(entry.at), entry.id.text,
        entry.change.text(), entry.price ? entry.price->text() : "no price", entry.fee.text(),
        entry.funding.text(), entry.supersedes ? " for " + entry.supersedes->text : "");
  }
  return words;
}

std::string in_words(const std::vector<Position>& lives) {
  std::string words;
  for (const Position& life : lives) {
    words += fmt::format(
        "\n  life {} of {}: {} cost {} realised {} unpriced {} fees {} funding {} {} {} from {} "
        "changed {} estimated {} closed {}, {} entries",
        life.life, life.key.text(), life.quantity.text(), life.cost ? life.cost->text() : "unknown",
        life.realized_pnl.text(), life.unpriced.text(), life.fees.text(), life.funding.text(),
        name_of(life.state), name_of(life.origin), iso_text(life.opened_at),
        iso_text(life.changed_at), life.estimated_at ? iso_text(*life.estimated_at) : "never",
        life.closed_at ? iso_text(*life.closed_at) : "never", life.entries);
  }
  return words;
}

}  // namespace holdfast::property
