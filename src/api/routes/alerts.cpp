#include "api/problem.hpp"
#include "api/query.hpp"
#include "api/routes/routes.hpp"
#include "api/write_values.hpp"

namespace holdfast::api::routes {
namespace {

void write_alert(JsonWriter& json, const Alert& alert) {
  json.begin_object();
  json.key("id").string(id_of(alert));
  write_text_or_null(json, "case", alert.case_id.text);
  json.key("account").string(alert.account.text);
  write_text_or_null(json, "key", alert.key ? alert.key->text() : "");
  json.key("severity").string(name_of(alert.severity));
  json.key("state").string(name_of(alert.state));
  json.key("text").string(alert.text);
  write_time(json, "raised_at", alert.raised_at);
  write_time(json, "edited_at", alert.edited_at);
  json.key("edits").integer(alert.edits);
  json.end_object();
}

}  // namespace

Answer alerts(const Call& call) {
  const auto scope = word_from(call.request, "scope", {"active", "all"});
  if (!scope) return scope.error();
  auto ledger = call.context.open_ledger();
  if (!ledger) return ledger_problem(ledger.error());
  const auto rows = (*ledger)->alerts(*scope == "active");
  if (!rows) return ledger_problem(rows.error());
  const auto account = call.request.query_text("account");
  JsonWriter json;
  json.begin_object();
  write_envelope(json, call.picture);
  json.key("scope").string(*scope);
  json.key("alerts").begin_array();
  for (const Alert& row : *rows) {
    if (account.empty() || row.account.text == account) write_alert(json, row);
  }
  json.end_array().end_object();
  return json_answer(json.take());
}

}  // namespace holdfast::api::routes
