#include "core/wide_decimal.hpp"

#include <algorithm>
#include <utility>

namespace holdfast {
namespace {

constexpr int exponent_max = 400;
constexpr std::size_t text_max = 420;

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::string_view take_digits(std::string_view& text) {
  const auto end = std::ranges::find_if_not(text, is_digit);
  const auto digits = text.substr(0, static_cast<std::size_t>(end - text.begin()));
  text.remove_prefix(digits.size());
  return digits;
}

tl::expected<int, DecimalFlaw> take_exponent(std::string_view& text) {
  if (!text.starts_with('e') && !text.starts_with('E')) return 0;
  text.remove_prefix(1);
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  const auto digits = take_digits(text);
  if (digits.empty()) return tl::make_unexpected(DecimalFlaw::not_a_number);
  int exponent = 0;
  for (const char c : digits) exponent = std::min(exponent * 10 + (c - '0'), 1'000'000);
  return negative ? -exponent : exponent;
}

// a + b; both of one length, most significant digit first.
std::string sum_of(const std::string& a, const std::string& b) {
  std::string sum(a.size() + 1, '0');
  int carry = 0;
  for (std::size_t i = a.size(); i-- > 0;) {
    const int digit = (a[i] - '0') + (b[i] - '0') + carry;
    sum[i + 1] = static_cast<char>('0' + digit % 10);
    carry = digit / 10;
  }
  sum[0] = static_cast<char>('0' + carry);
  return sum;
}

// a - b where a >= b; both of one length.
std::string difference_of(const std::string& a, const std::string& b) {
  std::string difference(a.size(), '0');
  int borrow = 0;
  for (std::size_t i = a.size(); i-- > 0;) {
    int digit = (a[i] - '0') - (b[i] - '0') - borrow;
    borrow = digit < 0 ? 1 : 0;
    if (digit < 0) digit += 10;
    difference[i] = static_cast<char>('0' + digit);
  }
  return difference;
}

}  // namespace

tl::expected<WideDecimal, DecimalFlaw> WideDecimal::parse(std::string_view text) {
  if (text.size() > text_max) return tl::make_unexpected(DecimalFlaw::out_of_range);
  WideDecimal value;
  value.negative_ = text.starts_with('-');
  if (value.negative_) text.remove_prefix(1);
  const auto whole = take_digits(text);
  if (whole.empty() || (whole.size() > 1 && whole.front() == '0')) {
    return tl::make_unexpected(DecimalFlaw::not_a_number);
  }
  std::string_view fraction;
  if (text.starts_with('.')) {
    text.remove_prefix(1);
    fraction = take_digits(text);
    if (fraction.empty()) return tl::make_unexpected(DecimalFlaw::not_a_number);
  }
  const auto exponent = take_exponent(text);
  if (!exponent) return tl::make_unexpected(exponent.error());
  if (!text.empty()) return tl::make_unexpected(DecimalFlaw::not_a_number);
  value.digits_.append(whole).append(fraction);
  value.exponent_ = *exponent - static_cast<int>(fraction.size());
  value.normalise();
  if (value.exponent_ > exponent_max || value.exponent_ < -exponent_max) {
    return tl::make_unexpected(DecimalFlaw::out_of_range);
  }
  return value;
}

WideDecimal WideDecimal::of_units(std::int64_t units, int scale) {
  WideDecimal value;
  value.negative_ = units < 0;
  value.digits_ = decimal_text(units, 0);
  if (value.negative_) value.digits_.erase(0, 1);
  value.exponent_ = -scale;
  value.normalise();
  return value;
}

void WideDecimal::normalise() {
  digits_.erase(0, std::min(digits_.find_first_not_of('0'), digits_.size()));
  while (!digits_.empty() && digits_.back() == '0') {
    digits_.pop_back();
    ++exponent_;
  }
  if (digits_.empty()) {
    negative_ = false;
    exponent_ = 0;
  }
}

std::string WideDecimal::digits_at(int exponent) const {
  const int zeros = digits_.empty() ? 0 : exponent_ - exponent;
  return digits_ + std::string(static_cast<std::size_t>(std::max(zeros, 0)), '0');
}

std::string WideDecimal::text() const {
  if (digits_.empty()) return "0";
  std::string text = digits_at(std::min(exponent_, 0));
  const auto places = static_cast<std::size_t>(std::max(-exponent_, 0));
  if (text.size() <= places) text.insert(0, places + 1 - text.size(), '0');
  if (places > 0) text.insert(text.size() - places, 1, '.');
  return negative_ ? "-" + text : text;
}

WideDecimal WideDecimal::magnitude() const {
  WideDecimal value = *this;
  value.negative_ = false;
  return value;
}

WideDecimal WideDecimal::negated() const {
  WideDecimal value = *this;
  value.negative_ = !negative_ && !digits_.empty();
  return value;
}

WideDecimal operator+(const WideDecimal& a, const WideDecimal& b) {
  if (a.is_zero()) return b;
  if (b.is_zero()) return a;
  WideDecimal sum;
  sum.exponent_ = std::min(a.exponent_, b.exponent_);
  std::string left = a.digits_at(sum.exponent_);
  std::string right = b.digits_at(sum.exponent_);
  const std::size_t width = std::max(left.size(), right.size());
  left.insert(0, width - left.size(), '0');
  right.insert(0, width - right.size(), '0');
  sum.negative_ = a.negative_;
  if (a.negative_ == b.negative_) {
    sum.digits_ = sum_of(left, right);
  } else if (left >= right) {
    sum.digits_ = difference_of(left, right);
  } else {
    sum.negative_ = b.negative_;
    sum.digits_ = difference_of(right, left);
  }
  sum.normalise();
  return sum;
}

WideDecimal operator-(const WideDecimal& a, const WideDecimal& b) { return a + b.negated(); }

std::strong_ordering operator<=>(const WideDecimal& a, const WideDecimal& b) {
  const WideDecimal difference = a - b;
  if (difference.is_zero()) return std::strong_ordering::equal;
  return difference.is_negative() ? std::strong_ordering::less : std::strong_ordering::greater;
}

}  // namespace holdfast
