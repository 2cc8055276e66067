#include "books/loose_json.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "platform/json_writer.hpp"

namespace holdfast::books {
namespace {

constexpr int depth_max = 64;

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

void append_utf8(std::string& out, std::uint32_t c) {
  const auto put = [&](std::uint32_t byte) { out.push_back(static_cast<char>(byte)); };
  if (c < 0x80) {
    put(c);
  } else if (c < 0x800) {
    put(0xc0U | c >> 6U), put(0x80U | (c & 0x3fU));
  } else if (c < 0x10000) {
    put(0xe0U | c >> 12U), put(0x80U | (c >> 6U & 0x3fU)), put(0x80U | (c & 0x3fU));
  } else {
    put(0xf0U | c >> 18U), put(0x80U | (c >> 12U & 0x3fU));
    put(0x80U | (c >> 6U & 0x3fU)), put(0x80U | (c & 0x3fU));
  }
}

class Reader {
 public:
  explicit Reader(std::string_view text) : text_{text} {}

  Result<LooseJson> read() {
    auto value = read_value(0);
    if (!value) return value;
    skip_space();
    if (at_ != text_.size()) return wrong("something stands behind the end");
    return value;
  }

 private:
  [[nodiscard]] bool at_end() const { return at_ >= text_.size(); }
  [[nodiscard]] char here() const { return at_end() ? '\0' : text_[at_]; }

  void skip_space() {
    while (!at_end() && is_space(text_[at_])) ++at_;
  }

  bool take(char c) {
    if (here() != c || at_end()) return false;
    ++at_;
    return true;
  }

  [[nodiscard]] tl::unexpected<Error> wrong(std::string_view what) const {
    if (at_end()) {
      return fail(Fault::malformed, fmt::format("the text ends in the middle, in line {}, after {} "
                                                "bytes",
                                                line(), text_.size()));
    }
    return fail(Fault::malformed,
                fmt::format("no JSON at line {}, byte {}: {}", line(), at_, what));
  }

  // The line of the next character; asked from front to back, so that no line end is counted twice.
  [[nodiscard]] std::uint32_t line() const {
    const auto passed = text_.substr(counted_, at_ - counted_);
    line_ += static_cast<std::uint32_t>(std::ranges::count(passed, '\n'));
    counted_ = at_;
    return line_;
  }

  Result<LooseJson> read_value(int depth) {
    skip_space();
    const std::uint32_t begins = line();
    auto value = read_value_here(depth);
    if (value) value->line = begins;
    return value;
  }

  Result<LooseJson> read_value_here(int depth) {
    if (depth > depth_max) return wrong("nested too deep");
    switch (here()) {
      case '{':
        return read_object(depth);
      case '[':
        return read_array(depth);
      case '"': {
        auto text = read_string();
        if (!text) return tl::make_unexpected(text.error());
        return LooseJson{.kind = LooseJson::Kind::string, .text = std::move(*text)};
      }
      default:
        return read_plain();
    }
  }

  Result<LooseJson> read_object(int depth) {
    LooseJson object{.kind = LooseJson::Kind::object};
    ++at_;
    skip_space();
    if (take('}')) return object;
    do {
      skip_space();
      if (here() != '"') return wrong("a field's name should stand here");
      auto name = read_string();
      if (!name) return tl::make_unexpected(name.error());
      skip_space();
      if (!take(':')) return wrong("a colon should stand here");
      auto value = read_value(depth + 1);
      if (!value) return value;
      object.names.push_back(std::move(*name));
      object.elements.push_back(std::move(*value));
      skip_space();
    } while (take(','));
    if (!take('}')) return wrong("a comma or } should stand here");
    return object;
  }

  Result<LooseJson> read_array(int depth) {
    LooseJson array{.kind = LooseJson::Kind::array};
    ++at_;
    skip_space();
    if (take(']')) return array;
    do {
      auto value = read_value(depth + 1);
      if (!value) return value;
      array.elements.push_back(std::move(*value));
      skip_space();
    } while (take(','));
    if (!take(']')) return wrong("a comma or ] should stand here");
    return array;
  }

  // Numbers and words: whatever runs until a delimiter. What is no number of JSON is a word.
  Result<LooseJson> read_plain() {
    const std::size_t begin = at_;
    while (!at_end() && (is_digit(here()) || is_letter(here()) || here() == '-' || here() == '+' ||
                         here() == '.')) {
      ++at_;
    }
    std::string text{text_.substr(begin, at_ - begin)};
    if (text.empty()) return wrong("a value should stand here");
    auto kind = LooseJson::Kind::word;
    if (text == "null") kind = LooseJson::Kind::null;
    if (text == "true" || text == "false") kind = LooseJson::Kind::boolean;
    if (is_number(text)) kind = LooseJson::Kind::number;
    return LooseJson{.kind = kind, .text = std::move(text)};
  }

