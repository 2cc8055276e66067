#include "net/serve_message.hpp"

#include <algorithm>

#include "net/header_name.hpp"

namespace holdfast::net {

std::string_view ServeRequest::header(std::string_view name) const {
  const auto same = [&](const auto& entry) { return same_header(entry.first, name); };
  const auto found = std::ranges::find_if(headers, same);
  return found == headers.end() ? std::string_view{} : std::string_view{found->second};
}

std::size_t ServeRequest::count(std::string_view name) const {
  const auto same = [&](const auto& entry) { return same_header(entry.first, name); };
  return static_cast<std::size_t>(std::ranges::count_if(headers, same));
}

std::string_view ServeRequest::path() const {
  return std::string_view{target}.substr(0, target.find('?'));
}

std::string_view ServeRequest::query() const {
  const auto mark = target.find('?');
  return mark == std::string::npos ? std::string_view{} : std::string_view{target}.substr(mark + 1);
}

std::string_view phrase_of(int status) {
  struct Phrase {
    int status;
    std::string_view text;
  };
  static constexpr Phrase phrases[] = {
      {200, "OK"},
      {201, "Created"},
      {202, "Accepted"},
      {204, "No Content"},
      {206, "Partial Content"},
      {301, "Moved Permanently"},
      {302, "Found"},
      {303, "See Other"},
      {304, "Not Modified"},
      {307, "Temporary Redirect"},
      {308, "Permanent Redirect"},
      {400, "Bad Request"},
      {401, "Unauthorized"},
      {403, "Forbidden"},
      {404, "Not Found"},
      {405, "Method Not Allowed"},
      {406, "Not Acceptable"},
      {408, "Request Timeout"},
      {409, "Conflict"},
      {410, "Gone"},
      {412, "Precondition Failed"},
      {413, "Content Too Large"},
      {414, "URI Too Long"},
      {415, "Unsupported Media Type"},
      {421, "Misdirected Request"},
      {422, "Unprocessable Content"},
      {425, "Too Early"},
      {428, "Precondition Required"},
      {429, "Too Many Requests"},
      {431, "Request Header Fields Too Large"},
      {500, "Internal Server Error"},
      {501, "Not Implemented"},
      {502, "Bad Gateway"},
      {503, "Service Unavailable"},
      {504, "Gateway Timeout"},
      {505, "HTTP Version Not Supported"},
  };
  const auto* const found = std::ranges::find(phrases, status, &Phrase::status);
  return found == std::end(phrases) ? std::string_view{} : found->text;
}

}  // namespace holdfast::net
