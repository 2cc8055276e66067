#include "venues/polymarket/stream_book.hpp"

#include <utility>

namespace holdfast::polymarket {
namespace {

// A stated best price against ours; nothing stated says nothing.
bool fits(const std::string& stated, const std::optional<BookLevel>& best) {
  if (stated.empty()) return true;
  const auto price = Price::parse(stated);
  return price && best && best->price == *price;
}

std::map<Price, LevelText> by_price(const std::vector<LevelText>& texts) {
  std::map<Price, LevelText> levels;
  for (const LevelText& text : texts) {
    if (const auto price = Price::parse(text.price)) levels.emplace(*price, text);
  }
  return levels;
}

}  // namespace

HashedBook StreamBook::hashed(const std::string& timestamp) const {
  HashedBook book{.market = market_,
                  .asset = asset_,
                  .timestamp = timestamp,
                  .bids = {},
                  .asks = {},
                  .min_order_size = {},
                  .tick_size = tick_size_,
                  .neg_risk = false,
                  .last_trade_price = last_trade_price_,
                  .version = version_};
  for (const auto& [price, text] : bids_) book.bids.push_back(text);
  for (auto level = asks_.rbegin(); level != asks_.rend(); ++level) {
    book.asks.push_back(level->second);
  }
  return book;
}

Effect StreamBook::take_book(const StreamEvent& event, HashTrust& trust, Duration at) {
  if (had_snapshot_ && event.timestamp_ms < timestamp_ms_) return Effect::repeated;
  const bool whole = !book_.in_doubt();
  const bool differs = whole && book_.last_known() != event.levels;
  asset_ = event.asset;
  market_ = event.market;
  tick_size_ = event.tick_size;
  last_trade_price_ = event.last_trade_price;
  version_ = event.version;
  if (event.min_order_size) min_order_size_ = event.min_order_size;
  if (event.neg_risk) neg_risk_ = event.neg_risk;
  timestamp_ms_ = event.timestamp_ms;
  bids_ = by_price(event.bids);
  asks_ = by_price(event.asks);
  const auto fit = event.hash.empty() ? std::nullopt
                                      : hash_fits(hashed(event.timestamp_text), event.hash,
                                                  min_order_size_, neg_risk_);
  if (fit == false && trust.state == HashTrust::State::proven) {
    book_.doubt("a snapshot whose hash is another");
    return Effect::doubted;
  }
  if (!book_.replace(event.levels, at)) return Effect::doubted;
  const bool first = !std::exchange(had_snapshot_, true);
  if (differs) return Effect::silent;
  return whole || first ? Effect::applied : Effect::healed;
}

Effect StreamBook::take_changes(const std::vector<const LevelChange*>& rows,
                                const StreamEvent& event, HashTrust& trust, Duration at) {
  if (rows.empty()) return Effect::none;
  if (!had_snapshot_ || book_.in_doubt()) return Effect::none;  // only a snapshot helps
  if (event.timestamp_ms < timestamp_ms_) return Effect::repeated;
  timestamp_ms_ = event.timestamp_ms;
  for (const LevelChange* row : rows) {
    if (!book_.change_to(row->side, row->price, row->size, at)) return Effect::doubted;
    auto& texts = row->side == BookSide::bid ? bids_ : asks_;
    if (row->size.is_zero()) {
      texts.erase(row->price);
    } else {
      texts.insert_or_assign(row->price, row->text);
    }
  }
  return judge(*rows.back(), event, trust);
}

Effect StreamBook::judge(const LevelChange& last, const StreamEvent& event, HashTrust& trust) {
  const bool prices = fits(last.best_bid, best_bid(book_.last_known())) &&
                      fits(last.best_ask, best_ask(book_.last_known()));
  if (!prices) {
    book_.doubt("its best prices are not those of the frame: frames are missing");
    return Effect::doubted;
  }
  if (last.hash.empty() || trust.state == HashTrust::State::given_up) return Effect::applied;
  const auto fit = hash_fits(hashed(event.timestamp_text), last.hash, min_order_size_, neg_risk_);
  if (fit == true) {
    trust.state = HashTrust::State::proven;
    return Effect::applied;
  }
  if (trust.state == HashTrust::State::unproven && ++trust.misses >= HashTrust::misses_max) {
    trust.state = HashTrust::State::given_up;
    return Effect::applied;
  }
  book_.doubt("its hash is not that of the frame: frames are missing");
  return Effect::doubted;
}

}  // namespace holdfast::polymarket
