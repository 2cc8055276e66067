#include <algorithm>

#include "api/problem.hpp"
#include "api/query.hpp"
#include "api/routes/routes.hpp"
#include "api/write_values.hpp"

namespace holdfast::api::routes {
namespace {

struct Page {
  std::vector<JournalRow> rows;
  bool more{};
};

Answer write_page(const Call& call, const Page& page) {
  JsonWriter json;
  json.begin_object();
  write_envelope(json, call.picture);
  json.key("rows").begin_array();
  for (const JournalRow& row : page.rows) write_journal_row(json, row);
  json.end_array().key("next_after");
  if (page.more) {
    json.integer(static_cast<std::int64_t>(page.rows.back().sequence));
  } else {
    json.null();
  }
  json.end_object();
  return json_answer(json.take());
}

// A key is named by its text; the ledger knows which keys there are.
Asking<Page> page_of_key(LedgerReader& ledger, std::string_view text) {
  const auto positions = ledger.positions(PositionScope::all);
  if (!positions) return tl::make_unexpected(ledger_problem(positions.error()));
  const auto found = std::ranges::find_if(
      *positions, [&](const Position& position) { return position.key.text() == text; });
  if (found == positions->end()) {
    return tl::make_unexpected(not_found("The ledger has no position of this key.",
                                         "GET /api/v1/ledger/positions?scope=all shows the keys."));
  }
  auto rows = ledger.journal_of(found->key);
  if (!rows) return tl::make_unexpected(ledger_problem(rows.error()));
  return Page{std::move(*rows), false};
}

Asking<Page> page_of_account(const Call& call, LedgerReader& ledger) {
  const auto after = whole_from(call.request, "after", 0, std::uint64_t{1} << 62U, 0);
  if (!after) return tl::make_unexpected(after.error());
  const auto limit = whole_from(call.request, "limit", 1, 1000, 200);
  if (!limit) return tl::make_unexpected(limit.error());
  const auto accounts = ledger.accounts();
  if (!accounts) return tl::make_unexpected(ledger_problem(accounts.error()));
  std::string account{call.request.query_text("account")};
  if (account.empty() && accounts->size() == 1) account = accounts->front().id.text;
  if (account.empty()) {
    return tl::make_unexpected(bad_request("There are several accounts and none is named.",
                                           "Add ?account=; GET /api/v1/accounts lists them."));
  }
  if (std::ranges::find(*accounts, AccountId{account}, &AccountRecord::id) == accounts->end()) {
    return tl::make_unexpected(
        not_found("No account is called that.", "GET /api/v1/accounts lists them."));
  }
  // One row more than asked for tells whether there is another page.
  auto rows = ledger.journal(AccountId{account}, *after, static_cast<std::uint32_t>(*limit) + 1);
  if (!rows) return tl::make_unexpected(ledger_problem(rows.error()));
  Page page{std::move(*rows), false};
  page.more = page.rows.size() > *limit;
  if (page.more) page.rows.resize(*limit);
  return page;
}

}  // namespace

Answer journal(const Call& call) {
  auto ledger = call.context.open_ledger();
  if (!ledger) return ledger_problem(ledger.error());
  const auto key = call.request.query_text("key");
  const auto page = key.empty() ? page_of_account(call, **ledger) : page_of_key(**ledger, key);
  return page ? write_page(call, *page) : page.error();
}

Answer events(const Call& call) {
  const auto after = whole_from(call.request, "after", 0, std::uint64_t{1} << 62U, 0);
  if (!after) return after.error();
  const auto limit = whole_from(call.request, "limit", 1, 1000, 200);
  if (!limit) return limit.error();
  auto ledger = call.context.open_ledger();
  if (!ledger) return ledger_problem(ledger.error());
  auto rows = (*ledger)->events(*after, static_cast<std::uint32_t>(*limit) + 1);
  if (!rows) return ledger_problem(rows.error());
  const bool more = rows->size() > *limit;
  if (more) rows->resize(*limit);
  JsonWriter json;
  json.begin_object();
  write_envelope(json, call.picture);
  json.key("events").begin_array();
  for (const EventRow& row : *rows) write_event(json, row.id, row.event);
  json.end_array().key("next_after");
  if (more) {
    json.integer(static_cast<std::int64_t>(rows->back().id));
  } else {
    json.null();
  }
  json.end_object();
  return json_answer(json.take());
}

}  // namespace holdfast::api::routes
