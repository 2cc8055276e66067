#include "sim/canonical_json.hpp"

#include <boost/json/serialize.hpp>
#include <map>

namespace holdfast::sim {
namespace {

namespace json = boost::json;

json::value sorted(const json::value& value) {
  if (const auto* list = value.if_array()) {
    json::array items;
    for (const auto& item : *list) items.push_back(sorted(item));
    return items;
  }
  const auto* object = value.if_object();
  if (object == nullptr) return value;
  std::map<std::string, json::value> members;
  for (const auto& [key, member] : *object) {
    members.emplace(std::string{key.data(), key.size()}, sorted(member));
  }
  json::object out;
  for (const auto& [key, member] : members) out.emplace(key, member);
  return out;
}

}  // namespace

std::string canonical_json(const json::value& value) { return json::serialize(sorted(value)); }

}  // namespace holdfast::sim
