#include "api/owners.hpp"

#include <algorithm>

#include "net/header_name.hpp"
#include "platform/secrets.hpp"

namespace holdfast::api {

std::string shown_owner(const std::string& owner, const ApiSettings& settings) {
  if (owner.empty()) return "";
  // Hex addresses are one in either letter case.
  const bool is_public = std::ranges::equal(owner, settings.public_poly_address, {},
                                            net::ascii_lower, net::ascii_lower);
  return is_public ? owner : platform::shortened(owner);
}

std::map<AccountId, std::string> shown_wallets(const Call& call) {
  std::map<AccountId, std::string> wallets;
  auto ledger = call.context.open_ledger();
  if (!ledger) return wallets;
  const auto accounts = (*ledger)->accounts();
  if (!accounts) return wallets;
  for (const AccountRecord& account : *accounts) {
    if (account.venue != VenueName::polymarket) continue;
    wallets.emplace(account.id, shown_owner(account.owner, call.context.settings));
  }
  return wallets;
}

}  // namespace holdfast::api
