#include <fmt/format.h>

#include <vector>

#include "api/openapi.hpp"
#include "platform/json_writer.hpp"

namespace holdfast::api {
namespace {

using platform::JsonWriter;

struct Line {
  std::size_t number{};
  std::size_t indent{};
  std::string text;
};

bool is_number(std::string_view text) {
  const auto digits = [&] {
    std::size_t count = 0;
    while (count < text.size() && text[count] >= '0' && text[count] <= '9') ++count;
    text.remove_prefix(count);
    return count;
  };
  if (text.starts_with('-')) text.remove_prefix(1);
  if (text.size() > 1 && text[0] == '0' && text[1] != '.') return false;
  if (digits() == 0) return false;
  if (text.empty()) return true;
  if (!text.starts_with('.')) return false;
  text.remove_prefix(1);
  return digits() > 0 && text.empty();
}

// Where a plain key ends: at a colon with a space or nothing behind it.
std::size_t key_end(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == ':' && (i + 1 == text.size() || text[i + 1] == ' ')) return i;
  }
  return std::string_view::npos;
}

class Converter {
 public:
  Result<std::string> convert(std::string_view yaml) {
    if (auto split = split_lines(yaml); !split) return tl::make_unexpected(split.error());
    if (lines_.empty()) return fail(Fault::malformed, "the YAML is empty");
    if (auto done = block(lines_.front().indent); !done) return tl::make_unexpected(done.error());
    if (at_ < lines_.size()) return wrong("indented less than what it is in");
    return json_.take();
  }

 private:
  Result<void> split_lines(std::string_view yaml) {
    for (std::size_t number = 1; !yaml.empty(); ++number) {
      auto line = yaml.substr(0, yaml.find('\n'));
      yaml.remove_prefix(std::min(line.size() + 1, yaml.size()));
      while (line.ends_with(' ') || line.ends_with('\r')) line.remove_suffix(1);
      const auto indent = line.find_first_not_of(' ');
      if (indent == std::string_view::npos || line[indent] == '#') continue;
      if (line.find('\t') != std::string_view::npos) {
        return fail(Fault::malformed, fmt::format("line {}: a tab", number));
      }
      lines_.push_back({number, indent, std::string{line.substr(indent)}});
    }
    return {};
  }

  [[nodiscard]] tl::unexpected<Error> wrong(std::string_view what) const {
    const std::size_t number = lines_[std::min(at_, lines_.size() - 1)].number;
    return fail(Fault::malformed, fmt::format("line {}: {}", number, what));
  }

  [[nodiscard]] bool inside(std::size_t indent) const {
    return at_ < lines_.size() && lines_[at_].indent == indent;
  }

  // What stands below a key or a dash with nothing beside it.
  Result<void> below(std::size_t indent) {
    if (at_ < lines_.size() && lines_[at_].indent > indent) return block(lines_[at_].indent);
    json_.null();
    return {};
  }

  Result<void> block(std::size_t indent) {
    const bool list = lines_[at_].text.starts_with("- ");
    if (list) {
      json_.begin_array();
    } else {
      json_.begin_object();
    }
    while (inside(indent)) {
      if (lines_[at_].text.starts_with("- ") != list) return wrong("a list and a map in one place");
      auto done = list ? item(indent) : entry(indent);
      if (!done) return done;
    }
    if (at_ < lines_.size() && lines_[at_].indent > indent) return wrong("indented too far");
    if (list) {
      json_.end_array();
    } else {
      json_.end_object();
    }
    return {};
  }

  // "- key: value" is a map whose first line stands beside the dash.
  Result<void> item(std::size_t indent) {
    Line& line = lines_[at_];
    line.text.erase(0, 2);
    const char first = line.text.empty() ? '\0' : line.text.front();
    const bool flow = first == '{' || first == '[' || first == '"' || first == '\'';
    if (!flow && key_end(line.text) != std::string_view::npos) {
      line.indent = indent + 2;
      return block(line.indent);
    }
    return beside(line.text);
  }

