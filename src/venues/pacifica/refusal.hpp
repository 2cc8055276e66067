#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "domain/error.hpp"
#include "ports/transport.hpp"

namespace holdfast::pacifica {

// Pacifica's words of refusal: {"success":false,"data":null,"error","code","error_id"?}, {"error",
// "code"} or {"error"}. Codes have been numbered anew several times: the text decides.
struct Refusal {
  std::string error;  // fit for logs
  std::string id;     // error_id, where it is given
  std::optional<std::int64_t> code;
};

// None when the body is not a refusal.
std::optional<Refusal> parse_refusal(std::string_view body);

// What the refusal means; `status` 200 for one that came with a 200.
Fault fault_for(int status, const Refusal& refusal);

// The fault of an answer that is not a 200, with advice where there is some; none for a 200, whose
// body says for itself whether it succeeded.
std::optional<Error> fault_of(const HttpResponse& response, std::string_view route);

}  // namespace holdfast::pacifica
