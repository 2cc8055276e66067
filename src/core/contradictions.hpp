#pragma once
#include <map>
#include <string>

#include "core/venue_events.hpp"

namespace holdfast {

// Keys whose events at the venue cannot all be true, and why in words: one id told with two
// contents, fills larger than their order, a moment that has not come. Nobody can say which of such
// events is right, so that none of their key's may be booked. (What is booked already stays as it
// was told first.)
std::map<PositionKey, std::string> contradictions(const VenueEvents& events, UtcTime now);

}  // namespace holdfast
