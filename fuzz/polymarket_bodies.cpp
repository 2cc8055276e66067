#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "venues/polymarket/events.hpp"
#include "venues/polymarket/parse.hpp"
#include "whole_json.hpp"

// Any bytes as any of Polymarket's answers: the first byte chooses which. Nothing crashes, nothing
// is accepted that another parser does not take for whole JSON, and no quantity is below zero.
namespace {

using namespace holdfast;

const polymarket::Holder& holder() {
  static const polymarket::Holder value{
      AccountId{"polymarket/main"},
      crypto::EthAddress::parse("0x379a410a36c101e3b8dfb6c90d1176eb0def4b1a").value()};
  return value;
}

bool check(const Result<polymarket::PositionsPage>& page) {
  if (!page) return false;
  for (const Holding& row : page->holdings) {
    if (row.quantity && row.quantity->is_negative()) std::abort();
    if (row.quantity.has_value() != row.flaw.empty()) std::abort();
  }
  return true;
}

bool check(Result<polymarket::ActivityPage> page) {
  if (!page) return false;
  EventQuery query;
  for (const auto& row : page->rows) {
    const auto key = polymarket::key_of_token(holder().account, row.token);
    if (key) query.emplace(*key, UtcTime{});
  }
  const auto events = polymarket::events_of(std::move(page->rows), query, holder().account, {});
  if (!events) return true;
  for (const Settlement& settled : events->settlements) {
    if (settled.payout.is_negative() || settled.payout.units() > 1'000'000'000) std::abort();
  }
  return true;
}

bool accepted(std::uint8_t choice, std::string_view body) {
  switch (choice % 5) {
    case 0:
      return check(polymarket::parse_positions(body, holder()));
    case 1:
      return check(polymarket::parse_positions_v1(body, holder()));
    case 2:
      return check(polymarket::parse_activity(body, holder()));
    case 3:
      return check(polymarket::parse_activity_v1(body, holder()));
    default:
      return polymarket::parse_markets(body).has_value();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return judge_body(data, size, accepted);
}