  Result<void> entry(std::size_t indent) {
    std::string_view text = lines_[at_].text;
    std::string key;
    if (text.starts_with('"') || text.starts_with('\'')) {
      auto quoted = take_quoted(text);
      if (!quoted) return tl::make_unexpected(quoted.error());
      key = *quoted;
      if (!text.starts_with(':')) return wrong("no colon behind the key");
      text.remove_prefix(1);
    } else {
      const auto end = key_end(text);
      if (end == std::string_view::npos) return wrong("no key");
      key = text.substr(0, end);
      text.remove_prefix(end + 1);
    }
    json_.key(key);
    if (text.empty()) {
      ++at_;
      return below(indent);
    }
    text.remove_prefix(1);
    return beside(std::string{text});
  }

  // A value that ends with its line.
  Result<void> beside(const std::string& value) {
    std::string_view text = value;
    auto done = flow(text, "");
    if (!done) return done;
    if (!text.empty()) return wrong("something stands behind the value");
    ++at_;
    return {};
  }

  // `ends` are the characters that end a plain scalar here; none: the line's end.
  Result<void> flow(std::string_view& text, std::string_view ends) {
    skip(text);
    if (text.starts_with('{')) return flow_map(text);
    if (text.starts_with('[')) return flow_list(text);
    if (text.starts_with('"') || text.starts_with('\'')) {
      auto quoted = take_quoted(text);
      if (!quoted) return tl::make_unexpected(quoted.error());
      json_.string(*quoted);
      return {};
    }
    return plain(text, ends);
  }

  Result<void> plain(std::string_view& text, std::string_view ends) {
    auto word = text.substr(0, ends.empty() ? text.size() : text.find_first_of(ends));
    text.remove_prefix(word.size());
    while (word.ends_with(' ')) word.remove_suffix(1);
    constexpr std::string_view special = "&*!|>%@`#";
    if (word.empty() || special.find(word.front()) != std::string_view::npos) {
      return wrong("beyond the YAML that is read here");
    }
    if (word.find(": ") != std::string_view::npos || word.find(" #") != std::string_view::npos) {
      return wrong("a text with `: ` or ` #` in it needs quotes");
    }
    if (word == "true" || word == "false" || word == "null" || is_number(word)) {
      json_.token(word);
    } else {
      json_.string(word);
    }
    return {};
  }

  Result<void> flow_map(std::string_view& text) {
    text.remove_prefix(1);
    json_.begin_object();
    for (skip(text); !text.starts_with('}'); skip(text)) {
      const auto end = key_end(text);
      if (end == std::string_view::npos) return wrong("no key in { }");
      json_.key(text.substr(0, end));
      text.remove_prefix(end + 1);
      if (auto done = flow(text, ",}"); !done) return done;
      if (!take_comma(text, '}')) return wrong("no comma in { }");
    }
    text.remove_prefix(1);
    json_.end_object();
    return {};
  }

  Result<void> flow_list(std::string_view& text) {
    text.remove_prefix(1);
    json_.begin_array();
    for (skip(text); !text.starts_with(']'); skip(text)) {
      if (auto done = flow(text, ",]"); !done) return done;
      if (!take_comma(text, ']')) return wrong("no comma in [ ]");
    }
    text.remove_prefix(1);
    json_.end_array();
    return {};
  }

  static bool take_comma(std::string_view& text, char end) {
    skip(text);
    if (text.starts_with(end)) return true;
    if (!text.starts_with(',')) return false;
    text.remove_prefix(1);
    return true;
  }

  static void skip(std::string_view& text) {
    while (text.starts_with(' ')) text.remove_prefix(1);
  }

  Result<std::string> take_quoted(std::string_view& text) {
    const char quote = text.front();
    text.remove_prefix(1);
    std::string out;
    while (!text.empty()) {
      const char c = text.front();
      text.remove_prefix(1);
      if (c == quote) return out;
      if (c == '\\' && quote == '"') {
        if (!text.starts_with('"') && !text.starts_with('\\')) return wrong("an escape");
        out.push_back(text.front());
        text.remove_prefix(1);
      } else {
        out.push_back(c);
      }
    }
    return wrong("a quote that does not end");
  }

  std::vector<Line> lines_;
  std::size_t at_{};
  JsonWriter json_;
};

}  // namespace

Result<std::string> json_of_plain_yaml(std::string_view yaml) { return Converter{}.convert(yaml); }

}  // namespace holdfast::api
