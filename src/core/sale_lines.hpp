#pragma once
#include <functional>
#include <string>
#include <vector>

#include "domain/journal_entry.hpp"

namespace holdfast {

// Whether any of these brings something.
bool any_brings(const std::vector<JournalEntry>& entries);

// A line for each sale of tokens among these entries, which names the id that was sold and says
// whether it is one that was bought: by these entries, or earlier.
std::vector<std::string> sale_lines(
    const std::vector<JournalEntry>& booked,
    const std::function<bool(const PositionKey&)>& was_bought_earlier);

}  // namespace holdfast
