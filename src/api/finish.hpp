#pragma once
#include <string_view>

#include "api/answer.hpp"
#include "api/request.hpp"
#include "net/serve_message.hpp"

namespace holdfast::api {

// On every answer, errors included. The page is ours alone: no other site may frame it, read it or
// feed it.
const Headers& security_headers();

// What goes out: ETag and 304, compression where it is worth it, the headers of every answer.
net::ServeResponse finished(const Request& request, Answer answer);

// Weak comparison, as If-None-Match wants it.
bool names_etag(std::string_view if_none_match, std::string_view etag);

}  // namespace holdfast::api
