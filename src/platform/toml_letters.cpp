#include "platform/toml_letters.hpp"

#include <algorithm>

namespace holdfast::platform {
namespace {

bool beyond_ascii(char c) { return static_cast<unsigned char>(c) >= 0x80; }

// Where the comment that begins at `at` ends: at its line end.
std::size_t comment_end(std::string_view toml, std::size_t at) {
  return std::min(toml.find('\n', at), toml.size());
}

// Where the text that begins at `at` ends: behind its closing quotes, at the line end that breaks
// it, or at a stray letter behind a backslash.
std::size_t text_end(std::string_view toml, std::size_t at) {
  const char quote = toml[at];
  const auto is_triple = [&](std::size_t i) {
    return toml.substr(i, 3) == (quote == '"' ? "\"\"\"" : "'''");
  };
  const bool many_lines = is_triple(at);
  at += many_lines ? 3 : 1;
  while (at < toml.size()) {
    const char c = toml[at];
    if (c == '\\' && quote == '"') {
      if (at + 1 < toml.size() && beyond_ascii(toml[at + 1])) return at + 1;
      at += 2;
    } else if (c == '\n' && !many_lines) {
      return at;
    } else if (c == quote && !many_lines) {
      return at + 1;
    } else if (many_lines && is_triple(at)) {
      at += 3;
      // One or two more quotes are still the text's own.
      for (int more = 0; more < 2 && at < toml.size() && toml[at] == quote; ++more) ++at;
      return at;
    } else {
      ++at;
    }
  }
  return toml.size();
}

}  // namespace

std::optional<std::size_t> line_of_stray_letter(std::string_view toml) {
  std::size_t at = toml.starts_with("\xef\xbb\xbf") ? 3 : 0;
  while (at < toml.size()) {
    const char c = toml[at];
    if (beyond_ascii(c)) {
      return static_cast<std::size_t>(std::ranges::count(toml.substr(0, at), '\n')) + 1;
    }
    if (c == '#') {
      at = comment_end(toml, at);
    } else if (c == '"' || c == '\'') {
      at = text_end(toml, at);
    } else {
      ++at;
    }
  }
  return std::nullopt;
}

}  // namespace holdfast::platform
