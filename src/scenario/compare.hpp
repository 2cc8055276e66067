#pragma once
#include <string>
#include <vector>

#include "scenario/scenario.hpp"
#include "scenario/stage.hpp"

namespace holdfast::scenario {

// What was seen of a check's subject, as text: an amount, a word, "unknown" for what nobody knows,
// "nothing" where the subject is not there.
std::string seen_of(const Check& check, const Observed& seen);

// Amounts compare as exact decimals, everything else as text.
bool holds(const Check& check, const Observed& seen);

// The same check with another expectation: it must fail wherever the original holds.
Check altered(const Check& check);

}  // namespace holdfast::scenario
