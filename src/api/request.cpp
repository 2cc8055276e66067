#include "api/request.hpp"

#include "net/header_name.hpp"

namespace holdfast::api {
namespace {

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

enum class Part : std::uint8_t { path, query };

std::optional<std::string> decoded(std::string_view text, Part part) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '+' && part == Part::query) {
      out.push_back(' ');
    } else if (text[i] != '%') {
      out.push_back(text[i]);
    } else {
      const int high = i + 2 < text.size() ? hex_digit(text[i + 1]) : -1;
      const int low = high >= 0 ? hex_digit(text[i + 2]) : -1;
      if (low < 0) return std::nullopt;
      const char c = static_cast<char>(high * 16 + low);
      if (c == '\0') return std::nullopt;
      out.push_back(c);
      i += 2;
    }
  }
  return out;
}

std::string_view take_until(std::string_view& text, char end) {
  const auto part = text.substr(0, text.find(end));
  text.remove_prefix(std::min(part.size() + 1, text.size()));
  return part;
}

tl::unexpected<Error> broken(std::string_view what) {
  return fail(Fault::malformed, "the address is broken: " + std::string{what});
}

Result<void> read_query(std::string_view query, std::map<std::string, std::string>& into) {
  while (!query.empty()) {
    auto field = take_until(query, '&');
    if (field.empty()) continue;
    const auto name = decoded(take_until(field, '='), Part::query);
    const auto value = decoded(field, Part::query);
    if (!name || !value) return broken("an escape is not two hex digits");
    if (!into.emplace(*name, *value).second)
      return broken("the field " + *name + " is given twice");
  }
  return {};
}

}  // namespace

Result<Request> read_request(net::ServeRequest sent) {
  Request request{.method = sent.method, .path = std::string{sent.path()}};
  std::string_view rest = sent.path();
  while (!rest.empty()) {
    const auto segment = decoded(take_until(rest, '/'), Part::path);
    if (!segment) return broken("an escape is not two hex digits");
    if (!segment->empty()) request.segments.push_back(*segment);
  }
  if (auto read = read_query(sent.query(), request.query); !read) {
    return tl::make_unexpected(read.error());
  }
  request.headers = std::move(sent.headers);
  request.body = std::move(sent.body);
  request.peer = std::move(sent.peer);
  return request;
}

std::string_view Request::header(std::string_view name) const {
  for (const auto& [header, value] : headers) {
    if (net::same_header(header, name)) return value;
  }
  return {};
}

std::string_view Request::query_text(std::string_view name) const {
  const auto found = query.find(std::string{name});
  return found == query.end() ? std::string_view{} : found->second;
}

bool Request::prefers_html() const {
  const auto accept = header("accept");
  const auto html = accept.find("text/html");
  return html != std::string_view::npos && html < accept.find("application/json");
}

}  // namespace holdfast::api
