#include "sim/pacifica/errors.hpp"

namespace holdfast::sim::pacifica {

Answer success(Node data) {
  return {.body = Node::object({{"success", Node::boolean(true)},
                                {"data", std::move(data)},
                                {"error", Node{}},
                                {"code", Node{}}})};
}

Answer refusal(const Service& service, const Refused& refused) {
  if (!service.wraps_errors) {
    return {.status = refused.status, .body = Node::object({{"error", Node::text(refused.error)}})};
  }
  auto body = Node::object({{"success", Node::boolean(false)},
                            {"data", Node{}},
                            {"error", Node::text(refused.error)},
                            {"code", Node::number(refused.code)}});
  if (!refused.id.empty()) body.set("error_id", Node::text(refused.id));
  return {.status = refused.status, .body = std::move(body)};
}

Answer refusal(const Service& service, int status, std::string_view error, std::string_view id) {
  return refusal(
      service,
      {.status = status, .code = status, .error = std::string{error}, .id = std::string{id}});
}

}  // namespace holdfast::sim::pacifica
