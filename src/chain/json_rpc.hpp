#pragma once
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "domain/error.hpp"
#include "platform/json_reader.hpp"

// What every chain's JSON-RPC has in common.
namespace holdfast::json_rpc {

// Where a JSON-RPC endpoint is. Providers put access keys into the path, so nothing but `name` is
// ever shown.
struct EndpointAddress {
  std::string name;    // host and port
  std::string origin;  // "https://polygon-rpc.com"
  std::string target;  // "/", "/v2/<key>"
};

// Splits an http(s) URL; an error never repeats more of it than the host.
Result<EndpointAddress> endpoint_address(std::string_view url);

// "rpc.example.org:8899" and "rpc.example.org" are one provider: they lie and lag together.
std::string provider_of(std::string_view endpoint_name);

// One JSON-RPC 2.0 question; `parameters` is a JSON array as text.
std::string question(std::uint64_t id, std::string_view method, std::string_view parameters);

using OnResult = std::function<Result<void>(platform::JsonValue& result)>;
// What a chain's error code and message mean.
using FaultOf = Fault (*)(std::int64_t code, std::string_view message);

// Reads the answer to question `id`; the visitor sees its result. An answer to another question, or
// one with neither result nor error, is Fault::malformed.
Result<void> read_answer(std::string_view body, std::uint64_t id, FaultOf fault_of,
                         const OnResult& on_result);

}  // namespace holdfast::json_rpc
