#include "platform/json_reader.hpp"

#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>
#include <array>
#include <bitset>
#include <charconv>
#include <vector>

#include "platform/key_index.hpp"

namespace holdfast::platform {

namespace od = simdjson::ondemand;

struct JsonValue::Cursor {
  od::value value;
};

// A copy of the bytes with room behind them, and simdjson's own memory.
struct JsonReader::Text {
  std::unique_ptr<char[]> bytes;
  std::size_t capacity{};
  std::size_t size{};
  od::parser parser;

  void take(std::string_view from) {
    if (capacity < from.size()) {
      capacity = from.size();
      bytes.reset(new char[capacity + simdjson::SIMDJSON_PADDING]);
    }
    if (bytes == nullptr) bytes.reset(new char[simdjson::SIMDJSON_PADDING]);
    size = from.size();
    std::copy(from.begin(), from.end(), bytes.get());
    std::fill_n(bytes.get() + size, simdjson::SIMDJSON_PADDING, ' ');
  }
  [[nodiscard]] std::string_view view() const { return {bytes.get(), size}; }
  [[nodiscard]] simdjson::padded_string_view padded() const {
    return simdjson::padded_string_view{bytes.get(), size, size + simdjson::SIMDJSON_PADDING};
  }
};

namespace {

// A page of a listing is parsed in the memory of the page before: fresh memory costs as much as
// the parsing. What a rare large text needed is given back, and under the address sanitizer all
// is, so that a view kept beyond its reader is found.
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define HOLDFAST_KEEPS_NOTHING
#endif
#endif
#ifdef HOLDFAST_KEEPS_NOTHING
constexpr std::size_t kept_max = 0;
#else
constexpr std::size_t kept_max = 2U << 20U;
#endif

tl::unexpected<Error> broken(std::string_view where) {
  return fail(Fault::malformed, fmt::format("broken JSON{}{}", where.empty() ? "" : " in ", where));
}

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

std::string_view trimmed(std::string_view token) {
  while (!token.empty() && is_space(token.back())) token.remove_suffix(1);
  return token;
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
  if (is_json_number(token)) return Kind::number;
  if (token == "true" || token == "false") return Kind::boolean;
  return token == "null" ? Kind::null : Kind::broken;
}

// The keys of one object, to see a second sight. Most keys differ already in a small hash, and few
// objects have more keys than fit without an allocation.
class SeenKeys {
 public:
  bool insert(std::string_view key) {
    const std::size_t hash = small_hash(key);
    if (hashes_[hash] && contains(key)) return false;
    hashes_[hash] = true;
    if (count_ < first_.size()) {
      first_[count_++] = {key.data(), key.size()};
    } else {
      more_.push_back(key);
    }
    return true;
  }

 private:
  struct Key {
    const char* at;
    std::size_t size;
  };
  [[nodiscard]] bool contains(std::string_view key) const {
    for (std::size_t i = 0; i < count_; ++i) {
      if (std::string_view{first_[i].at, first_[i].size} == key) return true;
    }
    return std::find(more_.begin(), more_.end(), key) != more_.end();
  }

  std::bitset<256> hashes_;
  std::array<Key, 40> first_;  // of which `count_` are set
  std::size_t count_{};
  std::vector<std::string_view> more_;
};

}  // namespace

JsonValue::JsonValue(Cursor& cursor, std::string_view name, int depth)
    : cursor_{cursor},
      name_{name},
      token_{trimmed(cursor_.value.raw_json_token())},
      kind_{kind_of(token_)},
      depth_{depth} {}

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

Result<void> JsonValue::each_field(OnField on_field) {
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

Result<void> JsonValue::each_element(OnElement on_element) {
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

std::unique_ptr<JsonReader::Text>& JsonReader::kept() {
  thread_local std::unique_ptr<Text> text;
  return text;
}

JsonReader::JsonReader(std::string_view text) : text_{std::move(kept())} {
  if (!text_) text_ = std::make_unique<Text>();
  text_->take(text);
}

JsonReader::~JsonReader() {
  if (text_->capacity != 0 && text_->capacity <= kept_max) kept() = std::move(text_);
}

bool JsonReader::starts_with_array() const {
  const std::string_view text = text_->view();
  const auto first = text.find_first_not_of(" \t\r\n");
  return first != std::string_view::npos && text[first] == '[';
}

std::size_t JsonReader::line_of(const JsonValue& value) const {
  const char* const begin = text_->bytes.get();
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

Result<void> JsonReader::walk(char closing, OnElement on_root) {
  // A cut text is refused before anything is read of it: its brackets cannot match.
  const std::string_view text = trimmed(text_->view());
  if (text.empty() || text.back() != closing) {
    return fail(Fault::malformed, "the JSON text is empty, cut off or of another shape");
  }
  od::document document;
  JsonValue::Cursor cursor{};
  if (text_->parser.iterate(text_->padded()).get(document) != simdjson::SUCCESS) return broken("");
  if (document.get_value().get(cursor.value) != simdjson::SUCCESS) return broken("");
  JsonValue value{cursor, "", 0};
  auto done = on_root(value);
  if (!done) return done;
  return at_the_end(document);
}

Result<void> JsonReader::object(OnField on_field) {
  return walk('}', [on_field](JsonValue& root) { return root.each_field(on_field); });
}

Result<void> JsonReader::array(OnElement on_element) {
  return walk(']', [on_element](JsonValue& root) { return root.each_element(on_element); });
}

Result<void> store_scalar(std::string& into, JsonValue& value) {
  const bool written =
      value.kind() == JsonValue::Kind::string || value.kind() == JsonValue::Kind::number;
  if (!written) return {};
  const auto text = value.string_or_number();
  if (!text) return tl::make_unexpected(text.error());
  into = std::string{*text};
  return {};
}

tl::unexpected<Error> missing_field(std::string_view where, std::string_view field) {
  return fail(
      Fault::malformed,
      fmt::format("{} has no {}: the venue changed its answer, or it was cut", where, field));
}

}  // namespace holdfast::platform
