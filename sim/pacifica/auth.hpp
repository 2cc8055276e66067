#pragma once
#include <boost/json/object.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "sim/call.hpp"
#include "sim/routes.hpp"

namespace holdfast::sim::pacifica {

struct Exchange;

// Content headers of a GET, credits, and the signature of a POST: none when the call may pass.
// Sets call.caller.account to the main account that the operation is for.
std::optional<Answer> guard(Exchange& exchange, Call& call, const Route& route);
// ratelimit and ratelimit-policy, in tenths of credits.
void add_credit_headers(const Exchange& exchange, Answer& answer, UtcTime now);

// The type that an endpoint's body is signed under; it is not in the body: the path tells.
std::string operation_of(std::string_view endpoint);
// The text that is signed for an operation: keys sorted in every object, no white space.
std::string canonical_text(std::string_view operation, const boost::json::object& body);
// An Ed25519 signature in base58 by a key in base58; none: one of the two is not of its size.
std::optional<bool> signature_fits(std::string_view public_key, std::string_view text,
                                   std::string_view signature);

}  // namespace holdfast::sim::pacifica
