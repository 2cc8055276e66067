#include "api/openapi.hpp"

#include "api/embedded.hpp"
#include "api/embedded_file.hpp"

namespace holdfast::api {

std::string_view embedded_file(std::string_view name) {
  for (const auto& file : embedded::api()) {
    if (file.name == name) return file.bytes;
  }
  return {};
}

std::string_view openapi_json() {
  // The file is part of the binary and a test reads it: it cannot be wrong here.
  static const std::string json = json_of_plain_yaml(embedded_file("openapi.yaml")).value_or("{}");
  return json;
}

}  // namespace holdfast::api
