#include <fmt/format.h>

#include "venues/kalshi/parse.hpp"
#include "venues/kalshi/venue.hpp"

namespace holdfast::kalshi {
namespace {

std::string balances_seen(const Result<HttpResponse>& answer) {
  if (!answer) return "not answered: " + answer.error().what;
  if (answer->status != 200) {
    return fmt::format("this key is answered with {}: the primary subaccount alone is read",
                       answer->status);
  }
  const auto numbers = parse_subaccounts(answer->body);
  return numbers ? fmt::format("this key is answered with 200 and {} subaccounts: its tier may ask",
                               numbers->size())
                 : "this key is answered with 200, and: " + numbers.error().what;
}

}  // namespace

Async<std::vector<ProbeFinding>> KalshiVenue::probe(RawTape& tape) {
  const auto balances = co_await session_.ask("/portfolio/subaccounts/balances", "", tape);
  std::vector<ProbeFinding> findings{{"K9", balances_seen(balances)}};
  co_return findings;
}

}  // namespace holdfast::kalshi
