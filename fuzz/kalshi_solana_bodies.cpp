#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "chain/solana_parse.hpp"
#include "venues/kalshi_solana/parse.hpp"
#include "whole_json.hpp"

// Any bytes as any answer of DFlow or of a Solana node: the first byte chooses which. Nothing
// crashes, nothing is accepted that another parser does not take for whole JSON, and what is
// accepted names what it is about.
namespace {

using namespace holdfast;

const std::string wallet = "FAe4sisG95oZ42w7buUn5qEE4TAnfTTFPiguZUHmhiF";

bool check(const Result<std::vector<kalshi_solana::Outcome>>& outcomes) {
  if (!outcomes) return false;
  for (const auto& outcome : *outcomes) {
    if (outcome.about.id.text.empty() || outcome.settlement_mint.empty()) std::abort();
    if (outcome.redeemable && outcome.lost) std::abort();
    if (outcome.about.payout && outcome.about.payout->is_negative()) std::abort();
  }
  return true;
}

bool check(const Result<kalshi_solana::TradesPage>& page) {
  if (!page) return false;
  for (const auto& row : page->rows) {
    if (row.input_mint.empty() || row.output_mint.empty()) std::abort();
  }
  return true;
}

bool check(const Result<solana::AccountsPage>& page) {
  if (!page) return false;
  for (const auto& account : page->accounts) {
    if (account.mint.empty() || account.owner.empty()) std::abort();
  }
  return true;
}

bool accepted(std::uint8_t choice, std::string_view body) {
  switch (choice % 9) {
    case 0:
      return kalshi_solana::parse_outcome_mints(body).has_value();
    case 1:
      return check(kalshi_solana::parse_markets(body));
    case 2:
      return check(kalshi_solana::parse_trades(body, wallet));
    case 3:
      return kalshi_solana::parse_order_status(body).has_value();
    case 4:
      return check(solana::parse_token_accounts(body, 1));
    case 5:
      return check(solana::parse_multiple_accounts(body, 1, {wallet, wallet}));
    case 6:
      return solana::parse_signatures(body, 1).has_value();
    case 7:
      return solana::parse_transaction(body, 1).has_value();
    default:
      return solana::parse_text(body, 1).has_value() ||
             solana::parse_block_time(body, 1).has_value();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return judge_body(data, size, accepted);
}
