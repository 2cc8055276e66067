#pragma once
#include <string>
#include <string_view>

#include "net/origin.hpp"
#include "ports/transport.hpp"

namespace holdfast::net {

// The request's bytes as they are sent. Header names and values pass unchanged; Host,
// Content-Length, Accept-Encoding: identity and User-Agent are added. Fault::refused for what would
// change the framing: line breaks, a target that is not a path, Host, Connection, Content-Length or
// Transfer-Encoding given by the caller. The text never repeats a header's value.
Result<std::string> wire_form(const HttpRequest& request, const Origin& origin,
                              std::string_view user_agent);

}  // namespace holdfast::net
