#include "sim/amount_text.hpp"

#include <fmt/format.h>

namespace holdfast::sim {
namespace {

constexpr std::array<std::string_view, 7> weekdays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
constexpr std::array<std::string_view, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                  "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

Int128 power_of_ten(int exponent) {
  Int128 power = 1;
  for (int i = 0; i < exponent; ++i) power *= 10;
  return power;
}

}  // namespace

std::string places_text(Int128 units, int scale, int places) {
  const bool negative = units < 0;
  Int128 value = negative ? -units : units;
  value =
      places <= scale ? value / power_of_ten(scale - places) : value * power_of_ten(places - scale);
  const Int128 one = power_of_ten(places);
  std::string text = decimal_text(value / one, 0);
  if (places > 0) {
    auto fraction = decimal_text(value % one, 0);
    text += "." + std::string(static_cast<std::size_t>(places) - fraction.size(), '0') + fraction;
  }
  return negative && value != 0 ? "-" + text : text;
}

Int128 divide_rounded(Int128 value, Int128 divisor, Rounding rounding) {
  const bool negative = value < 0;
  const Int128 size = negative ? -value : value;
  Int128 quotient = size / divisor;
  const Int128 rest = size % divisor;
  if (rounding == Rounding::up && rest > 0) ++quotient;
  if (rounding == Rounding::half_even) {
    if (rest * 2 > divisor || (rest * 2 == divisor && quotient % 2 == 1)) ++quotient;
  }
  return negative ? -quotient : quotient;
}

std::string rfc3339_text(UtcTime at) {
  auto text = iso_text(at);
  text = text.substr(0, 19);
  const auto second = std::chrono::floor<std::chrono::seconds>(at);
  if (const auto us = (at - second).count(); us != 0) {
    auto fraction = fmt::format("{:06}", us);
    while (fraction.ends_with('0')) fraction.pop_back();
    text += "." + fraction;
  }
  return text + "Z";
}

std::string http_date_text(UtcTime at) {
  const auto day = std::chrono::floor<std::chrono::days>(at);
  const std::chrono::year_month_day date{day};
  const auto weekday = std::chrono::weekday{day}.c_encoding();
  const auto s = std::chrono::floor<std::chrono::seconds>(at - day).count();
  return fmt::format("{}, {:02} {} {:04} {:02}:{:02}:{:02} GMT", weekdays.at(weekday),
                     static_cast<unsigned>(date.day()),
                     months.at(static_cast<unsigned>(date.month()) - 1),
                     static_cast<int>(date.year()), s / 3600, s / 60 % 60, s % 60);
}

}  // namespace holdfast::sim
