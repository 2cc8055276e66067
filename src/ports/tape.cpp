#include "ports/tape.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace holdfast {

void keep(RawTape& tape, std::string source, UtcTime at, const Result<HttpResponse>& outcome) {
  RawAnswer answer{.source = std::move(source), .status = no_answer, .at = at, .body = {}};
  if (outcome) {
    answer.status = outcome->status;
    answer.body = outcome->body;
  } else {
    answer.body = fmt::format("{}: {}", name_of(outcome.error().fault), outcome.error().what);
  }
  tape.answers.push_back(std::move(answer));
}

void keep_memory(RawTape& tape, std::string_view source, UtcTime at, std::string memory) {
  tape.answers.push_back(
      {.source = std::string{source}, .status = no_answer, .at = at, .body = std::move(memory)});
}

Result<HttpResponse> outcome_of(RawAnswer answer) {
  if (answer.status != no_answer) {
    return HttpResponse{.status = answer.status, .headers = {}, .body = std::move(answer.body)};
  }
  constexpr std::string_view between = ": ";
  const auto end = answer.body.find(between);
  const auto name = std::string_view{answer.body}.substr(0, end);
  const auto* const found = std::ranges::find(fault_names, name);
  if (end == std::string::npos || found == fault_names.end()) {
    return fail(Fault::malformed, "the record names no fault for " + answer.source);
  }
  return fail(static_cast<Fault>(found - fault_names.begin()),
              answer.body.substr(end + between.size()));
}

}  // namespace holdfast
