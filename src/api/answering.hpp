#pragma once
#include <variant>

#include "api/answer.hpp"
#include "api/call.hpp"
#include "api/route_table.hpp"

namespace holdfast::api {

// What becomes of a request once it is known who asks for what: an answer at once, a route to
// take, or the stream of events.
struct Streaming {
  std::optional<std::uint64_t> last_seen;
};
using Decision = std::variant<Answer, RouteMatch, Streaming>;

Decision decide(const Request& request, const ApiContext& context);

// The whole way without a socket and without waiting: `asked` is how the route's errand ended.
// Streams are not answered here.
Answer answer(const Request& request, const ApiContext& context,
              std::optional<Asked> asked = std::nullopt);

}  // namespace holdfast::api
