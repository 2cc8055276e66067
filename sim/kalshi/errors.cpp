#include "sim/kalshi/errors.hpp"

namespace holdfast::sim::kalshi {
namespace {

Node error_node(std::string_view code, std::string_view message, std::string_view details) {
  auto node = Node::object({{"code", Node::text(code)}, {"message", Node::text(message)}});
  if (!details.empty()) node.set("details", Node::text(details));
  return node;
}

}  // namespace

Answer wrapped_error(int status, std::string_view code, std::string_view message,
                     std::string_view details) {
  return {.status = status, .body = Node::object({{"error", error_node(code, message, details)}})};
}

Answer flat_error(int status, std::string_view code, std::string_view message,
                  std::string_view details) {
  return {.status = status, .body = error_node(code, message, details)};
}

Answer parameter_error(std::string_view message) {
  return {.status = 400, .body = Node::object({{"msg", Node::text(message)}})};
}

Answer too_many_requests() {
  return {.status = 429, .body = Node::object({{"error", Node::text("too many requests")}})};
}

Answer not_found() { return wrapped_error(404, "not_found", "not found"); }

Answer signature_refused() {
  return wrapped_error(401, "authentication_error", "authentication_error",
                       "INCORRECT_API_KEY_SIGNATURE");
}

}  // namespace holdfast::sim::kalshi
