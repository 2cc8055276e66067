#include "net/http_date.hpp"

#include <algorithm>
#include <array>

namespace holdfast::net {
namespace {

constexpr std::array<std::string_view, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                  "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
constexpr std::array<std::string_view, 7> days{"Monday", "Tuesday",  "Wednesday", "Thursday",
                                               "Friday", "Saturday", "Sunday"};

// Where a form puts its parts: 'Y' year, 'M' month's name, 'd' day, 'h' 'm' 's' time; '_' in front
// of the day stands for a space or a digit; anything else must be there as it is.
constexpr std::string_view fixdate = ", dd MMM YYYY hh:mm:ss GMT";
constexpr std::string_view rfc850 = ", dd-MMM-YY hh:mm:ss GMT";
constexpr std::string_view asctime = " MMM _d hh:mm:ss YYYY";

struct Parts {
  int year{}, month{}, day{}, hour{}, minute{}, second{};
};

int* number_of(Parts& parts, char letter) {
  switch (letter) {
    case 'Y':
      return &parts.year;
    case 'd':
      return &parts.day;
    case 'h':
      return &parts.hour;
    case 'm':
      return &parts.minute;
    case 's':
      return &parts.second;
    default:
      return nullptr;
  }
}

std::optional<Parts> read(std::string_view text, std::string_view form) {
  if (text.size() != form.size()) return std::nullopt;
  Parts parts;
  for (std::size_t i = 0; i < form.size(); ++i) {
    const char want = form[i] == '_' ? 'd' : form[i];
    if (want == 'M' && form.substr(i).starts_with("MMM")) {
      const auto* const found = std::ranges::find(months, text.substr(i, 3));
      if (found == months.end()) return std::nullopt;
      parts.month = static_cast<int>(found - months.begin()) + 1;
      i += 2;
    } else if (int* const number = number_of(parts, want)) {
      if (form[i] == '_' && text[i] == ' ') continue;
      if (text[i] < '0' || text[i] > '9') return std::nullopt;
      *number = *number * 10 + (text[i] - '0');
    } else if (text[i] != want) {
      return std::nullopt;
    }
  }
  return parts;
}

// Cuts a weekday off the front, whole or by its first three letters.
std::optional<std::string_view> after_weekday(std::string_view text, bool whole) {
  for (const auto day : days) {
    const auto name = whole ? day : day.substr(0, 3);
    if (text.starts_with(name)) return text.substr(name.size());
  }
  return std::nullopt;
}

std::optional<UtcTime> moment(const Parts& parts) {
  const std::chrono::year_month_day date{std::chrono::year{parts.year},
                                         std::chrono::month{static_cast<unsigned>(parts.month)},
                                         std::chrono::day{static_cast<unsigned>(parts.day)}};
  if (!date.ok() || parts.hour > 23 || parts.minute > 59 || parts.second > 60) return std::nullopt;
  return std::chrono::sys_days{date} + std::chrono::hours{parts.hour} +
         std::chrono::minutes{parts.minute} + std::chrono::seconds{parts.second};
}

int full_year(int two_digits, UtcTime now) {
  const std::chrono::year_month_day today{std::chrono::floor<std::chrono::days>(now)};
  const int year = static_cast<int>(today.year());
  int guess = year / 100 * 100 + two_digits;
  if (guess > year + 50) guess -= 100;
  if (guess < year - 50) guess += 100;
  return guess;
}

}  // namespace

std::optional<UtcTime> parse_http_date(std::string_view text, UtcTime now) {
  if (const auto rest = after_weekday(text, true)) {
    if (auto parts = read(*rest, rfc850)) {
      parts->year = full_year(parts->year, now);
      return moment(*parts);
    }
  }
  const auto rest = after_weekday(text, false);
  if (!rest) return std::nullopt;
  for (const auto form : {fixdate, asctime}) {
    if (const auto parts = read(*rest, form)) return moment(*parts);
  }
  return std::nullopt;
}

}  // namespace holdfast::net
