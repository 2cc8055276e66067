#include "core/waits.hpp"

#include <fmt/format.h>

#include <string_view>
#include <utility>

namespace holdfast::waits {
namespace {

constexpr std::string_view one_chain = "chain endpoints that do not contradict each other about it";

// What happened, if the venue's word is right.
std::string told(const Drift& drift, Events events) {
  const auto apart = subtract(*drift.theirs.quantity, drift.ours);
  const Quantity change = apart.value_or(Quantity{});
  return fmt::format("fills or a settlement that tell of {} {}{}",
                     decimal_text(magnitude(change), Quantity::scale),
                     change.is_negative() ? "less" : "more",
                     events == Events::asked ? "" : ", which could not be asked for");
}

}  // namespace

Wait for_final_trades() {
  return {Awaited::final_trades, "the end of an own order or trade on it that may still change it"};
}

Wait for_later_answer() {
  return {Awaited::answer, "an answer later than the newest activity on it"};
}

Wait for_readable_row() { return {Awaited::readable_row, "a row of it that can be read"}; }

Wait for_result() { return {Awaited::answer, "the market's own record of its result"}; }

Wait for_events(const Drift& drift, Events events) { return {Awaited::fills, told(drift, events)}; }

Wait for_sightings(const Drift& drift, Events events, const Patience& patience) {
  if (events == Events::not_asked) return for_events(drift, events);
  const auto age = std::chrono::duration_cast<std::chrono::seconds>(patience.age_min);
  return {Awaited::sightings,
          fmt::format("{}; without them it is booked as found when seen {}x, over {} s",
                      told(drift, events), patience.sightings_min, age.count())};
}

Wait for_agreement(const Drift& drift) {
  if (drift.theirs.reading) {
    return {Awaited::agreement, "a listing and a chain that say the same of it"};
  }
  return {Awaited::chain, std::string{one_chain}};
}

Wait for_chain_or_person() { return or_person({Awaited::confirmation, std::string{one_chain}}); }

Wait or_person(Wait wait) {
  wait.text += ", or a person's confirmation";
  return wait;
}

}  // namespace holdfast::waits
