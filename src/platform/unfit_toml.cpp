#include "platform/unfit_toml.hpp"

#include <algorithm>

namespace holdfast::platform {
namespace {

constexpr std::size_t longest_number = 100;
constexpr std::size_t most_dots = 32;  // on one line; keys cannot be longer than their line

constexpr std::string_view stray_letter =
    "has a letter beyond ASCII outside of quotes, a curly quote perhaps, or behind a backslash";
constexpr std::string_view odd_number =
    "has a number or date that cannot be one. Texts stand in quotes, with spaces around the =";
constexpr std::string_view deep_key = "has a key of too many parts";

constexpr std::string_view white = " \t\n\v\f\r";

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
      const auto next = std::min(at + 1, toml.size());
      // A backslash before a line's end also takes away the white space behind it.
      const auto shown = many_lines ? toml.find_first_not_of(white, next) : next;
      if (shown < toml.size() && beyond_ascii(toml[shown])) return shown;
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

// What ends a number or a date for toml++; quotes do not.
bool ends_value(char c) {
  return white.find(c) != std::string_view::npos || c == ']' || c == '}' || c == ',' || c == '#';
}

bool begins_number(char c) { return (c >= '0' && c <= '9') || c == '+' || c == '-'; }

bool goes_on_in_word(char c) {
  return begins_number(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

std::string_view number_at(std::string_view toml, std::size_t at) {
  const auto rest = toml.substr(at);
  return rest.substr(
      0, static_cast<std::size_t>(std::ranges::find_if(rest, ends_value) - rest.begin()));
}

std::string_view flaw_of_number(std::string_view number) {
  if (std::ranges::any_of(number, beyond_ascii)) return stray_letter;
  if (number.size() > longest_number) return odd_number;
  return number.find_first_of("\"'") == std::string_view::npos ? std::string_view{} : odd_number;
}

class Walk {
 public:
  explicit Walk(std::string_view toml) : toml_{toml} {
    if (toml.starts_with("\xef\xbb\xbf")) at_ = 3;
  }

  std::optional<UnfitLine> find() {
    while (at_ < toml_.size()) {
      const auto why = step();
      if (!why.empty()) {
        return UnfitLine{
            static_cast<std::size_t>(std::ranges::count(toml_.substr(0, at_), '\n')) + 1, why};
      }
    }
    return std::nullopt;
  }

 private:
  // Past one letter, number, text or comment, or stays and says what is wrong with it.
  std::string_view step() {
    const char c = toml_[at_];
    if (beyond_ascii(c)) return stray_letter;
    if (c == '#') {
      at_ = comment_end(toml_, at_);
    } else if (c == '"' || c == '\'') {
      at_ = text_end(toml_, at_);
    } else if (begins_number(c) && (at_ == 0 || !goes_on_in_word(toml_[at_ - 1]))) {
      const auto number = number_at(toml_, at_);
      if (const auto flaw = flaw_of_number(number); !flaw.empty()) return flaw;
      return pass(number);
    } else {
      return pass(toml_.substr(at_, 1));
    }
    return {};
  }

  std::string_view pass(std::string_view letters) {
    if (letters == "\n") dots_ = 0;
    dots_ += static_cast<std::size_t>(std::ranges::count(letters, '.'));
    if (dots_ > most_dots) return deep_key;
    at_ += letters.size();
    return {};
  }

  std::string_view toml_;
  std::size_t at_{};
  std::size_t dots_{};
};

}  // namespace

std::optional<UnfitLine> find_unfit_line(std::string_view toml) { return Walk{toml}.find(); }

}  // namespace holdfast::platform
