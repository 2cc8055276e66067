#pragma once
#include <boost/json/value.hpp>
#include <string>

namespace holdfast::sim {

// Compact, with the members of every object sorted by name: what Pacifica and Privy have signed.
std::string canonical_json(const boost::json::value& value);

}  // namespace holdfast::sim
