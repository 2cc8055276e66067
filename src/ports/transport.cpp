#include "ports/transport.hpp"

#include <algorithm>
#include <cctype>

namespace holdfast {

std::string_view name_of(Method method) {
  switch (method) {
    case Method::get:
      return "GET";
    case Method::post:
      return "POST";
    case Method::del:
      return "DELETE";
  }
  return "GET";
}

std::string_view HttpResponse::header(std::string_view name) const {
  const auto lower = [](char c) { return std::tolower(static_cast<unsigned char>(c)); };
  const auto same = [&](const auto& entry) {
    return std::ranges::equal(entry.first, name, {}, lower, lower);
  };
  const auto found = std::ranges::find_if(headers, same);
  return found == headers.end() ? std::string_view{} : std::string_view{found->second};
}

}  // namespace holdfast
