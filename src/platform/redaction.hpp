#pragma once
#include <array>
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_set>

namespace holdfast::platform {

// The last resort: text that shows any eight consecutive characters of a registered secret gets
// them replaced by ***. It keeps keyed hashes of the windows, so it is no further copy of the
// secret. Safe from any thread.
class Redaction {
 public:
  Redaction();
  // Also in hex, base64 and the other letter case. Shorter than eight characters: ignored.
  void hide(std::string_view secret);
  [[nodiscard]] std::string apply(std::string_view text) const;

 private:
  void remember(std::string_view text);
  [[nodiscard]] std::uint64_t window_hash(const char* at) const;

  std::array<unsigned char, 16> key_{};
  mutable std::mutex mutex_;
  std::unordered_set<std::uint64_t> windows_;
};

}  // namespace holdfast::platform
