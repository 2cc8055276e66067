#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "venues/pacifica/parse.hpp"
#include "venues/pacifica/refusal.hpp"
#include "whole_json.hpp"

// Any bytes as any of Pacifica's answers: the first byte chooses which. Nothing crashes, nothing is
// accepted that another parser does not take for whole JSON, and nothing is a listing that does not
// say success.
namespace {

using namespace holdfast;

bool is_listing(std::uint8_t choice, std::string_view body) {
  switch (choice % 8) {
    case 0:
      return pacifica::parse_positions(body, AccountId{"pacifica/main"}).has_value();
    case 1:
      return pacifica::parse_account(body).has_value();
    case 2:
      return pacifica::parse_trades(body, {"ZEC", "BTC"}).has_value();
    case 3:
      return pacifica::parse_open_orders(body).has_value();
    case 4:
      return pacifica::parse_past_orders(body).has_value();
    case 5:
      return pacifica::parse_funding(body).has_value();
    case 6:
      return pacifica::parse_perpetuals(body).has_value() ||
             pacifica::parse_marks(body).has_value();
    default:
      return false;
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view body{reinterpret_cast<const char*>(data) + 1, size - 1};
  const bool listing = is_listing(data[0], body);
  if (listing && body.find("success") == std::string_view::npos &&
      body.find('\\') == std::string_view::npos) {
    std::abort();
  }
  const bool accepted = listing || pacifica::parse_accepted(body).has_value() ||
                        pacifica::parse_refusal(body).has_value();
  if (accepted && !is_whole_json(body)) std::abort();
  return 0;
}
