#include <fmt/format.h>

#include <algorithm>

#include "platform/environment.hpp"

// .env: one KEY=VALUE per line, as dotenv libraries write and read it. "$NAME" stays what it is.
namespace holdfast::platform {
namespace {

bool is_blank(char c) { return c == ' ' || c == '\t'; }

bool is_name_character(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
}

// The rest of the text and the line it is at.
class Cursor {
 public:
  explicit Cursor(std::string_view text) : rest_{text} {}
  [[nodiscard]] bool done() const { return rest_.empty(); }
  [[nodiscard]] char peek() const { return rest_.empty() ? '\n' : rest_.front(); }
  [[nodiscard]] bool at_line_end() const { return peek() == '\n' || peek() == '\r'; }
  [[nodiscard]] unsigned line() const { return line_; }
  [[nodiscard]] std::string_view rest() const { return rest_; }
  char next() {
    const char c = peek();
    if (!rest_.empty()) rest_.remove_prefix(1);
    if (c == '\n') ++line_;
    return c;
  }
  void skip_blanks() {
    while (!done() && is_blank(peek())) next();
  }
  void skip_line() {
    while (!done() && next() != '\n') {
    }
  }

 private:
  std::string_view rest_;
  unsigned line_{1};
};

std::string read_name(Cursor& cursor) {
  std::string name;
  while (!cursor.done() && is_name_character(cursor.peek())) name.push_back(cursor.next());
  return name;
}

// What a backslash and this character mean inside double quotes.
char unescaped(char c) {
  switch (c) {
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    case 't':
      return '\t';
    default:
      return c;
  }
}

// The value's bytes go into `value`, which has room for all of them, so that no outgrown copy of
// a secret stays behind. False: a quote is never closed.
bool read_quoted(Cursor& cursor, std::string& value) {
  const char quote = cursor.next();
  while (!cursor.done()) {
    const char c = cursor.next();
    if (c == quote) return true;
    if (c == '\\' && quote == '"' && !cursor.done()) {
      value.push_back(unescaped(cursor.next()));
    } else {
      value.push_back(c);
    }
  }
  return false;
}

void read_plain(Cursor& cursor, std::string& value) {
  while (!cursor.at_line_end()) {
    const bool comment = cursor.peek() == '#' && (value.empty() || is_blank(value.back()));
    if (comment) break;
    value.push_back(cursor.next());
  }
  while (!value.empty() && is_blank(value.back())) value.pop_back();
}

// Reads one assignment into `value`; the error says what is wrong with the line.
Result<std::string> read_assignment(Cursor& cursor, std::string& value) {
  auto name = read_name(cursor);
  if (name == "export" && is_blank(cursor.peek())) {
    cursor.skip_blanks();
    name = read_name(cursor);
  }
  cursor.skip_blanks();
  if (name.empty() || cursor.peek() != '=') {
    return fail(Fault::malformed, "is not NAME=VALUE. Correct it or put # in front.");
  }
  cursor.next();
  cursor.skip_blanks();
  if (cursor.peek() == '"' || cursor.peek() == '\'') {
    if (!read_quoted(cursor, value)) {
      return fail(Fault::malformed, "opens a quote that is never closed. Close it.");
    }
    cursor.skip_blanks();
    if (!cursor.at_line_end() && cursor.peek() != '#') {
      return fail(Fault::malformed, "goes on behind the closing quote. Put all of it in quotes.");
    }
  } else {
    read_plain(cursor, value);
  }
  return name;
}

Result<Environment> parse_lines(std::string_view text, std::string_view shown_name) {
  Environment out;
  Cursor cursor{text.starts_with("\xef\xbb\xbf") ? text.substr(3) : text};
  while (!cursor.done()) {
    cursor.skip_blanks();
    if (cursor.at_line_end() || cursor.peek() == '#') {
      cursor.skip_line();
      continue;
    }
    const auto source = fmt::format("{}:{}", shown_name, cursor.line());
    std::string value;
    value.reserve(cursor.rest().size());
    auto name = read_assignment(cursor, value);
    if (!name) {
      wipe(value);
      return fail(Fault::malformed, source + ": the line " + name.error().what);
    }
    cursor.skip_line();
    Variable variable{.text = {}, .secret = {}, .source = source};
    if (bears_secret(*name)) {
      variable.secret = Secret{value};
    } else {
      variable.text = value;
    }
    wipe(value);
    if (const auto seen = out.find(*name); seen != out.end()) {
      return fail(Fault::malformed,
                  fmt::format("{}: {} is set a second time, first at {}. Keep one.", source, *name,
                              seen->second.source));
    }
    out.emplace(*std::move(name), std::move(variable));
  }
  return out;
}

}  // namespace

Result<Environment> parse_env_file(std::string text, std::string_view shown_name) {
  auto out = parse_lines(text, shown_name);
  wipe(text);
  return out;
}

}  // namespace holdfast::platform
