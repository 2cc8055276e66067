#include "cli/json_tree.hpp"

#include "platform/json_reader.hpp"

namespace holdfast::cli {
namespace {

using platform::JsonValue;

std::string joined(const std::string& prefix, std::string_view key) {
  return prefix.empty() ? std::string{key} : prefix + "." + std::string{key};
}

Result<void> put(JsonTree& tree, const std::string& path, JsonValue& value);

Result<void> put_list(JsonTree& tree, const std::string& path, JsonValue& value) {
  auto& rows = tree.lists[path];
  return value.each_element([&](JsonValue& element) -> Result<void> {
    JsonTree row;
    if (auto read = put(row, "", element); !read) return read;
    rows.push_back(std::move(row));
    return {};
  });
}

Result<void> put(JsonTree& tree, const std::string& path, JsonValue& value) {
  switch (value.kind()) {
    case JsonValue::Kind::object:
      return value.each_field([&](std::string_view key, JsonValue& field) {
        return put(tree, joined(path, key), field);
      });
    case JsonValue::Kind::array:
      return put_list(tree, path, value);
    case JsonValue::Kind::boolean: {
      const auto yes = value.boolean();
      if (!yes) return tl::make_unexpected(yes.error());
      tree.fields[path] = *yes ? "true" : "false";
      return {};
    }
    case JsonValue::Kind::string:
    case JsonValue::Kind::number: {
      const auto text = value.string_or_number();
      if (!text) return tl::make_unexpected(text.error());
      tree.fields[path] = *text;
      return {};
    }
    case JsonValue::Kind::null:
    case JsonValue::Kind::broken:
      break;
  }
  return value.skip();
}

}  // namespace

std::string_view JsonTree::text(std::string_view path) const {
  const auto found = fields.find(path);
  return found == fields.end() ? std::string_view{} : std::string_view{found->second};
}

const std::vector<JsonTree>& JsonTree::rows(std::string_view path) const {
  static const std::vector<JsonTree> none;
  const auto found = lists.find(path);
  return found == lists.end() ? none : found->second;
}

Result<JsonTree> read_tree(std::string_view json) {
  JsonTree tree;
  platform::JsonReader reader{json};
  auto read = reader.object(
      [&](std::string_view key, JsonValue& value) { return put(tree, std::string{key}, value); });
  if (!read) return tl::make_unexpected(read.error());
  return tree;
}

}  // namespace holdfast::cli
