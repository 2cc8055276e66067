#include "domain/u256.hpp"

#include <algorithm>
#include <ranges>

namespace holdfast {
namespace {

using Wide = unsigned __int128;

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

auto refuse(std::string_view text) {
  return fail(Fault::malformed, "not a 256-bit number: " + std::string{text.substr(0, 90)});
}

}  // namespace

bool U256::multiply_add(std::uint64_t factor, std::uint64_t addend) {
  Wide carry = addend;
  for (auto& word : std::views::reverse(words_)) {
    const Wide product = Wide{word} * factor + carry;
    word = static_cast<std::uint64_t>(product);
    carry = product >> 64U;
  }
  return carry == 0;
}

std::uint32_t U256::divide_small(std::uint32_t divisor) {
  Wide rest = 0;
  for (auto& word : words_) {
    const Wide part = (rest << 64U) | word;
    word = static_cast<std::uint64_t>(part / divisor);
    rest = part % divisor;
  }
  return static_cast<std::uint32_t>(rest);
}

// Eighteen digits at a time: a token id has 77, and each step multiplies all words.
Result<U256> U256::parse_decimal(std::string_view text) {
  constexpr std::size_t at_a_time = 18;
  if (text.empty() || (text.size() > 1 && text.front() == '0')) return refuse(text);
  U256 number;
  for (std::string_view rest = text; !rest.empty();) {
    const auto digits = rest.substr(0, at_a_time);
    rest.remove_prefix(digits.size());
    std::uint64_t value = 0;
    std::uint64_t power = 1;
    for (const char c : digits) {
      if (c < '0' || c > '9') return refuse(text);
      value = value * 10 + static_cast<std::uint64_t>(c - '0');
      power *= 10;
    }
    if (!number.multiply_add(power, value)) return refuse(text);
  }
  return number;
}

Result<U256> U256::parse_hex(std::string_view text) {
  std::string_view digits = text;
  if (digits.starts_with("0x") || digits.starts_with("0X")) digits.remove_prefix(2);
  if (digits.empty() || digits.size() > 64) return refuse(text);
  U256 number;
  for (const char c : digits) {
    const int value = hex_value(c);
    if (value < 0) return refuse(text);
    number.multiply_add(16, static_cast<std::uint32_t>(value));
  }
  return number;
}

U256 U256::from_bytes(const Bytes& bytes) {
  U256 number;
  for (const std::uint8_t byte : bytes) number.multiply_add(256, byte);
  return number;
}

std::string U256::decimal() const {
  U256 rest = *this;
  std::string reversed;
  do {
    reversed.push_back(static_cast<char>('0' + rest.divide_small(10)));
  } while (!rest.is_zero());
  return {reversed.rbegin(), reversed.rend()};
}

std::string U256::hex() const {
  static constexpr std::string_view digits = "0123456789abcdef";
  std::string text = "0x";
  for (const std::uint8_t byte : bytes()) {
    text.push_back(digits[byte >> 4U]);
    text.push_back(digits[byte & 15U]);
  }
  return text;
}

U256::Bytes U256::bytes() const {
  Bytes bytes{};
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    bytes.at(i) = static_cast<std::uint8_t>(words_.at(i / 8) >> (8 * (7 - i % 8)));
  }
  return bytes;
}

}  // namespace holdfast
