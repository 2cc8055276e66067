#include "cli/commands/commands.hpp"
#include "cli/commands/lists.hpp"

namespace holdfast::cli {
namespace {

// All that a sheet may want of a closed position.
const ListCommand& closed_positions() {
  static const ListCommand list{"history",
                                "closed positions",
                                "/api/v1/history?limit=1000",
                                "positions",
                                "No closed positions.",
                                {{"position", "key"},
                                 {"life", "life"},
                                 {"account", "account"},
                                 {"venue", "venue"},
                                 {"title", "title"},
                                 {"opened_at", "opened_at"},
                                 {"closed_at", "closed_at"},
                                 {"quantity", "closed_quantity"},
                                 {"realized_pnl", "realized_pnl"},
                                 {"unpriced", "unpriced"},
                                 {"fees", "fees"},
                                 {"funding", "funding"},
                                 {"by", "ended_by"},
                                 {"phase", "phase"},
                                 {"evidence", "closing.kind"},
                                 {"evidence_id", "closing.id"}},
                                {.has_past = true}};
  return list;
}

}  // namespace

int export_figures(Session& session, const Export& wanted) {
  if (wanted.what == "history") return show_list(session, closed_positions(), {.at = wanted.at});
  return pnl(session, wanted.by, wanted.at);
}

}  // namespace holdfast::cli
