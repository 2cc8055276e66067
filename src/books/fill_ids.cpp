#include "books/fill_ids.hpp"

#include <algorithm>

#include "books/loose_json.hpp"

namespace holdfast::books {
namespace {

using Kind = LooseJson::Kind;

// The member's value, made empty where it is missing; of two with one name the last counts.
LooseJson& member(LooseJson& of, std::string_view name, Kind empty) {
  const auto known = std::ranges::find(of.names.rbegin(), of.names.rend(), name);
  if (known == of.names.rend()) {
    of.names.emplace_back(name);
    of.elements.push_back({.kind = empty});
    return of.elements.back();
  }
  const auto index = of.names.size() - 1 - static_cast<std::size_t>(known - of.names.rbegin());
  return of.elements[index];
}

bool is_given(const LooseJson& value) {
  return !value.is(Kind::null) && !(value.is(Kind::string) && value.text.empty());
}

}  // namespace

Result<std::string> with_ids(std::string_view row, const std::map<std::string, std::string>& ids) {
  auto filled = read_loose_json(row);
  if (!filled) return tl::make_unexpected(filled.error());
  if (!filled->is(Kind::object)) return fail(Fault::malformed, "a row is an object");
  if (ids.empty()) return filled->json();
  LooseJson& external = member(*filled, "external_ids", Kind::object);
  if (!external.is(Kind::object)) external = {.kind = Kind::object};
  for (const auto& [name, id] : ids) {
    LooseJson& value = member(external, name, Kind::null);
    if (!is_given(value)) value = {.kind = Kind::string, .text = id};
  }
  return filled->json();
}

}  // namespace holdfast::books
