#include "crypto/base58.hpp"

#include <algorithm>

namespace holdfast::crypto {
namespace {

constexpr std::string_view alphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
constexpr std::size_t letters_max = 128;

// digits = digits * factor + addend, in the given base, least significant first.
void multiply_add(std::vector<std::uint8_t>& digits, std::uint32_t base, std::uint32_t factor,
                  std::uint32_t addend) {
  std::uint32_t carry = addend;
  for (std::uint8_t& digit : digits) {
    carry += std::uint32_t{digit} * factor;
    digit = static_cast<std::uint8_t>(carry % base);
    carry /= base;
  }
  for (; carry > 0; carry /= base) digits.push_back(static_cast<std::uint8_t>(carry % base));
}

}  // namespace

std::string to_base58(std::span<const std::uint8_t> bytes) {
  std::vector<std::uint8_t> digits;
  for (const std::uint8_t byte : bytes) multiply_add(digits, 58, 256, byte);
  const auto zeros = std::ranges::find_if(bytes, [](std::uint8_t b) { return b != 0; });
  std::string text(static_cast<std::size_t>(zeros - bytes.begin()), alphabet.front());
  for (auto digit = digits.rbegin(); digit != digits.rend(); ++digit) text += alphabet[*digit];
  return text;
}

Result<std::vector<std::uint8_t>> from_base58(std::string_view text) {
  if (text.size() > letters_max) return fail(Fault::malformed, "too long to be base58 of a key");
  std::vector<std::uint8_t> bytes;
  for (const char letter : text) {
    const auto value = alphabet.find(letter);
    if (value == std::string_view::npos) return fail(Fault::malformed, "not base58");
    multiply_add(bytes, 256, 58, static_cast<std::uint32_t>(value));
  }
  const auto first = std::min(text.find_first_not_of(alphabet.front()), text.size());
  bytes.insert(bytes.end(), first, 0);
  std::ranges::reverse(bytes);
  return bytes;
}

Result<void> fill_from_base58(std::string_view text, std::span<std::uint8_t> bytes) {
  std::ranges::fill(bytes, std::uint8_t{0});
  const auto refused = [] { return fail(Fault::malformed, "not base58 of the expected size"); };
  if (text.size() > letters_max) return refused();
  for (const char letter : text) {
    const auto value = alphabet.find(letter);
    if (value == std::string_view::npos) return refused();
    auto carry = static_cast<std::uint32_t>(value);
    for (std::size_t i = bytes.size(); i > 0; --i) {
      carry += 58U * bytes[i - 1];
      bytes[i - 1] = static_cast<std::uint8_t>(carry & 0xffU);
      carry >>= 8U;
    }
    if (carry != 0) return refused();
  }
  const auto ones = std::min(text.find_first_not_of(alphabet.front()), text.size());
  const auto zeros = std::ranges::find_if(bytes, [](std::uint8_t byte) { return byte != 0; });
  if (ones != static_cast<std::size_t>(zeros - bytes.begin())) return refused();
  return {};
}

}  // namespace holdfast::crypto