  static bool is_number(std::string_view text) {
    const auto digits = [&] {
      const auto end = std::ranges::find_if_not(text, is_digit);
      const auto count = static_cast<std::size_t>(end - text.begin());
      text.remove_prefix(count);
      return count;
    };
    if (text.starts_with('-')) text.remove_prefix(1);
    const bool zero = text.starts_with('0');
    const auto whole = digits();
    if (whole == 0 || (zero && whole > 1)) return false;
    if (text.starts_with('.')) {
      text.remove_prefix(1);
      if (digits() == 0) return false;
    }
    if (text.starts_with('e') || text.starts_with('E')) {
      text.remove_prefix(1);
      if (text.starts_with('-') || text.starts_with('+')) text.remove_prefix(1);
      if (digits() == 0) return false;
    }
    return text.empty();
  }

  Result<std::string> read_string() {
    std::string out;
    ++at_;
    while (!at_end()) {
      const char c = text_[at_];
      if (c == '"') {
        ++at_;
        return out;
      }
      if (static_cast<unsigned char>(c) < 0x20) return wrong("a control character in a string");
      if (c == '\\') {
        if (!read_escape(out)) return wrong("an escape that JSON does not know");
        continue;
      }
      out.push_back(c);
      ++at_;
    }
    return wrong("");
  }

  bool read_escape(std::string& out) {
    ++at_;
    constexpr std::string_view names = "\"\\/bfnrt";
    constexpr std::string_view meant = "\"\\/\b\f\n\r\t";
    const auto plain = at_end() ? std::string_view::npos : names.find(here());
    if (plain != std::string_view::npos) {
      out.push_back(meant[plain]);
      ++at_;
      return true;
    }
    if (here() != 'u') return false;
    ++at_;
    auto unit = read_hex();
    if (!unit) return false;
    // Half of a pair that stands alone is a broken character, not a broken file.
    if (*unit >= 0xd800 && *unit < 0xdc00 && text_.substr(at_, 2) == "\\u") {
      const std::size_t before = at_;
      at_ += 2;
      const auto low = read_hex();
      if (low && *low >= 0xdc00 && *low < 0xe000) {
        append_utf8(out, 0x10000U + ((*unit - 0xd800U) << 10U) + (*low - 0xdc00U));
        return true;
      }
      at_ = before;
    }
    append_utf8(out, *unit >= 0xd800 && *unit < 0xe000 ? 0xfffdU : *unit);
    return true;
  }

  std::optional<std::uint32_t> read_hex() {
    std::uint32_t value = 0;
    for (int i = 0; i < 4; ++i, ++at_) {
      const char c = here();
      std::uint32_t digit = 0;
      if (is_digit(c)) {
        digit = static_cast<std::uint32_t>(c - '0');
      } else if (c >= 'a' && c <= 'f') {
        digit = static_cast<std::uint32_t>(c - 'a') + 10;
      } else if (c >= 'A' && c <= 'F') {
        digit = static_cast<std::uint32_t>(c - 'A') + 10;
      } else {
        return std::nullopt;
      }
      value = value << 4U | digit;
    }
    return value;
  }

  std::string_view text_;
  std::size_t at_{};
  mutable std::size_t counted_{};  // the line ends before it are counted
  mutable std::uint32_t line_{1};
};

void write(const LooseJson& value, platform::JsonWriter& out) {
  switch (value.kind) {
    case LooseJson::Kind::null:
    case LooseJson::Kind::word:
      out.null();
      return;
    case LooseJson::Kind::boolean:
    case LooseJson::Kind::number:
      out.token(value.text);
      return;
    case LooseJson::Kind::string:
      out.string(value.text);
      return;
    case LooseJson::Kind::array:
      out.begin_array();
      for (const LooseJson& element : value.elements) write(element, out);
      out.end_array();
      return;
    case LooseJson::Kind::object:
      out.begin_object();
      for (std::size_t i = 0; i < value.names.size(); ++i) {
        const LooseJson& field = value.elements[i];
        if (value.find(value.names[i]) == &field) write(field, out.key(value.names[i]));
      }
      out.end_object();
      return;
  }
}

}  // namespace

const LooseJson* LooseJson::find(std::string_view name) const {
  for (std::size_t i = names.size(); i-- > 0;) {
    if (names[i] == name) return &elements[i];
  }
  return nullptr;
}

std::string LooseJson::json() const {
  platform::JsonWriter out;
  write(*this, out);
  return out.take();
}

Result<LooseJson> read_loose_json(std::string_view text) { return Reader{text}.read(); }

}  // namespace holdfast::books
