#include <fmt/format.h>

#include <ostream>

#include "cli/commands/commands.hpp"
#include "cli/copy_json.hpp"
#include "core/foreign_book.hpp"
#include "domain/verdict.hpp"
#include "platform/escape_controls.hpp"
#include "platform/json_reader.hpp"

namespace holdfast::cli {
namespace {

using platform::escape_controls;
using platform::JsonValue;

// What the overview says of one book, as far as the command shows it.
struct Reconciled {
  std::string section;  // "reconciliation", as it was sent
  std::string source;   // "book:bot", or "ledger"
  std::vector<BookFinding> findings;
  std::vector<std::pair<std::string, std::string>> errors;  // by venue, or by "book:<name>"
  bool complete{};
  JsonTree summary;
  std::vector<Line> rows;
};

Result<void> read_finding(JsonValue& value, Reconciled& into) {
  BookFinding finding;
  auto read = value.each_field([&](std::string_view key, JsonValue& field) -> Result<void> {
    if (key == "row") return platform::read_text(finding.row, field);
    if (key == "field") return platform::read_text(finding.field, field);
    if (key == "text") return platform::read_text(finding.text, field);
    if (key == "raw") return platform::read_text(finding.raw, field);
    if (key == "line" && !field.is_null()) {
      return field.integer().map(
          [&](std::int64_t line) { finding.line = static_cast<std::uint32_t>(line); });
    }
    if (key == "quarantined") {
      return field.boolean().map([&](bool yes) { finding.quarantined = yes; });
    }
    return field.skip();
  });
  into.findings.push_back(std::move(finding));
  return read;
}

Result<void> read_internal(JsonValue& value, Reconciled& into) {
  return value.each_field([&](std::string_view key, JsonValue& field) -> Result<void> {
    if (key == "source") return platform::read_text(into.source, field);
    if (key != "findings") return field.skip();
    return field.each_element([&](JsonValue& finding) { return read_finding(finding, into); });
  });
}

// Market ids may hold dots, so this map is read field by field and not flattened.
Result<void> read_entry(std::string_view market, JsonValue& value, Reconciled& into) {
  std::string status;
  std::string why;
  auto read = value.each_field([&](std::string_view key, JsonValue& field) -> Result<void> {
    if (key == "status") return platform::read_text(status, field);
    return key == "reason" ? platform::read_text(why, field) : field.skip();
  });
  into.rows.push_back({std::string{market}, std::move(status), std::move(why)});
  return read;
}

Result<void> read_section(Reconciled& into) {
  platform::JsonReader reader{into.section};
  return reader.object([&](std::string_view key, JsonValue& value) -> Result<void> {
    if (key == "by_market_id") {
      return value.each_field([&](std::string_view market, JsonValue& entry) {
        return read_entry(market, entry, into);
      });
    }
    if (key != "summary") return value.skip();
    return value.each_field([&](std::string_view name, JsonValue& count) {
      return count.number().map(
          [&](std::string_view text) { into.summary.fields[std::string{name}] = text; });
    });
  });
}

Result<Reconciled> read_overview(std::string_view body) {
  Reconciled read;
  platform::JsonReader reader{body};
  auto done = reader.object([&](std::string_view key, JsonValue& value) -> Result<void> {
    if (key == "internal") return read_internal(value, read);
    if (key == "complete") return value.boolean().map([&](bool yes) { read.complete = yes; });
    if (key == "errors") {
      return value.each_field([&](std::string_view source, JsonValue& text) {
        return platform::read_text(read.errors.emplace_back(source, "").second, text);
      });
    }
    if (key != "reconciliation") return value.skip();
    platform::JsonWriter section;
    auto copied = copy_json(value, section);
    read.section = section.take();
    return copied;
  });
  if (done) done = read_section(read);
  if (!done) return tl::make_unexpected(done.error());
  return read;
}

// What counts for nothing in the book makes no entry that could differ: it must not look as if all
// were well.
bool is_whole(const Reconciled& read) {
  for (const BookFinding& finding : read.findings) {
    if (finding.quarantined) return false;
  }
  for (const auto& [source, text] : read.errors) {
    if (source == read.source) return false;
  }
  return read.complete;
}

int code_of(const Reconciled& read) {
  const JsonTree& summary = read.summary;
  if (summary.text("mismatch") != "0") return exit_code_of(Verdict::drift);
  const bool sure = summary.text("api_error") == "0" && summary.text("unknown_mapping") == "0";
  return exit_code_of(sure && is_whole(read) ? Verdict::agrees : Verdict::unknown);
}

void say_findings(Session& session, const Reconciled& read) {
  constexpr std::size_t remarks_max = 10;  // of figures that are odd and hide no row
  std::size_t remarks = 0;
  bool quarantined = false;
  for (const BookFinding& finding : read.findings) {
    if (!finding.quarantined && ++remarks > remarks_max) continue;
    quarantined = quarantined || finding.quarantined;
    session.err() << escape_controls(
                         fmt::format("{}: {}: {}{}{}", read.source, place_of(finding), finding.text,
                                     finding.raw.empty() ? "" : ": " + finding.raw,
                                     finding.quarantined ? "; it counts for nothing" : ""))
                  << "\n";
  }
  if (remarks > remarks_max) {
    session.err() << fmt::format("{}: and {} more that are odd and count all the same\n",
                                 read.source, remarks - remarks_max);
  }
  if (quarantined) {
    session.err() << "fix: put what counts for nothing right in the book; it is read again by "
                     "itself, a book that was handed in with `holdfast books add`.\n";
  }
}

void say_errors(Session& session, const Reconciled& read) {
  for (const auto& [source, text] : read.errors) {
    const bool own = source == read.source;
    session.err() << escape_controls(fmt::format(
                         "{}: {}{}", source, text,
                         own ? "; its last good content, if there is any, was compared. fix: write "
                               "the book whole; it is read again by itself"
                             : ""))
                  << "\n";
  }
}

}  // namespace

int reconcile(Session& session, const std::string& book) {
  const std::string query = book.empty() ? "" : "?book=" + url_quoted(book);
  const auto body = session.get("/api/positions/overview" + query);
  if (!body) return session.refuse(body.error());
  const auto read = read_overview(*body);
  if (!read) return session.refuse(read.error());
  if (session.wants_json()) {
    session.out() << read->section << "\n";
  } else {
    print_table(session.out(), {{"MARKET"}, {"STATUS"}, {"WHY"}}, read->rows, session.table_form());
    session.err() << fmt::format("{} match, {} mismatch, {} unknown mapping, {} api error\n",
                                 read->summary.text("match"), read->summary.text("mismatch"),
                                 read->summary.text("unknown_mapping"),
                                 read->summary.text("api_error"));
  }
  say_findings(session, *read);
  say_errors(session, *read);
  return code_of(*read);
}

}  // namespace holdfast::cli
