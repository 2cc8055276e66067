#include "venues/polymarket/clob.hpp"

#include <utility>

#include "crypto/hmac.hpp"
#include "domain/page_walk.hpp"
#include "net/query_parameter.hpp"

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

Async<std::vector<UnsettledTrade>> ClobReader::unsettled(Holder holder, RawTape& tape) {
  using net::parameter;
  constexpr std::string_view path = "/data/trades";
  const UtcTime since = clock_.now() + session_.skew() - std::chrono::hours{24};
  const std::string target = std::string{path} + "?" +
                             parameter("maker_address", holder.wallet.checksummed()) + "&" +
                             parameter("after", std::to_string(unix_s(since)));
  std::vector<UnsettledTrade> trades;
  for (PageWalk walk; !walk.at_end();) {
    std::string page = target;
    if (!walk.cursor().empty()) page += "&" + parameter("next_cursor", walk.cursor());
    auto headers = sign(path);
    if (!headers) co_return tl::make_unexpected(std::move(headers).error());
    const auto body = co_await session_.get(std::move(page), tape, *std::move(headers));
    if (!body) co_return tl::make_unexpected(body.error());
    auto found = parse_clob_trades(*body, holder);
    if (!found) co_return tl::make_unexpected(std::move(found).error());
    for (UnsettledTrade& trade : found->trades) trades.push_back(std::move(trade));
    if (auto turned = walk.turn(found->next_cursor); !turned) {
      co_return tl::make_unexpected(std::move(turned).error());
    }
  }
  co_return trades;
}

}  // namespace holdfast::polymarket
