#include "cli/run.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <functional>
#include <optional>
#include <ostream>
#include <string_view>

#include "cli/commands/commands.hpp"
#include "cli/commands/lists.hpp"
#include "cli/exit_code.hpp"
#include "platform/version.hpp"

namespace holdfast::cli {
namespace {

constexpr auto about =
    "holdfast: is what your books say what you really hold?\n\n"
    "Exit codes: 0 agrees, 1 failure, 2 usage, 3 drift, 4 needs credentials, 5 unknown;\n"
    "6 (not protected) is kept for exits, and not in this version.";

// What the words of the command line ask for.
struct Asked {
  ServeOptions serve;
  ScenarioOptions scenario;
  bool json{};
  bool csv{};
  bool dry_run{};
  bool raw{};
  bool write{};
  bool probe{};
  bool yes{};
  bool all{};
  std::string config_path;
  std::string port;
  std::string account, position, book, path, case_id, text, by, group, at, what, instrument, since;
  std::optional<std::size_t> last;
  std::vector<std::string> keys;
  std::function<int(Session&)> command;
};

void add_serve(CLI::App& app, Asked& asked, Doors& doors) {
  auto* serve = app.add_subcommand("serve", "watch every configured account (the daemon)");
  serve->add_flag("--once", asked.serve.once, "one pass, the status, the verdict's exit code");
  serve->add_flag("--demo", asked.serve.demo, "watch the simulator's venues, started beside");
  serve->callback([&] {
    asked.command = [&](Session& session) {
      asked.serve.config_path = asked.config_path;
      asked.serve.tell = [&](const std::string& body) { return tell_status(session, body); };
      asked.serve.overrides = session.options().overrides;
      const auto served = doors.serve(asked.serve, std::move(doors.environment));
      return served ? *served : session.refuse(served.error());
    };
  });
}

void add_moment(CLI::App& command, Asked& asked) {
  command.add_option("--at", asked.at, "as the ledger had it then: 2026-11-21T09:44:14Z");
}

void add_cases(CLI::App& cases, Asked& asked) {
  auto* confirm = cases.add_subcommand(
      "confirm",
      "say that positions are really gone: those named, or with --yes all of the case's");
  confirm->add_option("case", asked.case_id, "the case's id")->required();
  confirm->add_option("key", asked.keys, "positions, as the case shows them");
  confirm->add_option("--by", asked.by, "who says so")->default_val("owner");
  confirm->add_flag("--yes", asked.yes, "all of the case's positions, where it has several");
  confirm->callback([&] {
    asked.command = [&](Session& session) {
      return confirm_case(session, asked.case_id, asked.keys, asked.by,
                          asked.yes ? Consent::given : Consent::not_given);
    };
  });
}

void add_mark(CLI::App& cases, Asked& asked, Mark mark) {
  const bool dismisses = mark == Mark::dismiss;
  auto* command = dismisses
                      ? cases.add_subcommand("dismiss", "wave a case away: silent until it changes")
                      : cases.add_subcommand("note", "write a note on a case");
  command->add_option("case", asked.case_id, "the case's id")->required();
  auto* text = command->add_option("text", asked.text, dismisses ? "why" : "the note");
  if (!dismisses) text->required();
  command->add_option("--by", asked.by, "who says so")->default_val("owner");
  command->callback([&asked, mark] {
    asked.command = [&asked, mark](Session& session) {
      return mark_case(session, asked.case_id, mark, asked.text, asked.by);
    };
  });
}

void add_accounts(CLI::App& accounts, Asked& asked) {
  accounts.add_subcommand("identify", "each account proves at its venue whose it is")
      ->callback([&] { asked.command = identify; });
  auto* find = accounts.add_subcommand(
      "backfill", "find the wallets of accounts that name none; only shows what it would write");
  auto* dry = find->add_flag("--dry-run", asked.dry_run, "only show; so it is without --write");
  find->add_flag("--write", asked.write, "bind what is found to its account")->excludes(dry);
  find->callback([&] {
    asked.command = [&](Session& session) {
      return backfill(session, asked.write ? Rehearsal::no : Rehearsal::yes);
    };
  });
}

void add_books(CLI::App& books, Asked& asked) {
  auto* map = books.add_subcommand(
      "map", "which holdings the rows without ids seem to mean, for you to check");
  map->add_option("book", asked.book, "its name; the first when not named");
  map->add_option("--write", asked.path, "a new file: the book with these ids filled in");
  map->callback([&] {
    asked.command = [&](Session& session) { return map_book(session, asked.book, asked.path); };
  });
  auto* add = books.add_subcommand("add", "hand in a book of a program that keeps no file");
  add->add_option("book", asked.book, "its name")->required();
  add->add_option("file", asked.path, "a positions.json, or a table; read this once")->required();
  add->callback([&] {
    asked.command = [&](Session& session) { return add_book(session, asked.book, asked.path); };
  });
  auto* remove = books.add_subcommand("remove", "take away a book that was handed in");
  remove->add_option("book", asked.book, "its name")->required();
  remove->callback(
      [&] { asked.command = [&](Session& session) { return remove_book(session, asked.book); }; });
}

int list_as_asked(Session& session, const ListCommand& list, const Asked& asked) {
  ListWish wish{.at = asked.at, .instrument = asked.instrument, .account = asked.account};
  wish.ended = asked.all;
  wish.last = asked.last;
  if (!asked.since.empty()) {
    const auto moment = parse_rfc3339(asked.since);
    if (!moment) return session.usage("--since is not a moment: " + moment.error().what);
    wish.since = *moment;
  }
  return show_list(session, list, wish);
}

void add_lists(CLI::App& app, Asked& asked) {
  for (const ListCommand& list : list_commands()) {
    auto* command = app.add_subcommand(std::string{list.name}, std::string{list.help});
    if (list.name == "cases") {
      add_cases(*command, asked);
      for (const Mark mark : {Mark::note, Mark::dismiss}) add_mark(*command, asked, mark);
    }
    if (list.name == "accounts") add_accounts(*command, asked);
    if (list.name == "books") add_books(*command, asked);
    if (list.traits.has_past) add_moment(*command, asked);
    if (list.traits.has_ended) command->add_flag("--all", asked.all, "those that have ended, too");
    if (list.name == "gate") {
      command->add_option("instrument", asked.instrument,
                          "a ticker or token id; all when not named");
      command->add_option("--account", asked.account, "only this account's gates");
    }
    if (list.name == "events") {
      command->add_option("--last", asked.last, "only so many, the newest")
          ->check(CLI::PositiveNumber);
      command->add_option("--since", asked.since, "none before this moment: 2026-11-21T09:44:14Z");
    }
    command->callback([&asked, &list] {
      if (asked.command) return;  // a command of its own below this one
      asked.command = [&](Session& session) { return list_as_asked(session, list, asked); };
    });
  }
}

void add_pnl(CLI::App& app, Asked& asked) {
  auto* earned = app.add_subcommand("pnl", "realised profit and loss, fees and funding apart");
  earned->add_option("--by", asked.group, "position, market, venue, day or strategy")
      ->default_val("position");
  add_moment(*earned, asked);
  earned->callback([&] {
    asked.command = [&](Session& session) { return pnl(session, asked.group, asked.at); };
  });
}

void add_export(CLI::App& app, Asked& asked) {
  auto* out =
      app.add_subcommand("export", "profit and loss, or closed positions, for other programs");
  out->require_subcommand(1);
  for (const char* format : {"csv", "json"}) {
    auto* as = out->add_subcommand(format, std::string{"as "} + format + ", to stdout");
    as->add_option("what", asked.what, "pnl or history")
        ->check(CLI::IsMember({"pnl", "history"}))
        ->default_val("pnl");
    as->add_option("--by", asked.group, "of pnl: position, market, venue, day or strategy")
        ->default_val("position");
    add_moment(*as, asked);
    as->callback([&asked, csv = std::string_view{format} == "csv"] {
      asked.csv = csv;
      asked.json = !csv;
      asked.command = [&](Session& session) {
        return export_figures(session, {asked.what, asked.group, asked.at});
      };
    });
  }
}

void add_ledger(CLI::App& app, Asked& asked) {
  auto* ledger = app.add_subcommand("ledger", "look after the ledger's file");
  ledger->require_subcommand(1);
  ledger->add_subcommand("verify", "recompute chain, fold and projections")->callback([&] {
    asked.command = ledger_verify;
  });
  auto* backup =
      ledger->add_subcommand("backup", "write a consistent copy while the daemon goes on");
  backup->add_option("file", asked.path, "where to; must not exist")->required();
  backup->callback([&] {
    asked.command = [&](Session& session) { return ledger_backup(session, asked.path); };
  });
}

void add_scenario(CLI::App& app, Asked& asked, Doors& doors) {
  auto* scenario = app.add_subcommand("scenario", "scenario files through the real engine");
  scenario->require_subcommand(1);
  auto* run = scenario->add_subcommand("run", "run files, or folders of them; no account is used");
  run->add_option("path", asked.scenario.paths, "files or folders")->required();
  run->add_flag("--strict", asked.scenario.strict,
                "refuse files that assert no quantity, verdict and event");
  run->add_flag("--negate", asked.scenario.negate,
                "alter each expectation in turn: every scenario must fail");
  auto* schema = scenario->add_subcommand("schema", "the JSON Schema of a scenario file");
  const auto go = [&](Session&) {
    asked.scenario.json = asked.json;
    return doors.scenario(asked.scenario);
  };
  run->callback([&asked, go] { asked.command = go; });
  schema->callback([&asked, go] {
    asked.scenario.schema = true;
    asked.command = go;
  });
}

void add_incident(CLI::App& app, Asked& asked) {
  auto* pack = app.add_subcommand(
      "bundle", "a copy of the ledger with what the venues answered, to be looked at elsewhere");
  pack->add_option("file", asked.path, "where to; must not exist")->required();
  pack->add_option("case", asked.case_id, "only what this case's account was answered meanwhile");
  pack->callback([&] {
    asked.command = [&](Session& session) { return bundle(session, asked.path, asked.case_id); };
  });
  auto* again = app.add_subcommand(
      "replay", "run a bundle's passes through the engine again, to the same ledger hash");
  again->add_option("file", asked.path, "a bundle, or any ledger")->required();
  again->callback(
      [&] { asked.command = [&](Session& session) { return replay(session, asked.path); }; });
}

void add_import(CLI::App& app, Asked& asked) {
  auto* take = app.add_subcommand(
      "import", "take cost and opening of found positions from an owner's book; never a quantity");
  take->add_option("file", asked.path, "a positions.json, or a table")->required();
  take->add_option("--book", asked.book,
                   "the book whose columns and mode it has; the one with that path when not named");
  take->add_flag("--dry-run", asked.dry_run, "only say what would be taken");
  take->callback([&] {
    asked.command = [&](Session& session) {
      return import_book(session, asked.path, asked.book,
                         asked.dry_run ? Rehearsal::yes : Rehearsal::no);
    };
  });
}

void add_single(CLI::App& app, Asked& asked) {
  app.add_subcommand("status", "the verdict, and each account's part in it")->callback([&] {
    asked.command = status;
  });
  auto* look =
      app.add_subcommand("doctor", "configuration, disk, ledger, keys, clock, identity, daemon");
  look->add_flag("--probe", asked.probe,
                 "and what nobody knows of your venues: asks what reading shows, sends nothing");
  look->callback([&] {
    asked.command = [&](Session& session) {
      return doctor(session, asked.probe ? Probe::yes : Probe::no);
    };
  });
  auto* config = app.add_subcommand("config", "what is set, and where it comes from");
  config->require_subcommand(1);
  config->add_subcommand("show", "every value with its source; secrets masked")->callback([&] {
    asked.command = config_show;
  });
  auto* fresh = app.add_subcommand("sync", "ask the venues now");
  fresh->add_option("account", asked.account, "one account; all when not named");
  fresh->callback(
      [&] { asked.command = [&](Session& session) { return sync(session, asked.account); }; });
  auto* why = app.add_subcommand("explain", "what a position's numbers rest on");
  why->add_option("position", asked.position, "its key, or its ticker or token id")->required();
  why->add_flag("--raw", asked.raw, "and the venue's own bytes that they rest on");
  add_moment(*why, asked);
  why->callback([&] {
    asked.command = [&](Session& session) {
      return explain(session, asked.position, asked.at, asked.raw ? Bytes::shown : Bytes::left_out);
    };
  });
  auto* books = app.add_subcommand("reconcile", "a program's book beside what is held");
  books->add_option("book", asked.book, "its name; the first when not named");
  books->callback(
      [&] { asked.command = [&](Session& session) { return reconcile(session, asked.book); }; });
}

// CLI11 asks for a subcommand whatever was wrong with the one that was given.
std::string wrong_words(const CLI::App& app, const CLI::ParseError& wrong) {
  const std::vector<std::string> left = app.remaining(true);
  if (left.empty() || !app.get_subcommands().empty()) {
    const std::string asked = app.get_subcommands().empty()
                                  ? "holdfast"
                                  : "holdfast " + app.get_subcommands().front()->get_name();
    return fmt::format("{}. `{} --help` shows what it takes", wrong.what(), asked);
  }
  return fmt::format("there is no command '{}'; nothing was done. `holdfast --help` lists them",
                     left.front());
}

}  // namespace

int run(int argc, const char* const* argv, Doors doors) {
  CLI::App app{about, "holdfast"};
  app.set_version_flag("--version",
                       fmt::format("holdfast {} ({})", platform::version, platform::flavour));
  app.require_subcommand(1);
  app.fallthrough();
  Asked asked;
  app.add_flag("--json", asked.json, "the answer as one JSON object");
  app.add_flag("--csv", asked.csv, "lists as CSV")->excludes("--json");
  app.add_option("--config", asked.config_path, "instead of ./holdfast.toml");
  app.add_option("--port", asked.port, "where the daemon listens, or is to; 0 takes a free one");
  add_serve(app, asked, doors);
  add_lists(app, asked);
  add_ledger(app, asked);
  add_pnl(app, asked);
  add_export(app, asked);
  add_incident(app, asked);
  add_import(app, asked);
  add_scenario(app, asked, doors);
  add_single(app, asked);
  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& wanted) {
    return app.exit(wanted, doors.out, doors.err);
  } catch (const CLI::ParseError& wrong) {
    // What was read before the wrong word does not count, wherever --json stands.
    const bool json =
        std::ranges::find(argv, argv + argc, std::string_view{"--json"}) != argv + argc;
    return Session{doors, {.form = json ? Form::json : Form::text}}.usage(wrong_words(app, wrong));
  }
  Options options;
  options.form = asked.json ? Form::json : asked.csv ? Form::csv : Form::text;
  options.config_path = asked.config_path;
  if (!asked.port.empty()) options.overrides.push_back({"http.port", asked.port, "--port"});
  Session session{doors, std::move(options)};
  return asked.command(session);
}

}  // namespace holdfast::cli
