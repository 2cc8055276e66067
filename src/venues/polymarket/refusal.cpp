#include "venues/polymarket/refusal.hpp"

#include <fmt/format.h>

#include <string>

#include "net/printable.hpp"
#include "net/status_fault.hpp"
#include "platform/json_reader.hpp"

namespace holdfast::polymarket {
namespace {

using platform::JsonReader;
using platform::JsonValue;

constexpr std::size_t refusal_bytes_max = 4'096;
constexpr std::size_t shown_max = 160;

struct Refusal {
  std::string error;
  std::string code;
  std::string parameter;
};

Refusal parse_refusal(std::string_view body) {
  Refusal refusal;
  if (body.size() > refusal_bytes_max) return refusal;
  JsonReader reader{body};
  const auto done = reader.object([&](std::string_view key, JsonValue& value) -> Result<void> {
    if (value.kind() != JsonValue::Kind::string) return value.skip();
    const auto text = value.string();
    if (!text) return tl::make_unexpected(text.error());
    if (key == "error") refusal.error = net::printable(*text, shown_max);
    if (key == "code") refusal.code = net::printable(*text, shown_max);
    if (key == "parameter") refusal.parameter = net::printable(*text, shown_max);
    return {};
  });
  return done ? refusal : Refusal{};
}

}  // namespace

std::optional<Error> fault_of(const HttpResponse& response, std::string_view route) {
  if (response.status == 200) return std::nullopt;
  HttpResponse bare;
  bare.status = response.status;
  const auto judged = net::accept_status(std::move(bare));
  Fault fault = judged ? Fault::malformed : judged.error().fault;
  const Refusal refusal = parse_refusal(response.body);
  std::string text = fmt::format("polymarket {}: {}", route, response.status);
  if (!refusal.code.empty()) text += " " + refusal.code;
  if (!refusal.error.empty()) {
    text += " " + refusal.error;
  } else if (!response.body.empty()) {
    text += " " + net::printable(response.body, shown_max);
  }
  if (response.status == 400 && refusal.parameter == "user") {
    fault = Fault::identity;
    text +=
        ": this address cannot hold positions. Give the wallet that polymarket.com shows as "
        "yours (proxy, Safe or deposit wallet), not a contract";
  }
  return Error{fault, std::move(text)};
}

}  // namespace holdfast::polymarket
