#include "venues/pacifica/refusal.hpp"

#include <fmt/format.h>

#include "net/printable.hpp"
#include "net/status_fault.hpp"
#include "platform/json_reader.hpp"

namespace holdfast::pacifica {
namespace {

using platform::JsonReader;
using platform::JsonValue;

constexpr std::size_t refusal_bytes_max = 4'096;
constexpr std::size_t shown_max = 160;

bool says(const Refusal& refusal, std::string_view words) {
  return refusal.error.find(words) != std::string::npos;
}

Fault fault_for_status(int status) {
  HttpResponse bare;
  bare.status = status;
  const auto judged = net::accept_status(std::move(bare));
  return judged ? Fault::refused : judged.error().fault;
}

std::string_view advice(int status, const Refusal& refusal) {
  if (says(refusal, "Account not found")) {
    return "Pacifica knows no account of this address. Give the main account's (the wallet that "
           "the "
           "venue's page shows), not that of an agent wallet, which holds nothing";
  }
  if (says(refusal, "Beta access")) return "redeem a beta code at the venue first";
  if (status == 403) {
    return "the venue's gateway refuses: the region, a missing beta code, or a proxy that adds "
           "content headers to a GET";
  }
  if (status == 429) return "the minute's credits are used up: the next questions wait";
  return "";
}

}  // namespace

std::optional<Refusal> parse_refusal(std::string_view body) {
  if (body.size() > refusal_bytes_max) return std::nullopt;
  Refusal refusal;
  bool seen = false;
  JsonReader reader{body};
  const auto done = reader.object([&](std::string_view key, JsonValue& value) -> Result<void> {
    const bool text = value.kind() == JsonValue::Kind::string;
    if ((key == "error" || key == "error_id") && text) {
      const auto word = value.string();
      if (!word) return tl::make_unexpected(word.error());
      (key == "error" ? refusal.error : refusal.id) = net::printable(*word, shown_max);
      seen = seen || key == "error";
      return {};
    }
    if (key == "code" && value.kind() == JsonValue::Kind::number) {
      return platform::store(refusal.code, value.integer());
    }
    return value.skip();
  });
  if (!done || !seen) return std::nullopt;
  return refusal;
}

Fault fault_for(int status, const Refusal& refusal) {
  if (says(refusal, "Account not found")) return Fault::identity;
  if (refusal.id == "signature_verification_failed" || refusal.error.starts_with("Invalid sig") ||
      refusal.error.starts_with("Invalid public key") ||
      refusal.error.starts_with("Verification failed") || says(refusal, "not whitelisted") ||
      says(refusal, "Beta access") || says(refusal, "not authorized")) {
    return Fault::unauthorised;
  }
  if (status != 200) return fault_for_status(status);
  // Behind a 200 the code often repeats the status that was meant.
  if (refusal.code && *refusal.code >= 400 && *refusal.code <= 599) {
    return fault_for_status(static_cast<int>(*refusal.code));
  }
  return Fault::refused;
}

std::optional<Error> fault_of(const HttpResponse& response, std::string_view route) {
  if (response.status == 200) return std::nullopt;
  const auto words = parse_refusal(response.body);
  const Refusal refusal = words.value_or(Refusal{});
  std::string text = fmt::format("pacifica {}: {}", route, response.status);
  if (!refusal.error.empty()) {
    text += " " + refusal.error;
  } else if (!response.body.empty()) {
    text += " " + net::printable(response.body, shown_max);
  }
  const std::string_view help = advice(response.status, refusal);
  if (!help.empty()) text += fmt::format(": {}", help);
  return Error{fault_for(response.status, refusal), std::move(text)};
}

}  // namespace holdfast::pacifica
