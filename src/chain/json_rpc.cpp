#include "chain/json_rpc.hpp"

#include <fmt/format.h>

#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>
#include <optional>

#include "net/printable.hpp"

namespace holdfast::json_rpc {
namespace {

using platform::JsonReader;
using platform::JsonValue;

struct RpcError {
  std::int64_t code{};
  std::string message;
};

Result<void> read_error(RpcError& error, JsonValue& value) {
  return value.each_field([&](std::string_view key, JsonValue& field) -> Result<void> {
    if (key == "code") {
      const auto code = field.integer();
      if (!code) return tl::make_unexpected(code.error());
      error.code = *code;
    }
    if (key == "message" && field.kind() == JsonValue::Kind::string) {
      const auto text = field.string();
      if (!text) return tl::make_unexpected(text.error());
      error.message = net::printable(*text, 160);
    }
    return {};
  });
}

// The question's number, which some servers send back as a string.
Result<void> read_id(std::optional<std::string>& id, JsonValue& value) {
  if (value.is_null()) return {};
  return platform::store(id, value.string_or_number());
}

}  // namespace

Result<EndpointAddress> endpoint_address(std::string_view url) {
  const auto refuse = [](std::string_view why) {
    return fail(Fault::refused, fmt::format("not the address of an RPC endpoint: {}", why));
  };
  const auto parsed = boost::urls::parse_uri({url.data(), url.size()});
  if (!parsed) return refuse("it is no URL");
  const boost::urls::url_view& view = *parsed;
  const std::string_view scheme{view.scheme().data(), view.scheme().size()};
  if (scheme != "https" && scheme != "http") return refuse("it begins with https:// or http://");
  if (view.has_userinfo()) return refuse("a name or password in it would be shown in logs");
  const std::string host{view.encoded_host_and_port().data(), view.encoded_host_and_port().size()};
  if (view.encoded_host().empty()) return refuse("it names no host");
  const std::string target{view.encoded_target().data(), view.encoded_target().size()};
  return EndpointAddress{.name = host,
                         .origin = fmt::format("{}://{}", scheme, host),
                         .target = target.empty() ? "/" : target};
}

std::string provider_of(std::string_view endpoint_name) {
  return std::string{endpoint_name.substr(0, endpoint_name.rfind(':'))};
}

std::string question(std::uint64_t id, std::string_view method, std::string_view parameters) {
  return fmt::format(R"({{"jsonrpc":"2.0","id":{},"method":"{}","params":{}}})", id, method,
                     parameters);
}

Result<void> read_answer(std::string_view body, std::uint64_t id, FaultOf fault_of,
                         const OnResult& on_result) {
  std::optional<std::string> answered;
  std::optional<RpcError> error;
  bool has_result = false;
  JsonReader reader{body};
  auto done = reader.object([&](std::string_view key, JsonValue& value) -> Result<void> {
    if (key == "id") return read_id(answered, value);
    if (key == "error" && !value.is_null()) {
      error.emplace();
      return read_error(*error, value);
    }
    if (key != "result") return {};
    has_result = true;
    return on_result(value);
  });
  if (error && (done || done.error().fault == Fault::malformed)) {
    return fail(fault_of(error->code, error->message),
                fmt::format("{} {}", error->code, error->message));
  }
  if (!done) return done;
  if (answered != std::to_string(id)) {
    return fail(Fault::malformed, "the answer belongs to another question");
  }
  if (!has_result) return fail(Fault::malformed, "the answer has neither result nor error");
  return {};
}

}  // namespace holdfast::json_rpc
