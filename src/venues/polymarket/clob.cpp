#include "venues/polymarket/clob.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "crypto/hmac.hpp"

namespace holdfast::polymarket {

ClobReader::ClobReader(std::shared_ptr<const ClobAccess> access, Transport& transport, Clock& clock)
    : access_{std::move(access)}, clock_{clock}, session_{access_->origin, transport, clock} {}

// What is signed is the path without the query.
Result<Headers> ClobReader::sign(std::string_view path) const {
  const std::string at = std::to_string(unix_s(clock_.now() + session_.skew()));
  std::string message = at + "GET";
  message += path;
  auto code = crypto::hmac_base64url(access_->credentials.secret.reveal(), message);
  if (!code) return tl::make_unexpected(std::move(code).error());
  return Headers{{"POLY_ADDRESS", access_->owner.checksummed()},
                 {"POLY_SIGNATURE", *std::move(code)},
                 {"POLY_TIMESTAMP", at},
                 {"POLY_API_KEY", std::string{access_->credentials.api_key.reveal()}},
                 {"POLY_PASSPHRASE", std::string{access_->credentials.passphrase.reveal()}}};
}

Async<void> ClobReader::walk(std::string_view path, std::string query, RawTape& tape,
                             TakePage take_page) {
  for (PageWalk walk; !walk.at_end();) {
    std::string page{path};
    if (!query.empty()) page += "?" + query;
    if (!walk.cursor().empty()) {
      page += (query.empty() ? "?" : "&") + parameter("next_cursor", walk.cursor());
    }
    auto headers = sign(path);
    if (!headers) co_return tl::make_unexpected(std::move(headers).error());
    const auto body = co_await session_.get(std::move(page), tape, *std::move(headers));
    if (!body) co_return tl::make_unexpected(body.error());
    auto cursor = take_page(*body);
    if (!cursor) co_return tl::make_unexpected(std::move(cursor).error());
    if (auto turned = walk.turn(*std::move(cursor)); !turned) {
      co_return tl::make_unexpected(std::move(turned).error());
    }
  }
  co_return Result<void>{};
}

Async<std::vector<UnsettledTrade>> ClobReader::unsettled(Holder holder, RawTape& tape) {
  const UtcTime since = clock_.now() + session_.skew() - std::chrono::hours{24};
  std::string query = parameter("maker_address", holder.wallet.checksummed()) + "&" +
                      parameter("after", std::to_string(unix_s(since)));
  std::vector<UnsettledTrade> trades;
  const auto take_page = [&](const std::string& body) -> Result<std::string> {
    auto found = parse_clob_trades(body, holder);
    if (!found) return tl::make_unexpected(std::move(found).error());
    std::ranges::move(found->trades, std::back_inserter(trades));
    return std::move(found->next_cursor);
  };
  const auto done = co_await walk("/data/trades", std::move(query), tape, take_page);
  if (!done) co_return tl::make_unexpected(done.error());
  co_return trades;
}

Async<std::vector<ClobOrder>> ClobReader::open_orders(Holder holder, RawTape& tape) {
  std::vector<ClobOrder> orders;
  const auto take_page = [&](const std::string& body) -> Result<std::string> {
    auto found = parse_clob_orders(body, holder);
    if (!found) return tl::make_unexpected(std::move(found).error());
    std::ranges::move(found->orders, std::back_inserter(orders));
    return std::move(found->next_cursor);
  };
  const auto done = co_await walk("/data/orders", "", tape, take_page);
  if (!done) co_return tl::make_unexpected(done.error());
  co_return orders;
}

}  // namespace holdfast::polymarket
