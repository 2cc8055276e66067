#include "chain/log_memory.hpp"

#include <fmt/format.h>

#include <iterator>
#include <sstream>

namespace holdfast::polygon {

std::string text_of(const LogMemory& memory, UtcTime since) {
  std::string text;
  const auto to = std::back_inserter(text);
  for (const std::string& endpoint : memory.narrow) fmt::format_to(to, "narrow {}\n", endpoint);
  if (!memory.known) return text;
  fmt::format_to(to, "known {} {}\n", memory.known->begin, memory.known->end);
  for (const TokenFlow& flow : memory.known->flows) {
    if (flow.at < since) continue;
    fmt::format_to(to, "flow {} {} {} {} {}\n", flow.transaction,
                   flow.at.time_since_epoch().count(), flow.token, flow.change.units(),
                   flow.sent_by_owner ? "sent" : "moved");
  }
  return text;
}

Result<LogMemory> log_memory(std::string_view text) {
  LogMemory memory;
  std::istringstream words{std::string{text}};
  for (std::string kind; words >> kind;) {
    if (kind == "narrow") {
      std::string endpoint;
      words >> endpoint;
      memory.narrow.insert(std::move(endpoint));
    } else if (kind == "known") {
      KnownFlows& known = memory.known.emplace();
      words >> known.begin >> known.end;
    } else if (kind == "flow" && memory.known) {
      TokenFlow& flow = memory.known->flows.emplace_back();
      std::int64_t at{};
      std::int64_t units{};
      std::string sender;
      words >> flow.transaction >> at >> flow.token >> units >> sender;
      flow.at = UtcTime{Duration{at}};
      flow.change = Quantity::from_units(units);
      flow.sent_by_owner = sender == "sent";
    } else {
      words.setstate(std::ios::failbit);
    }
    if (!words)
      return fail(Fault::malformed, "the record does not say what was known of transfers");
  }
  return memory;
}

}  // namespace holdfast::polygon
