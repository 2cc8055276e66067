#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "venues/kalshi/parse.hpp"
#include "venues/kalshi/refusal.hpp"
#include "whole_json.hpp"

// Any bytes as any of Kalshi's answers: the first byte chooses which. Nothing crashes, and nothing
// is accepted that another parser does not take for whole JSON.
namespace {

using namespace holdfast;

bool accepted(std::uint8_t choice, std::string_view body) {
  const AccountId account{"kalshi/main"};
  const kalshi::Owner owner{account, 3};
  switch (choice % 8) {
    case 0:
      return kalshi::parse_positions(body, owner).has_value();
    case 1:
      return kalshi::parse_fills(body, account).has_value();
    case 2:
      return kalshi::parse_settlements(body, owner).has_value();
    case 3:
      return kalshi::parse_resting_orders(body).has_value();
    case 4:
      return kalshi::parse_markets(body).has_value();
    case 5:
      return kalshi::parse_balance(body).has_value() || kalshi::parse_data_time(body).has_value();
    case 6:
      return kalshi::parse_subaccounts(body).has_value();
    default:
      return kalshi::parse_refusal(body).has_value();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return judge_body(data, size, accepted);
}
