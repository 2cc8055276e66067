#pragma once
#include "api/answer.hpp"
#include "api/call.hpp"

// One function per route: from a call to its answer, without a socket. Those named *_errand say
// what must be asked of the engine first.
namespace holdfast::api::routes {

// status.cpp
Answer status(const Call& call);
Answer accounts(const Call& call);
Answer public_config(const Call& call);
// holdings.cpp
Answer holdings(const Call& call);
// ledger_positions.cpp
Answer ledger_positions(const Call& call);
Answer history(const Call& call);
// pnl.cpp
Answer pnl(const Call& call);
// cases.cpp
Answer drifts(const Call& call);
Answer cases(const Call& call);
Answer one_case(const Call& call);
// confirm.cpp
Errand confirm_errand(const Call& call);
Answer confirm(const Call& call);
// mark.cpp
Errand mark_errand(const Call& call);
Answer mark(const Call& call);
// alerts.cpp
Answer alerts(const Call& call);
// gates.cpp
Answer gates(const Call& call);
// journal.cpp
Answer journal(const Call& call);
Answer events(const Call& call);
// explanation.cpp
Answer explanation(const Call& call);
// snapshots.cpp
Answer snapshot(const Call& call);
Answer snapshot_raw(const Call& call);
Answer case_raw(const Call& call);
// books.cpp
Answer books(const Call& call);
Answer book(const Call& call);
Answer post_book(const Call& call);
Answer delete_book(const Call& call);
// book_map.cpp
Answer book_map(const Call& call);
// import.cpp
Errand import_errand(const Call& call);
Answer import_book(const Call& call);
// sync.cpp
Errand sync_errand(const Call& call);
Answer sync(const Call& call);
// overview.cpp
Errand fresh_errand(const Call& call);
Answer overview(const Call& call);
Answer external(const Call& call);
// executor.cpp, engine.cpp, unified.cpp
Answer executor_positions(const Call& call);
Answer engine_positions(const Call& call);
Answer unified_positions(const Call& call);
// service.cpp
Answer live(const Call& call);
Answer ready(const Call& call);
Answer metrics(const Call& call);
Answer openapi(const Call& call);
Answer open_session(const Call& call);
Answer close_session(const Call& call);

}  // namespace holdfast::api::routes
