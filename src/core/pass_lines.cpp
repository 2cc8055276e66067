#include "core/pass_lines.hpp"

#include <fmt/format.h>

namespace holdfast {

std::string summary_line(const PassCounts& counts) {
  return fmt::format(
      "Position sync complete: {} active, {} updated, {} created, {} deleted, {} held back",
      counts.active, counts.updated, counts.created, counts.closed, counts.held_back);
}

std::string removal_line(const Position& held, const Evidence& witness) {
  const auto average = held.cost ? divide(*held.cost, held.quantity, Rounding::half_even)
                                 : Result<Price>{fail(Fault::malformed, "")};
  const std::string price =
      average ? fmt::format("${}", decimal_text(magnitude(*average), Price::scale)) : "unknown";
  return fmt::format("Removing closed position: {} ({} @ {}), evidence {}",
                     held.key.instrument.text, held.quantity.text(), price, name_of(witness.kind));
}

}  // namespace holdfast
