#include "crypto/abi.hpp"

#include <algorithm>

#include "crypto/hex.hpp"

namespace holdfast::crypto {
namespace {

constexpr std::string_view balance_of = "0x00fdd58e";
constexpr std::string_view balance_of_batch = "0x4e1273f4";
constexpr std::string_view is_approved_for_all = "0xe985e9c5";
constexpr std::string_view get_owners = "0xa0e67e2b";
constexpr std::size_t word_digits = 64;

std::string word(const U256& number) { return number.hex().substr(2); }
std::string word(const EthAddress& address) {
  return std::string(24, '0') + address.lower().substr(2);
}

tl::unexpected<Error> refuse(std::string_view why) {
  return fail(Fault::malformed, "the contract's answer " + std::string{why});
}

Result<std::vector<U256>> words_of(std::string_view answer) {
  if (!answer.starts_with("0x")) return refuse("is not 0x-hex");
  answer.remove_prefix(2);
  if (answer.empty()) return refuse("is empty: no such contract on this chain");
  if (answer.size() % word_digits != 0) return refuse("is cut: not whole words");
  std::vector<U256> words;
  for (; !answer.empty(); answer.remove_prefix(word_digits)) {
    // The words are asked to be plain digits here: U256 itself would take another 0x.
    const std::string_view digits = answer.substr(0, word_digits);
    const bool plain = std::ranges::all_of(digits, [](char c) {
      return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    });
    const auto number = U256::parse_hex(digits);
    if (!plain || !number) return refuse("is not 0x-hex");
    words.push_back(*number);
  }
  return words;
}

}  // namespace

std::string encode_balance_of(const EthAddress& owner, const U256& id) {
  return std::string{balance_of} + word(owner) + word(id);
}

std::string encode_balance_of_batch(const EthAddress& owner, std::span<const U256> ids) {
  const std::uint64_t count = ids.size();
  std::string call{balance_of_batch};
  call += word(U256{64});                    // where the owners begin
  call += word(U256{64 + 32 + count * 32});  // where the ids begin
  call += word(U256{count});
  for (std::size_t i = 0; i < ids.size(); ++i) call += word(owner);
  call += word(U256{count});
  for (const U256& id : ids) call += word(id);
  return call;
}

std::string encode_is_approved_for_all(const EthAddress& owner, const EthAddress& spender) {
  return std::string{is_approved_for_all} + word(owner) + word(spender);
}

std::string encode_get_owners() { return std::string{get_owners}; }

Result<U256> decode_word(std::string_view answer) {
  auto words = words_of(answer);
  if (!words) return tl::make_unexpected(std::move(words).error());
  if (words->size() != 1) return refuse("is not one number");
  return words->front();
}

Result<std::vector<U256>> decode_words(std::string_view answer, std::size_t count) {
  auto words = words_of(answer);
  if (!words) return tl::make_unexpected(std::move(words).error());
  if (words->size() != count + 2 || words->at(0) != U256{32} || words->at(1) != U256{count}) {
    return refuse("is not a list of as many balances as asked for");
  }
  words->erase(words->begin(), words->begin() + 2);
  return words;
}

Result<std::vector<EthAddress>> decode_addresses(std::string_view answer) {
  const auto words = words_of(answer);
  if (!words) return tl::make_unexpected(words.error());
  constexpr std::size_t before = 2;  // where the list begins, and how long it is
  if (words->size() < before || words->at(0) != U256{32} ||
      words->at(1) != U256{words->size() - before}) {
    return refuse("is not a list of addresses");
  }
  std::vector<EthAddress> addresses;
  for (std::size_t i = before; i < words->size(); ++i) {
    constexpr std::size_t unused_digits = 24;
    const auto digits = words->at(i).hex().substr(2);
    const auto address = EthAddress::parse("0x" + digits.substr(unused_digits));
    if (!address || digits.find_first_not_of('0') < unused_digits) {
      return refuse("has a word that is no address");
    }
    addresses.push_back(*address);
  }
  return addresses;
}

}  // namespace holdfast::crypto
