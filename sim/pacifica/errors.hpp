#pragma once
#include <string_view>

#include "sim/call.hpp"
#include "sim/pacifica/exchange.hpp"

namespace holdfast::sim::pacifica {

// {"success":true,"data":...,"error":null,"code":null}
Answer success(Node data);
// {"success":false,"data":null,"error","code"}, or {"error"} alone where the service says so.
Answer refusal(const Service& service, const Refused& refused);
Answer refusal(const Service& service, int status, std::string_view error,
               std::string_view id = "");

}  // namespace holdfast::sim::pacifica
