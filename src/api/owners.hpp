#pragma once
#include <map>
#include <string>

#include "api/call.hpp"

namespace holdfast::api {

// What binds an account (key id, wallet), shortened; whole only for the address that its owner
// declared public.
std::string shown_owner(const std::string& owner, const ApiSettings& settings);

// The wallets of the Polymarket accounts, as they may be shown. Empty when the ledger cannot be
// read: a name that is missing hides no position.
std::map<AccountId, std::string> shown_wallets(const Call& call);

}  // namespace holdfast::api
