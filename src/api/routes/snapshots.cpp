#include "api/problem.hpp"
#include "api/routes/routes.hpp"
#include "api/write_values.hpp"

namespace holdfast::api::routes {
namespace {

Answer unknown_snapshot() {
  return not_found("No snapshot of this id is kept.",
                   "Snapshots are kept when a pass rested something on them; a holding's `source` "
                   "names the newest of its account.");
}

const Snapshot* newest(const Call& call, const std::string& id) {
  for (const AccountStatus& account : call.replica().accounts) {
    if (account.snapshot && account.snapshot->header().id.text == id) return account.snapshot.get();
  }
  return nullptr;
}

// The newest of each account that the ledger has.
Result<std::optional<SnapshotRow>> kept(LedgerReader& ledger, const std::string& id) {
  const auto accounts = ledger.accounts();
  if (!accounts) return tl::make_unexpected(accounts.error());
  for (const AccountRecord& account : *accounts) {
    auto row = ledger.newest_snapshot(account.id);
    if (!row) return row;
    if (*row && (*row)->record.header.id.text == id) return row;
  }
  return std::nullopt;
}

}  // namespace

Answer snapshot(const Call& call) {
  const std::string& id = call.names.at(0);
  auto ledger = call.context.open_ledger();
  if (!ledger) return ledger_problem(ledger.error());
  const auto row = kept(**ledger, id);
  if (!row) return ledger_problem(row.error());
  const Snapshot* held = newest(call, id);
  if (!held && !*row) return unknown_snapshot();
  JsonWriter json;
  json.begin_object();
  write_envelope(json, call.picture);
  json.key("snapshot");
  if (held) {
    write_snapshot_head(json, held->header(), held->pages(), held->holdings().size());
  } else {
    const SnapshotRecord& record = (*row)->record;
    write_snapshot_head(json, record.header, record.pages, record.holdings);
  }
  write_time(json, "booked_at", *row ? std::optional{(*row)->booked_at} : std::nullopt);
  json.key("rows");
  if (held) {
    json.begin_array();
    for (const auto& [key, holding] : held->holdings()) write_holding(json, holding, call.picture);
    json.end_array();
  } else {
    json.null();
  }
  json.end_object();
  return json_answer(json.take());
}

}  // namespace holdfast::api::routes
