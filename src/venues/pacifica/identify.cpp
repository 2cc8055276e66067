#include <fmt/format.h>

#include "crypto/solana_address.hpp"
#include "venues/pacifica/venue.hpp"

namespace holdfast::pacifica {

Async<std::vector<IdentityCheck>> PacificaVenue::identify(RawTape& tape) {
  std::vector<IdentityCheck> checks;
  const bool readable = crypto::SolanaAddress::parse(config_.address).has_value();
  checks.push_back(
      {.name = "address",
       .passed = readable,
       .text = readable ? "positions are read from " + config_.address
                        : "the configured address is not base58 of 32 bytes",
       .fix = readable ? "" : "give the account's address as the venue's page shows it"});
  if (!readable) co_return checks;

  const auto body = co_await session_.get("/account?" + account_parameter_, tape);
  if (!body && body.error().fault != Fault::identity && body.error().fault != Fault::refused) {
    co_return tl::make_unexpected(body.error());
  }
  const auto state =
      body ? parse_account(*body) : Result<AccountState>{tl::make_unexpected(body.error())};
  IdentityCheck account{.name = "account", .passed = state.has_value()};
  if (state) {
    account.text = fmt::format("Pacifica has this account, with {} positions", state->positions);
  } else {
    account.text = state.error().what;
    account.fix =
        "an agent wallet signs for a main account and holds nothing itself: give the main "
        "account's address (each subaccount has one of its own and is an account of its own here)";
  }
  checks.push_back(std::move(account));
  if (!state) co_return checks;

  const auto listed = co_await fetch_snapshot(tape);
  IdentityCheck positions{.name = "positions", .passed = listed.has_value()};
  if (listed) {
    positions.text =
        fmt::format("the listing has {} rows, as the account counts", listed->holdings().size());
  } else {
    if (listed.error().fault != Fault::incomplete) co_return tl::make_unexpected(listed.error());
    positions.text = listed.error().what;
    positions.fault = listed.error().fault;
    positions.fix = "ask again in a moment; nothing is concluded while the two differ";
  }
  checks.push_back(std::move(positions));
  co_return checks;
}

}  // namespace holdfast::pacifica
