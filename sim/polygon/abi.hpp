#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "domain/u256.hpp"
#include "sim/encoding.hpp"

namespace holdfast::sim::polygon {

// Call data: a selector and 32-byte words. Readers answer none when the data is too short or an
// offset leads out of it; a contract would revert.
class CallData {
 public:
  static std::optional<CallData> parse(const std::string& hex);

  [[nodiscard]] std::uint32_t selector() const { return selector_; }
  [[nodiscard]] std::optional<U256> word(std::size_t index) const;
  [[nodiscard]] std::optional<std::string> address(std::size_t index) const;
  // The dynamic array whose offset stands at that word.
  [[nodiscard]] std::optional<std::vector<U256>> array(std::size_t index) const;

 private:
  std::uint32_t selector_{};
  std::vector<U256> words_;
};

std::string address_text(const U256& word);  // the low 20 bytes, lower case
U256 address_word(const std::string& address);
// ABI results, 0x-prefixed.
std::string encoded(const U256& word);
std::string encoded_array(const std::vector<U256>& words);
// Error(string), the data of a revert with a reason.
std::string encoded_reason(const std::string& reason);
// 0x and no leading zeros, as JSON-RPC writes quantities.
std::string quantity_text(std::uint64_t value);
std::optional<std::uint64_t> quantity_value(const std::string& text);

}  // namespace holdfast::sim::polygon
