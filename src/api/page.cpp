#include "api/page.hpp"

#include <algorithm>

#include "api/embedded_file.hpp"
#include "api/problem.hpp"

namespace holdfast::api {
namespace {

Answer asset_answer(const web_assets::Asset& asset) {
  Answer answer{.content_type = std::string{asset.content_type}, .body = std::string{asset.bytes}};
  answer.headers.emplace_back("ETag", asset.etag);
  // Names below /assets/ bear a hash of what is in them.
  const bool named_by_content = asset.path.starts_with("/assets/");
  answer.headers.emplace_back("Cache-Control", named_by_content
                                                   ? "private, max-age=31536000, immutable"
                                                   : "private, no-cache");
  return answer;
}

const web_assets::Asset* find_asset(const ApiContext& context, std::string_view path) {
  const auto found = std::ranges::find(context.assets, path, &web_assets::Asset::path);
  return found == context.assets.end() ? nullptr : &*found;
}

// Addresses that programs call: a wrong one is a wrong call, not a view of the page.
bool is_of_api(const Request& request) {
  if (request.segments.empty()) return false;
  const std::string& first = request.segments.front();
  return first == "api" || first == "health" || first == "metrics" || first == "openapi.json";
}

}  // namespace

std::optional<Answer> dashboard_answer(const Request& request, const ApiContext& context) {
  if (!request.reads() || is_of_api(request)) return std::nullopt;
  if (const auto* asset = find_asset(context, request.path)) return asset_answer(*asset);
  if (request.path != "/" && !request.prefers_html()) return std::nullopt;
  if (const auto* index = find_asset(context, "/index.html")) return asset_answer(*index);
  return not_found("This binary was built without the dashboard.",
                   "Build it with ./run, or use the command line: holdfast status.");
}

std::optional<Answer> sign_in_file(const Request& request) {
  if (!request.reads()) return std::nullopt;
  if (request.path == "/signin") return sign_in_page(200);
  if (request.path != "/signin.js") return std::nullopt;
  return Answer{.content_type = "text/javascript; charset=utf-8",
                .body = std::string{embedded_file("signin.js")}};
}

Answer sign_in_page(int status) {
  return {.status = status,
          .content_type = "text/html; charset=utf-8",
          .body = std::string{embedded_file("signin.html")},
          .headers = {{"Cache-Control", "no-store"}}};
}

}  // namespace holdfast::api
