#include "cli/print/words.hpp"

#include <fmt/format.h>

#include <algorithm>

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

std::string polled_only_words(const JsonTree& account) {
  constexpr std::size_t named_max = 10;
  const auto& all = account.rows("polled_only");
  if (all.empty()) return "";
  std::string names;
  for (std::size_t i = 0; i < std::min(all.size(), named_max); ++i) {
    names += (i == 0 ? "" : ", ") + std::string{all[i].text("")};
  }
  if (all.size() > named_max) {
    names += fmt::format(" and {} more (status --json names them)", all.size() - named_max);
  }
  return fmt::format(
      "{}: {} held on no stream, because the venue allows no more; read by polling alone: {}",
      account.text("name"), all.size(), names);
}

}  // namespace holdfast::cli
