#include <fmt/format.h>

#include <algorithm>

#include "crypto/solana_address.hpp"
#include "venues/pacifica/limits.hpp"
#include "venues/pacifica/pages.hpp"
#include "venues/pacifica/venue.hpp"

namespace holdfast::pacifica {
namespace {

constexpr std::string_view how_to_name =
    "set PACIFICA_ACCOUNT, or `address` of the [[account]], to the address of the main account (or "
    "subaccount) that Pacifica shows, not an agent wallet's";

}  // namespace

std::string_view PacificaVenue::fix() const { return how_to_name; }

Result<void> PacificaVenue::read_for(const std::string& owner) {
  const auto address = crypto::SolanaAddress::parse(owner);
  if (!address) return fail(Fault::identity, address.error().what);
  config_.address = address->text();
  account_parameter_ = parameter("account", config_.address);
  return {};
}

// Whom the venue does not know has an empty listing and an empty history.
Async<bool> PacificaVenue::is_owner(std::string candidate, const OwnerTraces& traces,
                                    RawTape& tape) {
  const std::string account = parameter("account", candidate);
  const auto body = co_await session_.get("/positions?" + account, tape);
  if (!body) co_return tl::make_unexpected(body.error());
  const auto listing = parse_positions(*body, config_.account);
  if (!listing) co_return tl::make_unexpected(listing.error());
  const bool holds = std::ranges::any_of(listing->holdings, [&](const Holding& row) {
    return traces.empty() || traces.instruments.contains(row.key.instrument.text);
  });
  if (holds) co_return true;
  bool traded = false;
  const auto take_page = [&](const std::string& page) -> Result<std::string> {
    auto trades = parse_trades(page, traces.instruments);
    if (!trades) return tl::make_unexpected(std::move(trades).error());
    traded = traded || std::ranges::any_of(trades->trades, [&](const Trade& trade) {
               return traces.transactions.contains(trade.id);
             });
    return std::move(trades->next_cursor);
  };
  const auto looked = co_await look_through(
      session_, "/trades/history?" + account, tape, take_page, [&] { return traded; },
      limits::side_pages_max);
  if (!looked) co_return tl::make_unexpected(looked.error());
  co_return traded;
}

Async<std::vector<IdentityCheck>> PacificaVenue::identify(RawTape& tape) {
  std::vector<IdentityCheck> checks;
  if (config_.address.empty()) {
    checks.push_back({"address", false, "no address is known", std::string{how_to_name}});
    co_return checks;
  }
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
