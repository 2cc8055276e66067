#pragma once
#include <span>
#include <string_view>

namespace web_assets {

// One file of the built dashboard (web/dist), carried inside the binary.
struct Asset {
  std::string_view path;  // as in a URL: "/index.html", "/assets/index-3f2a.js"
  std::string_view content_type;
  std::string_view etag;  // quoted, from the bytes' SHA-256
  std::string_view bytes;
};

// Ordered by path; empty when the dashboard was not built.
std::span<const Asset> assets();

}  // namespace web_assets
