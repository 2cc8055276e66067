#include <fmt/format.h>

#include <algorithm>

#include "sim/polymarket/clob/trading.hpp"
#include "sim/polymarket/clob/typed_data.hpp"
#include "sim/polymarket/contracts.hpp"

// What an order must be before it may trade, in the words of the venue.
namespace holdfast::sim::polymarket {
namespace {

constexpr std::int64_t million = 1'000'000;
constexpr BaseUnits smallest_order = 5 * million;  // shares
constexpr BaseUnits smallest_buy = million;        // dollars, of a marketable BUY

std::string money_text(BaseUnits units) { return decimal_text(units, 6); }

tl::unexpected<Refusal> refuse(std::string text) {
  return tl::make_unexpected(Refusal{400, std::move(text)});
}

// The fee is part of what a BUY must have (recorded order amounts include it).
BaseUnits amount_of(const Market& market, const ClobOrder& order, BaseUnits maker_amount) {
  if (!order.buys) return maker_amount;
  return maker_amount + fee_of(market, order.size, order.price);
}

bool may_spend(const VenueWorld& venue, const Market& market, const ClobOrder& order,
               BaseUnits amount, UtcTime now) {
  const auto block = polygon::Chain::height_at(now);
  const std::string exchange{exchange_of(market).contract};
  if (order.buys) {
    const auto allowed = venue.chain.allowance(std::string{pusd}, order.maker, exchange, block);
    return allowed >= static_cast<std::uint64_t>(amount);
  }
  return venue.chain.approved_for_all(VenueWorld::ledger_of(market), order.maker, exchange, block);
}

std::string funds_refusal(VenueWorld& venue, const Market& market, const ClobOrder& order,
                          BaseUnits amount, UtcTime now) {
  const auto asset = order.buys ? "COLLATERAL" : order.token_id;
  const auto funds = funds_of(venue, order.maker, asset, order.condition_id, now);
  const std::string start = "not enough balance / allowance: the ";
  if (!may_spend(venue, market, order, amount, now)) {
    return start + fmt::format(
                       "allowance is not enough -> spender: {}, allowance: 0, "
                       "order amount: {}",
                       exchange_of(market).contract, amount);
  }
  if (funds.balance - funds.active - funds.matched >= amount) return "";
  auto text = start + fmt::format("balance is not enough -> balance: {}", funds.balance);
  if (funds.active > 0) text += fmt::format(", sum of active orders: {}", funds.active);
  if (funds.matched > 0) text += fmt::format(", sum of matched orders: {}", funds.matched);
  return text + fmt::format(", order amount: {}", amount);
}

// Who may sign for the maker with that signature type.
bool wallet_is(const VenueWorld& venue, const SignedOrder& order, const std::string& owner) {
  if (order.signature_type == 0) return order.maker == owner;
  const auto account = venue.chain.accounts.find(order.maker);
  if (account == venue.chain.accounts.end() || account->second.owner != owner) return false;
  using Kind = polygon::WalletKind;
  const auto kind = account->second.kind;
  if (order.signature_type == 1) return kind == Kind::proxy;
  return kind == (order.signature_type == 2 ? Kind::safe : Kind::deposit);
}

// The signature under the market's own domain; one that fits the other version's is a mismatch.
std::string signature_refusal(const VenueWorld& venue, const Market& market,
                              const SignedOrder& order, const std::string& owner) {
  const auto& expected = order.signature_type == 3 ? order.maker : owner;
  if (order.signer != expected) {
    return "the order signer address has to be the address of the API KEY";
  }
  const auto domain = exchange_of(market);
  if (order_signer(domain, order) != owner) {
    const ExchangeDomain other =
        domain.version == "2" ? ExchangeDomain{"3", exchange_v3} : ExchangeDomain{"2", exchange_v2};
    return order_signer(other, order) == owner ? "order_version_mismatch" : "invalid signature";
  }
  if (!wallet_is(venue, order, owner)) return "maker address not allowed";
  return "";
}

std::string mode_refusal(const Clob& clob, const OrderPost& post, int& status) {
  status = 503;
  switch (clob.mode) {
    case ClobMode::restarting:
      status = 425;
      return "the matching engine is restarting";
    case ClobMode::disabled:
      return "Trading is currently disabled. Check polymarket.com for updates";
    case ClobMode::cancel_only:
      return "Trading is currently cancel-only. New orders are not accepted, but cancels are "
             "allowed.";
    case ClobMode::post_only:
      if (post.post_only) return "";
      return "post-only mode: only post-only orders and cancels are allowed";
    case ClobMode::normal:
      break;
  }
  return "";
}

ClobOrder fresh_order(const Market& market, const OrderPost& post, Price price, std::string id,
                      UtcTime now) {
  const auto& order = post.order;
  const auto token = order.token_id.decimal();
  return {.id = std::move(id),
          .owner = post.owner,
          .maker = order.maker,
          .maker_as_sent = order.maker_as_sent,
          .token_id = token,
          .condition_id = market.condition_id,
          .outcome = market.outcomes.at(market.outcomes[0].token_id == token ? 0 : 1).name,
          .buys = order.buys,
          .price = price,
          .size = static_cast<BaseUnits>(order.buys ? order.taker_amount : order.maker_amount),
          .type = post.type,
          .expiration = post.expiration,
          .created = now,
          .fate = post.fate};
}

std::string size_refusal(const Clob& clob, const OrderPost& post, const ClobOrder& order) {
  const bool market = !rests(post.type);
  if (market && order.buys) {
    const auto dollars = static_cast<BaseUnits>(post.order.maker_amount);
    if (dollars >= smallest_buy) return "";
    return fmt::format("invalid amount for a marketable BUY order (${}), min size: $1",
                       money_text(dollars));
  }
  if (market && !clob.market_sells_have_minimum) return "";
  if (order.size >= smallest_order) return "";
  return fmt::format("order {} is invalid. Size ({}) lower than the minimum: 5", order.id,
                     money_text(order.size));
}

std::string time_refusal(const OrderPost& post, UtcTime now) {
  constexpr std::int64_t least_lead = 180;
  const bool good = post.type == OrderType::gtd ? post.expiration >= unix_s(now) + least_lead
                                                : post.expiration == 0;
  return good ? "" : "invalid expiration";
}

std::string depth_refusal(const VenueWorld& venue, const OrderPost& post, const ClobOrder& order,
                          BaseUnits spend) {
  if (!post.post_only) return kill_text(venue, order, spend);
  if (depth_for(venue, order, 0).shares == 0) return "";
  return "invalid post-only order: order crosses book";
}

}  // namespace

std::string kill_text(const VenueWorld& venue, const ClobOrder& order, BaseUnits spend) {
  if (rests(order.type)) return "";
  const auto depth = depth_for(venue, order, spend);
  if (order.type == OrderType::fok) {
    // A market BUY is full when less than a share's smallest part could still be bought.
    const bool full = spend > 0 ? spend - depth.cash <= 1 : depth.shares == order.size;
    if (full) return "";
    return "order couldn't be fully filled. FOK orders are fully filled or killed.";
  }
  if (depth.shares > 0) return "";
  return "no orders found to match with FAK order. FAK orders are partially filled or killed if no "
         "match is found.";
}

ExchangeDomain exchange_of(const Market& market) {
  if (market.version == "v2") return {"3", exchange_v3};
  return {"2", market.neg_risk ? neg_risk_exchange_v2 : exchange_v2};
}

tl::expected<PostResult, Refusal> post_order(VenueWorld& venue, const ApiCreds& creds,
                                             const OrderPost& post, UtcTime now, Random& random) {
  int status = 400;
  if (auto text = mode_refusal(venue.clob, post, status); !text.empty()) {
    return tl::make_unexpected(Refusal{status, std::move(text)});
  }
  if (post.owner != creds.key) return refuse("the order owner has to be the owner of the API KEY");
  const auto token = post.order.token_id.decimal();
  const auto* market = venue.market_of(token);
  if (market == nullptr || market->resolved_by(now)) {
    return refuse(fmt::format("the orderbook {} does not exist", token));
  }
  auto text = signature_refusal(venue, *market, post.order, creds.address);
  if (!text.empty()) return refuse(text);
  auto id = hex_text(order_digest(exchange_of(*market), post.order));
  if (venue.clob.orders.contains(id)) {
    return refuse(fmt::format("order {} is invalid. Duplicated.", id));
  }
  if (!rests(post.type) && post.post_only) return refuse("invalid post-only order type");
  const auto price = price_on_tick(post.order, post.type, market->tick);
  if (!price) {
    const Int128 shares = post.order.buys ? post.order.taker_amount : post.order.maker_amount;
    const Int128 cash = post.order.buys ? post.order.maker_amount : post.order.taker_amount;
    return refuse(fmt::format("order {} is invalid. Price ({}) breaks minimum tick size rule: {}",
                              id, decimal_text(cash * million / shares, 6), market->tick.text()));
  }
  if (!rests(post.type)) text = too_fine(post.order, market->tick);
  auto order = fresh_order(*market, post, *price, std::move(id), now);
  const auto maker_amount = static_cast<BaseUnits>(post.order.maker_amount);
  if (text.empty()) text = size_refusal(venue.clob, post, order);
  if (text.empty()) text = time_refusal(post, now);
  if (text.empty()) {
    text = funds_refusal(venue, *market, order, amount_of(*market, order, maker_amount), now);
  }
  if (!text.empty()) return refuse(text);
  const BaseUnits spend = rests(post.type) || !post.order.buys ? 0 : maker_amount;
  if (text = depth_refusal(venue, post, order, spend); !text.empty()) {
    if (!rests(post.type)) {
      order.status = "CANCELED_" + text;
      tell(venue.clob, OrderWord::kill, order, now);
    }
    return refuse(text);
  }
  return take_in(venue, std::move(order), spend, now, random);
}

}  // namespace holdfast::sim::polymarket
