#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/call.hpp"

namespace holdfast::sim {

struct World;

using Handler = Answer (*)(World&, const Call&);

// What a venue asks before a handler is called.
// wallet_signed: by a wallet's own key, as what makes an API key is.
enum class Access : std::uint8_t { open, read, read_balance, write, wallet_signed };

struct Route {
  std::string_view method;
  std::string_view pattern;
  std::string_view endpoint;
  Handler handler{};
  Access access{Access::open};
  std::int64_t cost{10};  // rate-limit tokens
};

// Fits a path against a pattern whose variable segments are written {name}; the values of those,
// or none. "/portfolio/orders/{id}" fits "/portfolio/orders/7" and captures "7".
std::optional<std::vector<std::string>> fit(std::string_view pattern,
                                            const std::vector<std::string>& segments,
                                            std::size_t skip_segments);

}  // namespace holdfast::sim
