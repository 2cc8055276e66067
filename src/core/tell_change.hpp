#pragma once
#include "core/judge.hpp"
#include "core/question.hpp"

namespace holdfast {

// Counts what has just been booked on the question's key, and tells of it: an event for each life
// that ended, began or changed.
void tell_change(PassOutcome& out, const Question& question, UtcTime now);

}  // namespace holdfast
