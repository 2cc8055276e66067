#include "cli/listing.hpp"

#include <fmt/format.h>

#include <iterator>

#include "cli/copy_json.hpp"

namespace holdfast::cli {
namespace {

using platform::JsonValue;
using platform::JsonWriter;

Result<std::string> json_of(JsonValue& value) {
  JsonWriter json;
  return copy_json(value, json).map([&] { return json.take(); });
}

}  // namespace

// Returns where the next page begins; empty: this one is the last.
Result<std::string> Listing::take_page(std::string_view body) {
  const bool first = fields_.empty();
  std::string after;
  std::vector<std::string> rows;
  platform::JsonReader reader{body};
  const auto read = reader.object([&](std::string_view name, JsonValue& value) -> Result<void> {
    if (name == list_) {
      if (first) fields_.emplace_back(name, "");
      return value.each_element([&](JsonValue& row) {
        return json_of(row).map([&](std::string json) { rows.push_back(std::move(json)); });
      });
    }
    if (name == "next_after") {
      if (first) fields_.emplace_back(name, "null");
      return store_scalar(after, value);
    }
    if (!first) return value.skip();
    if (name == "as_of" && value.kind() == JsonValue::Kind::string) {
      return value.string().map([&](std::string_view text) {
        as_of_ = text;
        fields_.emplace_back(name, json_quoted(text));
      });
    }
    return json_of(value).map(
        [&](std::string json) { fields_.emplace_back(name, std::move(json)); });
  });
  if (!read) return tl::make_unexpected(read.error());
  for (std::string& json : rows) {
    auto tree = read_tree(json);
    if (!tree) return tl::make_unexpected(tree.error());
    rows_.push_back({*std::move(tree), std::move(json)});
  }
  return after;
}

Result<Listing> Listing::read(Session& session, const std::string& target, std::string_view list) {
  Listing listing{list};
  std::string page = target;
  do {
    const auto body = session.get(page);
    if (!body) return tl::make_unexpected(body.error());
    const auto after = listing.take_page(*body);
    if (!after) return tl::make_unexpected(after.error());
    page = after->empty() ? "" : fmt::format("{}&after={}", target, *after);
  } while (!page.empty());
  return listing;
}

std::string Listing::json() const {
  JsonWriter json;
  json.begin_object();
  for (const auto& [name, value] : fields_) {
    json.key(name);
    if (name != list_) {
      json.token(value);
      continue;
    }
    json.begin_array();
    for (const Row& row : rows_) json.token(row.json);
    json.end_array();
  }
  return json.end_object().take();
}

void Listing::keep_since(UtcTime moment) {
  std::erase_if(rows_, [&](const Row& row) {
    const auto at = parse_rfc3339(row.tree.text("at"));
    return !at || *at < moment;
  });
}

void Listing::keep_last(std::size_t count) {
  if (rows_.size() <= count) return;
  rows_.erase(rows_.begin(), std::prev(rows_.end(), static_cast<std::ptrdiff_t>(count)));
}

}  // namespace holdfast::cli
