#include "platform/json_reader.hpp"

#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <vector>

namespace holdfast::platform {

namespace od = simdjson::ondemand;

struct JsonValue::Cursor {
  od::value value;
};

struct JsonReader::Text {
  explicit Text(std::string_view bytes) : padded{bytes} {}
  simdjson::padded_string padded;
  od::parser parser;
};

namespace {

tl::unexpected<Error> broken(std::string_view where) {
  return fail(Fault::malformed, fmt::format("broken JSON{}{}", where.empty() ? "" : " in ", where));
}

std::string_view trimmed(std::string_view token) {
  const auto end = token.find_last_not_of(" \t\r\n");
  return end == std::string_view::npos ? std::string_view{} : token.substr(0, end + 1);
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::size_t digits_at(std::string_view text, std::size_t from) {
  std::size_t end = from;
  while (end < text.size() && is_digit(text[end])) ++end;
  return end - from;
}

// RFC 8259 section 6; simdjson's lazy values are not checked by anybody until they are converted.
bool is_json_number(std::string_view text) {
  std::size_t at = text.starts_with('-') ? 1 : 0;
  const auto whole = digits_at(text, at);
  if (whole == 0 || (whole > 1 && text[at] == '0')) return false;
  at += whole;
  if (at < text.size() && text[at] == '.') {
    const auto fraction = digits_at(text, at + 1);
    if (fraction == 0) return false;
    at += 1 + fraction;
  }
  if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
    ++at;
    if (at < text.size() && (text[at] == '+' || text[at] == '-')) ++at;
    const auto exponent = digits_at(text, at);
    if (exponent == 0) return false;
    at += exponent;
  }
  return at == text.size();
}

JsonValue::Kind kind_of(std::string_view token) {
  using Kind = JsonValue::Kind;
  if (token.empty()) return Kind::broken;
  if (token.front() == '{') return Kind::object;
  if (token.front() == '[') return Kind::array;
  if (token.front() == '"') return Kind::string;
  if (token == "true" || token == "false") return Kind::boolean;
  if (token == "null") return Kind::null;
  return is_json_number(token) ? Kind::number : Kind::broken;
}

// The keys of one object, to see a second sight. Most keys differ already in a small hash, and few
// objects have more keys than fit without an allocation.
class SeenKeys {
 public:
  bool insert(std::string_view key) {
    const std::size_t hash = std::hash<std::string_view>{}(key) % bits_.size();
    if (bits_[hash] && contains(key)) return false;
    bits_[hash] = true;
    if (count_ < first_.size()) {
      first_[count_++] = key;
    } else {
      more_.push_back(key);
    }
    return true;
  }

 private:
  [[nodiscard]] bool contains(std::string_view key) const {
    const auto end = first_.begin() + static_cast<std::ptrdiff_t>(count_);
    return std::find(first_.begin(), end, key) != end ||
           std::find(more_.begin(), more_.end(), key) != more_.end();
  }

