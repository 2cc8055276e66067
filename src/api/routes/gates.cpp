#include <set>

#include "api/problem.hpp"
#include "api/routes/routes.hpp"
#include "api/write_values.hpp"

namespace holdfast::api::routes {
namespace {

// Without a key the row is about whatever of the account no other row names.
void write_gate(JsonWriter& json, const AccountStatus& account, const PositionKey* key,
                const GateState& state) {
  json.begin_object();
  json.key("account").string(account.id.text);
  json.key("venue").string(name_of(account.venue));
  write_text_or_null(json, "key", key ? key->text() : "");
  write_text_or_null(json, "instrument", key ? key->instrument.text : "");
  json.key("gate").string(name_of(state.gate));
  json.key("reason").string(state.reason);
  write_text_or_null(json, "case", state.case_id.text);
  json.key("exits").string(name_of(Gate::open));
  json.end_object();
}

// What is held, and what a case is about although it is not.
std::set<PositionKey> keys_of(const Replica& replica, const AccountId& account,
                              const AccountGates& gates) {
  std::set<PositionKey> keys;
  for (const Position& position : replica.positions) {
    if (position.key.account == account) keys.insert(position.key);
  }
  for (const auto& [key, state] : gates.keys) keys.insert(key);
  return keys;
}

}  // namespace

Answer gates(const Call& call) {
  const auto account = call.request.query_text("account");
  const auto instrument = call.request.query_text("instrument");
  const Replica& replica = call.replica();
  // To whom nobody shuts a gate that account would look open.
  if (!account.empty() && call.picture.account(AccountId{std::string{account}}) == nullptr) {
    return not_found("No account that is watched is called that.",
                     "GET /api/v1/status names them under `venues`.");
  }
  JsonWriter json;
  json.begin_object();
  write_envelope(json, call.picture);
  json.key("gates").begin_array();
  for (const AccountStatus& one : replica.accounts) {
    if (!account.empty() && one.id.text != account) continue;
    const auto known = replica.gates.find(one.id);
    const AccountGates gates = known == replica.gates.end()
                                   ? AccountGates{{Gate::blocked, "unanswered", {}}, {}}
                                   : known->second;
    write_gate(json, one, nullptr, gates.any);
    for (const PositionKey& key : keys_of(replica, one.id, gates)) {
      if (!instrument.empty() && key.instrument.text != instrument) continue;
      write_gate(json, one, &key, gates.of(key));
    }
  }
  json.end_array().end_object();
  return json_answer(json.take());
}

}  // namespace holdfast::api::routes
