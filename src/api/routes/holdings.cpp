#include <algorithm>

#include "api/problem.hpp"
#include "api/query.hpp"
#include "api/routes/routes.hpp"
#include "api/write_values.hpp"

namespace holdfast::api::routes {

Answer holdings(const Call& call) {
  const auto filter = filter_from(call.request);
  if (!filter) return filter.error();
  const auto wanted = [&](const AccountStatus& account) {
    return filter->passes({.account = account.id, .venue = account.venue});
  };
  // Silence about an account that nobody asks must not look like an account that holds nothing.
  if (!filter->account.empty() &&
      std::ranges::none_of(call.replica().accounts, [&](const AccountStatus& account) {
        return account.id.text == filter->account;
      })) {
    return not_found("No account that is watched is called that.",
                     "GET /api/v1/status names them under `venues`.");
  }
  JsonWriter json;
  json.begin_object();
  write_envelope(json, call.picture);
  json.key("holdings").begin_array();
  for (const AccountStatus& account : call.replica().accounts) {
    if (!wanted(account) || !account.snapshot) continue;
    for (const auto& [key, holding] : account.snapshot->holdings()) {
      write_holding(json, holding, call.picture);
    }
  }
  json.end_array();
  json.key("accounts").begin_array();
  for (const AccountStatus& account : call.replica().accounts) {
    if (wanted(account)) write_account_status(json, account, call.picture);
  }
  json.end_array().end_object();
  return json_answer(json.take());
}

}  // namespace holdfast::api::routes
