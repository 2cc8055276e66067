#include <fmt/format.h>

#include <ostream>

#include "cli/commands/commands.hpp"
#include "domain/verdict.hpp"
#include "platform/json_reader.hpp"

namespace holdfast::cli {
namespace {

using platform::JsonValue;

struct Reconciled {
  JsonTree summary;
  std::vector<Line> rows;
};

// Market ids may hold dots, so this map is read field by field and not flattened.
Result<void> read_entry(std::string_view market, JsonValue& value, Reconciled& into) {
  std::string status;
  std::string why;
  auto read = value.each_field([&](std::string_view key, JsonValue& field) -> Result<void> {
    if (key != "status" && key != "reason") return field.skip();
    const auto text = field.string();
    if (!text) return tl::make_unexpected(text.error());
    (key == "status" ? status : why) = *text;
    return {};
  });
  into.rows.push_back({std::string{market}, std::move(status), std::move(why)});
  return read;
}

Result<Reconciled> read_reconciliation(std::string_view body) {
  Reconciled read;
  platform::JsonReader reader{body};
  const auto section = [&](std::string_view key, JsonValue& value) -> Result<void> {
    if (key == "by_market_id") {
      return value.each_field([&](std::string_view market, JsonValue& entry) {
        return read_entry(market, entry, read);
      });
    }
    if (key != "summary") return value.skip();
    return value.each_field([&](std::string_view name, JsonValue& count) -> Result<void> {
      const auto text = count.number();
      if (!text) return tl::make_unexpected(text.error());
      read.summary.fields[std::string{name}] = *text;
      return {};
    });
  };
  auto done = reader.object([&](std::string_view key, JsonValue& value) -> Result<void> {
    return key == "reconciliation" ? value.each_field(section) : value.skip();
  });
  if (!done) return tl::make_unexpected(done.error());
  return read;
}

int code_of(const JsonTree& summary) {
  if (summary.text("mismatch") != "0") return exit_code_of(Verdict::drift);
  const bool sure = summary.text("api_error") == "0" && summary.text("unknown_mapping") == "0";
  return exit_code_of(sure ? Verdict::agrees : Verdict::unknown);
}

// The value of one field of an object, as the bytes that were sent.
std::string_view field_bytes(std::string_view body, std::string_view field) {
  const auto at = body.find(fmt::format("\"{}\":", field));
  if (at == std::string_view::npos) return "null";
  const auto begin = at + field.size() + 3;
  int depth = 0;
  bool in_text = false;
  for (auto end = begin; end < body.size(); ++end) {
    const char c = body[end];
    if (in_text) {
      if (c == '\\') ++end;
      in_text = c != '"';
    } else if (c == '"') {
      in_text = true;
    } else if (c == '{' || c == '[') {
      ++depth;
    } else if ((c == '}' || c == ']') && --depth == 0) {
      return body.substr(begin, end + 1 - begin);
    }
  }
  return "null";
}

}  // namespace

int reconcile(Session& session, const std::string& book) {
  const std::string query = book.empty() ? "" : "?book=" + url_quoted(book);
  auto body = session.get("/api/positions/overview" + query);
  if (!body) return session.refuse(body.error());
  const auto read = read_reconciliation(*body);
  if (!read) return session.refuse(read.error());
  if (session.wants_json()) {
    session.out() << field_bytes(*body, "reconciliation") << "\n";
    return code_of(read->summary);
  }
  print_table(session.out(), {{"MARKET"}, {"STATUS"}, {"WHY"}}, read->rows, session.table_form());
  session.err() << fmt::format("{} match, {} mismatch, {} unknown mapping, {} api error\n",
                               read->summary.text("match"), read->summary.text("mismatch"),
                               read->summary.text("unknown_mapping"),
                               read->summary.text("api_error"));
  return code_of(read->summary);
}

}  // namespace holdfast::cli
