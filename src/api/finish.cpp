#include "api/finish.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "api/gzip.hpp"
#include "api/token_book.hpp"
#include "net/header_name.hpp"

namespace holdfast::api {
namespace {

constexpr std::size_t worth_compressing = 1024;

std::string etag_of(std::string_view body) {
  std::string hex;
  const Digest digest = digest_of(body);
  for (std::size_t i = 0; i < 16; ++i) hex += fmt::format("{:02x}", digest.at(i));
  return "W/\"" + hex + "\"";
}

std::string_view find(const Headers& headers, std::string_view name) {
  for (const auto& [header, value] : headers) {
    if (net::same_header(header, name)) return value;
  }
  return {};
}

bool is_text(std::string_view type) {
  return type.starts_with("text/") || type.find("json") != std::string_view::npos ||
         type.find("xml") != std::string_view::npos || type.starts_with("application/manifest");
}

// gzip named, and not with a quality of zero.
bool takes_gzip(std::string_view accepted) {
  const auto at = accepted.find("gzip");
  if (at == std::string_view::npos) return false;
  auto rest = accepted.substr(at + 4, accepted.substr(at).find(',') - 4);
  std::string compact;
  std::ranges::copy_if(rest, std::back_inserter(compact), [](char c) { return c != ' '; });
  return !compact.starts_with(";q=0") || compact.find_first_not_of("0.", 3) != std::string::npos;
}

}  // namespace

const Headers& security_headers() {
  static const Headers headers{
      {"Content-Security-Policy",
       "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
       "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"},
      {"X-Content-Type-Options", "nosniff"},
      {"Referrer-Policy", "no-referrer"},
      {"Cross-Origin-Resource-Policy", "same-origin"},
      {"Cross-Origin-Opener-Policy", "same-origin"},
  };
  return headers;
}

bool names_etag(std::string_view if_none_match, std::string_view etag) {
  const auto strong = [](std::string_view tag) {
    if (tag.starts_with("W/")) tag.remove_prefix(2);
    return tag;
  };
  while (!if_none_match.empty()) {
    auto tag = if_none_match.substr(0, if_none_match.find(','));
    if_none_match.remove_prefix(std::min(tag.size() + 1, if_none_match.size()));
    while (tag.starts_with(' ')) tag.remove_prefix(1);
    while (tag.ends_with(' ')) tag.remove_suffix(1);
    if (tag == "*" || strong(tag) == strong(etag)) return true;
  }
  return false;
}

net::ServeResponse finished(const Request& request, Answer answer) {
  net::ServeResponse response{.status = answer.status, .headers = std::move(answer.headers)};
  const auto add = [&](std::string_view name, std::string_view value) {
    if (find(response.headers, name).empty()) response.headers.emplace_back(name, value);
  };
  for (const auto& [name, value] : security_headers()) add(name, value);
  // Answers are of one person and of one moment: kept only to be asked about again.
  add("Cache-Control", "private, no-cache");
  add("Vary", "Accept, Accept-Encoding, Authorization, Cookie");
  if (!answer.content_type.empty()) add("Content-Type", answer.content_type);
  if (answer.status == 200 && request.reads()) {
    add("ETag", etag_of(answer.body));
    if (names_etag(request.header("if-none-match"), find(response.headers, "ETag"))) {
      response.status = 304;
      return response;
    }
  }
  response.body = std::move(answer.body);
  const bool compress = response.body.size() >= worth_compressing && is_text(answer.content_type) &&
                        takes_gzip(request.header("accept-encoding"));
  if (compress) {
    if (auto packed = gzip(response.body)) {
      response.body = std::move(*packed);
      add("Content-Encoding", "gzip");
    }
  }
  return response;
}

}  // namespace holdfast::api
