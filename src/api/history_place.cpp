#include "api/history_place.hpp"

#include <fmt/format.h>

#include <charconv>
#include <tuple>

namespace holdfast::api {
namespace {

constexpr std::string_view no_moment = "x";

template <class Number>
std::optional<Number> number_from(std::string_view text) {
  Number value{};
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failed != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::optional<std::string> bytes_from(std::string_view hex) {
  if (hex.empty() || hex.size() % 2 != 0) return std::nullopt;
  std::string bytes;
  for (std::size_t i = 0; i < hex.size(); i += 2) {
    unsigned byte = 0;
    const auto [end, failed] = std::from_chars(&hex[i], &hex[i] + 2, byte, 16);
    if (failed != std::errc{} || end != &hex[i] + 2) return std::nullopt;
    bytes += static_cast<char>(byte);
  }
  return bytes;
}

}  // namespace

HistoryPlace HistoryPlace::of(const Position& position) {
  return {.closed_at = position.closed_at, .key = position.key.text(), .life = position.life};
}

std::optional<HistoryPlace> HistoryPlace::parse(std::string_view text) {
  const auto first = text.find('.');
  const auto second = first == std::string_view::npos ? first : text.find('.', first + 1);
  if (second == std::string_view::npos) return std::nullopt;
  HistoryPlace place;
  if (const auto moment = text.substr(0, first); moment != no_moment) {
    const auto count = number_from<UtcTime::rep>(moment);
    if (!count) return std::nullopt;
    place.closed_at = UtcTime{UtcTime::duration{*count}};
  }
  const auto life = number_from<std::uint64_t>(text.substr(first + 1, second - first - 1));
  auto key = bytes_from(text.substr(second + 1));
  if (!life || !key) return std::nullopt;
  place.life = *life;
  place.key = *std::move(key);
  return place;
}

std::string HistoryPlace::text() const {
  std::string hex;
  for (const char c : key) hex += fmt::format("{:02x}", static_cast<unsigned char>(c));
  const std::string moment =
      closed_at ? std::to_string(closed_at->time_since_epoch().count()) : std::string{no_moment};
  return fmt::format("{}.{}.{}", moment, life, hex);
}

bool before(const HistoryPlace& a, const HistoryPlace& b) {
  return std::tie(b.closed_at, a.key, a.life) < std::tie(a.closed_at, b.key, b.life);
}

}  // namespace holdfast::api
