#include "sim/polygon/abi.hpp"

#include <fmt/format.h>

#include <charconv>

namespace holdfast::sim::polygon {
namespace {

constexpr std::size_t word_bytes = 32;

U256 word_at(const Bytes& bytes, std::size_t at) {
  U256::Bytes word{};
  std::copy_n(bytes.begin() + static_cast<std::ptrdiff_t>(at), word_bytes, word.begin());
  return U256::from_bytes(word);
}

}  // namespace

std::optional<CallData> CallData::parse(const std::string& hex) {
  const auto bytes = bytes_from_hex(hex);
  if (!bytes || bytes->size() < 4) return std::nullopt;
  CallData data;
  for (std::size_t i = 0; i < 4; ++i) data.selector_ = (data.selector_ << 8U) | (*bytes)[i];
  for (std::size_t at = 4; at + word_bytes <= bytes->size(); at += word_bytes) {
    data.words_.push_back(word_at(*bytes, at));
  }
  return data;
}

std::optional<U256> CallData::word(std::size_t index) const {
  return index < words_.size() ? std::optional{words_[index]} : std::nullopt;
}

std::optional<std::string> CallData::address(std::size_t index) const {
  const auto found = word(index);
  if (!found) return std::nullopt;
  const auto bytes = found->bytes();
  for (std::size_t i = 0; i < 12; ++i) {
    if (bytes[i] != 0) return std::nullopt;  // dirty upper bytes: Solidity's decoder reverts
  }
  return address_text(*found);
}

std::optional<std::vector<U256>> CallData::array(std::size_t index) const {
  const auto offset = word(index);
  if (!offset || !offset->fits_u64() || offset->low() % word_bytes != 0) return std::nullopt;
  const auto start = offset->low() / word_bytes;
  const auto size = word(start);
  if (!size || !size->fits_u64() || size->low() > words_.size()) return std::nullopt;
  std::vector<U256> items;
  for (std::size_t i = 0; i < size->low(); ++i) {
    const auto item = word(start + 1 + i);
    if (!item) return std::nullopt;
    items.push_back(*item);
  }
  return items;
}

std::string address_text(const U256& word) { return "0x" + word.hex().substr(2 + 24); }

U256 address_word(const std::string& address) { return U256::parse_hex(address).value_or(U256{}); }

std::string encoded(const U256& word) { return word.hex(); }

std::string encoded_array(const std::vector<U256>& words) {
  std::string text = U256{word_bytes}.hex() + U256{words.size()}.hex().substr(2);
  for (const auto& word : words) text += word.hex().substr(2);
  return text;
}

std::string encoded_reason(const std::string& reason) {
  std::string text = "0x08c379a0" + U256{word_bytes}.hex().substr(2) +
                     U256{reason.size()}.hex().substr(2) + hex_text(bytes_of(reason)).substr(2);
  while ((text.size() - 10) % (2 * word_bytes) != 0) text += '0';
  return text;
}

std::string quantity_text(std::uint64_t value) { return fmt::format("0x{:x}", value); }

std::optional<std::uint64_t> quantity_value(const std::string& text) {
  std::uint64_t value = 0;
  if (!text.starts_with("0x") || text.size() < 3) return std::nullopt;
  const auto [end, error] = std::from_chars(text.data() + 2, text.data() + text.size(), value, 16);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

}  // namespace holdfast::sim::polygon
