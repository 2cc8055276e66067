#include "api/book_choice.hpp"
#include "api/freshness.hpp"
#include "api/query.hpp"
#include "api/routes/routes.hpp"
#include "api/write_contract.hpp"

namespace holdfast::api::routes {
namespace {

// Both routes know the flag, each by its own name.
bool wants_fresh(const Request& request) {
  return request.query_text("refresh") == "1" || request.query_text("refresh_external") == "1";
}

}  // namespace

Errand fresh_errand(const Call& call) {
  const auto wish = wants_fresh(call.request) ? Freshness::now : Freshness::cached;
  auto accounts =
      accounts_to_ask(call.replica(), wish, call.context.clock.now(), call.context.settings.cache);
  if (accounts.empty()) return {};
  // Pages that press refresh at the same moment share one pass, also just after its end.
  return SyncErrand{std::move(accounts), std::chrono::seconds{1}};
}

Answer external(const Call& call) {
  const auto flag = word_from(call.request, "refresh", {"0", "1"});
  if (!flag) return flag.error();
  if (auto problem = nothing_known(call, all_venues)) return std::move(*problem);
  const ContractErrors errors = errors_of(call, all_venues);
  JsonWriter json;
  json.begin_object();
  write_external(json.key("external"), call, errors);
  write_ending(json, call, all_venues, errors);
  json.end_object();
  return json_answer(json.take());
}

Answer overview(const Call& call) {
  const auto flag = word_from(call.request, "refresh_external", {"0", "1"});
  if (!flag) return flag.error();
  if (auto problem = nothing_known(call, all_venues)) return std::move(*problem);
  const auto choice = choose_book(call, call.request.query_text("book"));
  if (!choice) return choice.error();
  const ContractErrors venues = errors_of(call, all_venues);
  ContractErrors errors = venues;
  if (!choice->error.empty()) errors[choice->source] = choice->error;
  JsonWriter json;
  json.begin_object();
  write_internal(json.key("internal"), choice->source, *choice->book);
  write_external(json.key("external"), call, venues);
  write_reconciliation(json.key("reconciliation"), choice->compared);
  write_ending(json, call, all_venues, errors);
  json.end_object();
  return json_answer(json.take());
}

}  // namespace holdfast::api::routes
