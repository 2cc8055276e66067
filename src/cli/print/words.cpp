#include "cli/print/words.hpp"

#include <fmt/format.h>

namespace holdfast::cli {

std::string_view verdict_paint(std::string_view verdict) {
  if (verdict == "agrees") return "\x1b[32m";
  if (verdict == "drift") return "\x1b[33m";
  if (verdict == "not_protected") return "\x1b[31m";
  return "\x1b[2m";
}

std::string_view verdict_shape(std::string_view verdict) {
  if (verdict == "agrees") return "●";
  if (verdict == "drift") return "▲";
  if (verdict == "not_protected") return "■";
  return "◌";
}

std::string verdict_words(std::string_view verdict) {
  return fmt::format("{} {}", verdict_shape(verdict), verdict);
}

std::string age_words(std::string_view iso_time, UtcTime now) {
  if (iso_time.empty()) return "never";
  const auto at = parse_rfc3339(iso_time);
  if (!at) return std::string{iso_time};
  const auto age_s = std::chrono::duration_cast<std::chrono::seconds>(now - *at).count();
  if (age_s < 120) return fmt::format("{} s", age_s < 0 ? 0 : age_s);
  if (age_s < 120 * 60) return fmt::format("{} min", age_s / 60);
  if (age_s < 48 * 3600) return fmt::format("{} h", age_s / 3600);
  return fmt::format("{} d", age_s / 86'400);
}

}  // namespace holdfast::cli
