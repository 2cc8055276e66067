#pragma once
#include <string>
#include <vector>

#include "cli/backfill.hpp"
#include "cli/session.hpp"

namespace holdfast::cli {

// Each returns the exit code. One file a command, or a few close ones.

int status(Session& session);
// The body of GET /api/v1/status as it is or as a table, for `serve`. Returns the verdict's exit
// code.
int tell_status(Session& session, const std::string& body);
int sync(Session& session, const std::string& account);
// Whether a person has said beforehand that all is meant (--yes).
enum class Consent : std::uint8_t { not_given, given };
// `keys` empty: all of the case's, which takes consent where there are several.
int confirm_case(Session& session, const std::string& id, const std::vector<std::string>& keys,
                 const std::string& by, Consent consent);
enum class Mark : std::uint8_t { note, dismiss };
int mark_case(Session& session, const std::string& id, Mark mark, const std::string& text,
              const std::string& by);
enum class Bytes : std::uint8_t { left_out, shown };
int explain(Session& session, const std::string& position, const std::string& at, Bytes bytes);
int reconcile(Session& session, const std::string& book);
// What ids a book's rows may mean, of the first book when none is named; `into`: a copy with them
// filled in, empty for none.
int map_book(Session& session, const std::string& book, const std::string& into);
// Hands a file's content in as a book, or takes such a book away.
int add_book(Session& session, const std::string& name, const std::string& path);
int remove_book(Session& session, const std::string& name);
int pnl(Session& session, const std::string& by, const std::string& at);
// `case_id` empty: everything that is kept.
int bundle(Session& session, const std::string& path, const std::string& case_id);
int replay(Session& session, const std::string& path);
struct Export {
  std::string what;  // "pnl" or "history"
  std::string by;    // of pnl: position, market, venue, day, strategy
  std::string at;    // a past moment; empty: now
};
int export_figures(Session& session, const Export& wanted);
int ledger_verify(Session& session);
int ledger_backup(Session& session, const std::string& path);
// `book`: in whose manner the file is read; empty: in that of the configured book whose file it is.
int import_book(Session& session, const std::string& path, const std::string& book,
                Rehearsal rehearsal);
int backfill(Session& session, Rehearsal rehearsal);
int identify(Session& session);
int config_show(Session& session);
// Whether doctor names what nobody knows of the venues, too.
enum class Probe : std::uint8_t { no, yes };
int doctor(Session& session, Probe probe);

}  // namespace holdfast::cli
