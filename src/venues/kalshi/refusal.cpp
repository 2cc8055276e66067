#include "venues/kalshi/refusal.hpp"

#include <fmt/format.h>

#include <string>

#include "net/printable.hpp"
#include "net/status_fault.hpp"
#include "platform/json_reader.hpp"

namespace holdfast::kalshi {
namespace {

using platform::JsonReader;
using platform::JsonValue;

constexpr std::size_t refusal_bytes_max = 4'096;
constexpr std::size_t shown_max = 160;

// Anything may stand where a text is expected.
Result<void> read_shown(std::string& into, JsonValue& value) {
  auto done = platform::read_text(into, value);
  into = net::printable(into, shown_max);
  return done;
}

Result<void> read_part(Refusal& refusal, std::string_view key, JsonValue& value) {
  if (key == "code") return read_shown(refusal.code, value);
  if (key == "message" || key == "msg") return read_shown(refusal.message, value);
  if (key == "details") return read_shown(refusal.details, value);
  return value.skip();
}

std::string_view advice(int status, const Refusal& refusal) {
  if (refusal.code == "header_timestamp_expired") {
    return "the signature's time is too far from Kalshi's clock. Set this machine's clock (NTP)";
  }
  if (refusal.details == "NOT_FOUND" && status == 401) {
    return "Kalshi does not know this key id. Keys of demo and production are separate: check "
           "key id and host";
  }
  if (refusal.details == "INCORRECT_API_KEY_SIGNATURE") {
    return "the private key does not belong to this key id. Use the file that came with the key";
  }
  if (status == 401) return "Kalshi does not accept the key. Check key id and private key";
  if (status == 403) {
    return "the key may not read this. Give it the read scope; a key that is pinned to one "
           "subaccount needs that number in the account's configuration";
  }
  if (status == 429) return "too many requests: the next ones wait";
  return "";
}

Fault fault_for(int status) {
  HttpResponse bare;
  bare.status = status;
  if (status == 200 || (status > 200 && status < 300)) return Fault::malformed;
  const auto judged = net::accept_status(std::move(bare));
  return judged ? Fault::malformed : judged.error().fault;
}

// A refusal that came with a 200 cannot be told apart by status: by its code then.
Fault fault_for(const Refusal& refusal) {
  const std::string_view code = refusal.code;
  if (code.find("auth") != std::string_view::npos ||
      code.find("signature") != std::string_view::npos ||
      code.find("header_timestamp") != std::string_view::npos ||
      code.find("forbidden") != std::string_view::npos || code.starts_with("user_not_found")) {
    return Fault::unauthorised;
  }
  if (refusal.message.find("too many requests") != std::string::npos) return Fault::rate_limited;
  return Fault::refused;
}

}  // namespace

std::optional<Refusal> parse_refusal(std::string_view body) {
  if (body.size() > refusal_bytes_max) return std::nullopt;
  Refusal refusal;
  bool seen = false;
  JsonReader reader{body};
  const auto done = reader.object([&](std::string_view key, JsonValue& value) -> Result<void> {
    seen = seen || (key == "error" && !value.is_null()) || key == "code" || key == "msg";
    if (key != "error") return read_part(refusal, key, value);
    if (value.kind() == JsonValue::Kind::string) return read_shown(refusal.message, value);
    if (value.kind() != JsonValue::Kind::object) return value.skip();
    return value.each_field(
        [&](std::string_view part, JsonValue& inner) { return read_part(refusal, part, inner); });
  });
  if (!done || !seen) return std::nullopt;
  return refusal;
}

std::optional<Error> fault_of(const HttpResponse& response, std::string_view route) {
  const auto words = parse_refusal(response.body);
  const bool says_why = words && (!words->code.empty() || !words->message.empty());
  if (response.status == 200 && !says_why) return std::nullopt;
  const Refusal refusal = words.value_or(Refusal{});
  const Fault fault = response.status == 200 ? fault_for(refusal) : fault_for(response.status);
  std::string text = fmt::format("kalshi {}: {}", route, response.status);
  for (const auto& part : {refusal.code, refusal.message, refusal.details}) {
    if (!part.empty()) text += " " + part;
  }
  if (!words && !response.body.empty()) text += " " + net::printable(response.body, shown_max);
  const std::string_view help = advice(response.status, refusal);
  if (!help.empty()) text += fmt::format(": {}", help);
  return Error{fault, std::move(text)};
}

bool is_clock_refusal(const HttpResponse& response) {
  if (response.status != 401) return false;
  const auto words = parse_refusal(response.body);
  return words && words->code == "header_timestamp_expired";
}

}  // namespace holdfast::kalshi
