#include "api/freshness.hpp"

namespace holdfast::api {
namespace {

bool told_to_wait(const AccountStatus& account, UtcTime now) {
  return account.error && account.error->fault == Fault::rate_limited && account.retry_at &&
         *account.retry_at > now;
}

bool is_old(const AccountStatus& account, UtcTime now, Duration cache) {
  if (!account.asked_at) return true;
  // The first pass is still under way: it is shared, not repeated.
  if (!account.snapshot && !account.error) return true;
  // A clock that was set back makes every moment look like the future.
  return *account.asked_at > now || now - *account.asked_at >= cache;
}

}  // namespace

std::vector<AccountId> accounts_to_ask(const Replica& replica, Freshness wish, UtcTime now,
                                       Duration cache) {
  std::vector<AccountId> accounts;
  for (const AccountStatus& account : replica.accounts) {
    if (told_to_wait(account, now)) continue;
    if (wish == Freshness::now || is_old(account, now, cache)) accounts.push_back(account.id);
  }
  return accounts;
}

}  // namespace holdfast::api