  std::array<bool, 256> bits_{};
  std::array<std::string_view, 40> first_{};
  std::size_t count_{};
  std::vector<std::string_view> more_;
};

}  // namespace

JsonValue::JsonValue(Cursor& cursor, std::string_view name, int depth)
    : cursor_{cursor}, name_{name}, depth_{depth} {
  token_ = trimmed(cursor_.value.raw_json_token());
  kind_ = kind_of(token_);
}

tl::unexpected<Error> JsonValue::wrong(std::string_view wanted) const {
  if (kind_ == Kind::broken) return broken(name_);
  return fail(Fault::malformed,
              fmt::format("{} is not {}", name_.empty() ? "the text" : name_, wanted));
}

Result<std::string_view> JsonValue::string() {
  if (kind_ != Kind::string) return wrong("a string");
  taken_ = true;
  std::string_view text;
  if (cursor_.value.get_string().get(text) != simdjson::SUCCESS) return broken(name_);
  return text;
}

Result<std::string_view> JsonValue::number() {
  if (kind_ != Kind::number) return wrong("a number");
  taken_ = true;
  return token_;
}

Result<std::int64_t> JsonValue::integer() {
  if (kind_ != Kind::number) return wrong("an integer");
  taken_ = true;
  std::int64_t value{};
  const auto* const end = token_.data() + token_.size();
  const auto [stop, error] = std::from_chars(token_.data(), end, value);
  if (error != std::errc{} || stop != end) return wrong("an integer");
  return value;
}

Result<bool> JsonValue::boolean() {
  if (kind_ != Kind::boolean) return wrong("true or false");
  taken_ = true;
  return token_ == "true";
}

Result<std::string_view> JsonValue::string_or_number() {
  if (kind_ == Kind::string) return string();
  if (kind_ == Kind::number) return number();
  return wrong("a string or a number");
}

Result<void> JsonValue::each_field(const OnField& on_field) {
  if (kind_ != Kind::object) return wrong("an object");
  if (depth_ >= JsonReader::depth_max) return broken("too many levels");
  taken_ = true;
  od::object fields;
  if (cursor_.value.get_object().get(fields) != simdjson::SUCCESS) return broken(name_);
  SeenKeys seen;
  for (auto entry : fields) {
    od::field field;
    std::string_view key;
    if (std::move(entry).get(field) != simdjson::SUCCESS) return broken(name_);
    if (field.unescaped_key().get(key) != simdjson::SUCCESS) return broken(name_);
    if (!seen.insert(key)) {
      return fail(Fault::malformed, fmt::format("the key {} stands twice in one object", key));
    }
    Cursor cursor{field.value()};
    JsonValue value{cursor, key, depth_ + 1};
    if (auto done = on_field(key, value); !done) return done;
    if (!value.taken_) {
      if (auto done = value.skip(); !done) return done;
    }
  }
  return {};
}

Result<void> JsonValue::each_element(const OnElement& on_element) {
  if (kind_ != Kind::array) return wrong("an array");
  if (depth_ >= JsonReader::depth_max) return broken("too many levels");
  taken_ = true;
  od::array elements;
  if (cursor_.value.get_array().get(elements) != simdjson::SUCCESS) return broken(name_);
  for (auto entry : elements) {
    Cursor cursor{};
    if (std::move(entry).get(cursor.value) != simdjson::SUCCESS) return broken(name_);
    JsonValue value{cursor, name_, depth_ + 1};
    if (auto done = on_element(value); !done) return done;
    if (!value.taken_) {
      if (auto done = value.skip(); !done) return done;
    }
  }
  return {};
}

Result<void> JsonValue::skip() {
  switch (kind_) {
    case Kind::broken:
      return broken(name_);
    case Kind::object:
      return each_field([](std::string_view, JsonValue&) -> Result<void> { return {}; });
    case Kind::array:
      return each_element([](JsonValue&) -> Result<void> { return {}; });
    case Kind::string:
      if (const auto text = string(); !text) return tl::make_unexpected(text.error());
      return {};
    case Kind::number:
    case Kind::boolean:
    case Kind::null:
      break;
  }
  taken_ = true;
  return {};
}

JsonReader::JsonReader(std::string_view text) : text_{std::make_unique<Text>(text)} {}
JsonReader::~JsonReader() = default;

bool JsonReader::starts_with_array() const {
  const std::string_view text{text_->padded};
  const auto first = text.find_first_not_of(" \t\r\n");
  return first != std::string_view::npos && text[first] == '[';
}

std::size_t JsonReader::line_of(const JsonValue& value) const {
  const char* const begin = text_->padded.data();
  return 1 + static_cast<std::size_t>(std::count(begin, value.token_.data(), '\n'));
}

namespace {

// A document ends where nothing is left to read: simdjson 3.0.1 does not look behind the last
// brace by itself.
Result<void> at_the_end(od::document& document) {
  const char* location = nullptr;
  if (document.current_location().get(location) != simdjson::OUT_OF_BOUNDS) {
    return fail(Fault::malformed, "something follows the end of the JSON text");
  }
  return {};
}

}  // namespace

Result<void> JsonReader::walk(char closing, const OnField& on_field, const OnElement& on_element) {
  // A cut text is refused before anything is read of it: its brackets cannot match.
  const std::string_view text = trimmed(text_->padded);
  if (text.empty() || text.back() != closing) {
    return fail(Fault::malformed, "the JSON text is empty, cut off or of another shape");
  }
  od::document document;
  JsonValue::Cursor cursor{};
  if (text_->parser.iterate(text_->padded).get(document) != simdjson::SUCCESS) return broken("");
  if (document.get_value().get(cursor.value) != simdjson::SUCCESS) return broken("");
  JsonValue value{cursor, "", 0};
  auto done = closing == '}' ? value.each_field(on_field) : value.each_element(on_element);
  if (!done) return done;
  return at_the_end(document);
}

Result<void> JsonReader::object(const OnField& on_field) { return walk('}', on_field, {}); }
Result<void> JsonReader::array(const OnElement& on_element) { return walk(']', {}, on_element); }

tl::unexpected<Error> missing_field(std::string_view where, std::string_view field) {
  return fail(
      Fault::malformed,
      fmt::format("{} has no {}: the venue changed its answer, or it was cut", where, field));
}

}  // namespace holdfast::platform
