#include "scenario/syntax.hpp"

#include <algorithm>
#include <set>

namespace holdfast::scenario {
namespace {

constexpr std::string_view space = " \t\r\n";
constexpr std::size_t levels_max = 64;

class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_{text} {}

  std::optional<Refusal> fault() {
    if (value() && (skip_space(), at_ < text_.size())) stop("something follows the end");
    return fault_;
  }

 private:
  bool stop(std::string what) {
    const auto last = std::min(at_, text_.find_last_not_of(space) + 1);
    const auto line = 1 + std::ranges::count(text_.substr(0, last), '\n');
    if (at_ >= text_.size()) what = "the text is cut off";
    fault_ = Refusal{static_cast<std::size_t>(line), "broken JSON: " + std::move(what), false};
    return false;
  }

  void skip_space() { at_ = std::min(text_.find_first_not_of(space, at_), text_.size()); }

  bool take(char c) {
    skip_space();
    if (at_ >= text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }

  bool value() {
    if (take('{')) return members('}', [this] { return member(); });
    if (take('[')) return members(']', [this] { return value(); });
    if (take('"')) return string();
    const auto end = std::min(text_.find_first_of(",]}: \t\r\n\"", at_), text_.size());
    const auto word = text_.substr(at_, end - at_);
    const bool number = word.find_first_not_of("0123456789+-.eE") == std::string_view::npos;
    if (word.empty() || !(number || word == "true" || word == "false" || word == "null")) {
      return stop("a value is missing, or it is none");
    }
    at_ = end;
    return true;
  }

  template <class One>
  bool members(char closing, One one) {
    if (keys_.size() >= levels_max) return stop("more levels than anybody reads");
    keys_.emplace_back();
    if (!take(closing)) {
      do {
        if (!one()) return false;
      } while (take(','));
      if (!take(closing)) return stop(std::string{"a comma or "} + closing + " is missing");
    }
    keys_.pop_back();
    return true;
  }

  bool member() {
    if (!take('"')) return stop("a name is missing");
    const auto from = at_;
    if (!string()) return false;
    const std::string key{text_.substr(from, at_ - 1 - from)};
    if (!keys_.back().insert(key).second) return stop(key + " stands twice in one object");
    return take(':') ? value() : stop("a colon is missing");
  }

  // From behind its first quote.
  bool string() {
    for (const auto from = at_; at_ < text_.size(); ++at_) {
      if (text_[at_] == '"') return ++at_, true;
      if (text_[at_] == '\\') ++at_;
      if (at_ < text_.size() && text_[at_] == '\n') {
        at_ = from;
        return stop("a string is not closed");
      }
    }
    return stop("");
  }

  std::string_view text_;
  std::size_t at_{};
  std::vector<std::set<std::string>> keys_;  // of the objects around
  std::optional<Refusal> fault_;
};

}  // namespace

std::optional<Refusal> syntax_fault(std::string_view text) { return Scanner{text}.fault(); }

}  // namespace holdfast::scenario
