#pragma once
#include <array>
#include <cstdint>
#include <string_view>

namespace holdfast::platform {

// 0 to 255, of the length and three letters: keys of one object seldom agree in all four.
constexpr std::size_t small_hash(std::string_view key) {
  if (key.empty()) return 0;
  const auto letter = [&](std::size_t at) {
    return std::size_t{static_cast<unsigned char>(key[at])};
  };
  return (key.size() * 151 + letter(0) * 31 + letter(key.size() / 2) * 7 + letter(key.size() - 1)) %
         256;
}

// Finds a key's place in a short list of different keys by looking once, not at each of them.
template <std::size_t count>
  requires(count < 128)
class KeyIndex {
 public:
  explicit constexpr KeyIndex(const std::array<std::string_view, count>& keys) : keys_{keys} {
    for (std::size_t i = 0; i < count; ++i) {
      std::size_t slot = small_hash(keys_.at(i));
      while (slots_.at(slot) != 0) slot = (slot + 1) % slots_.size();
      slots_.at(slot) = static_cast<std::uint8_t>(i + 1);
    }
  }
  // `count` when the list has no such key.
  [[nodiscard]] constexpr std::size_t find(std::string_view key) const {
    std::size_t slot = small_hash(key);
    while (slots_[slot] != 0) {
      const std::size_t place = slots_[slot] - 1U;
      if (keys_[place] == key) return place;
      slot = (slot + 1) % slots_.size();
    }
    return count;
  }
  [[nodiscard]] constexpr std::string_view operator[](std::size_t place) const {
    return keys_[place];
  }

 private:
  std::array<std::string_view, count> keys_;
  std::array<std::uint8_t, 256> slots_{};  // place + 1, or 0
};

}  // namespace holdfast::platform
