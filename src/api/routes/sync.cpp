#include "api/problem.hpp"
#include "api/routes/routes.hpp"
#include "api/write_values.hpp"
#include "platform/json_reader.hpp"

namespace holdfast::api::routes {
namespace {

// No body and {} mean all accounts.
Result<std::vector<AccountId>> accounts_from(std::string_view body) {
  std::vector<AccountId> accounts;
  if (body.empty()) return accounts;
  platform::JsonReader reader{body};
  const auto read = reader.object([&](std::string_view name, platform::JsonValue& value) {
    if (name != "accounts") return Result<void>{};
    return value.each_element([&](platform::JsonValue& account) {
      return account.string().map(
          [&](std::string_view text) { accounts.emplace_back(std::string{text}); });
    });
  });
  if (!read) return tl::make_unexpected(read.error());
  return accounts;
}

std::optional<Answer> unusable(const Call& call) {
  const auto accounts = accounts_from(call.request.body);
  if (!accounts) {
    return bad_request("The body cannot be used: " + accounts.error().what,
                       R"(Send {"accounts": ["kalshi/main"]}, or {} for all.)");
  }
  for (const AccountId& account : *accounts) {
    if (call.picture.account(account)) continue;
    return bad_request("No watched account is called " + account.text + ".",
                       "GET /api/v1/status names the watched ones.");
  }
  return std::nullopt;
}

}  // namespace

Errand sync_errand(const Call& call) {
  if (unusable(call)) return {};
  return SyncErrand{.accounts = *accounts_from(call.request.body)};
}

Answer sync(const Call& call) {
  if (auto problem = unusable(call)) return std::move(*problem);
  const auto outcome = call.asked ? call.asked->outcome : std::nullopt;
  std::optional<Error> error;
  if (outcome && !*outcome) error = outcome->error();
  JsonWriter json;
  json.begin_object();
  write_envelope(json, call.picture);
  json.key("outcome").string(!outcome ? "under_way" : error ? "partly" : "done");
  write_error(json, "error", error);
  json.end_object();
  return json_answer(json.take(), outcome ? 200 : 202);
}

}  // namespace holdfast::api::routes
