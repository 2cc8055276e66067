#pragma once
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace holdfast::platform {

// Bytes that must not leave the process: kept once, in memory that is locked (where the limit
// allows), fenced by guard pages, read-only after filling and wiped at the end. It can be moved,
// not copied; it has no text form, so neither a stream nor fmt can print it by accident.
class Secret {
 public:
  Secret() = default;
  // Copies the bytes in; the caller wipes his own copy (see wipe).
  explicit Secret(std::string_view bytes);
  Secret(Secret&& other) noexcept;
  Secret& operator=(Secret&& other) noexcept;
  Secret(const Secret&) = delete;
  Secret& operator=(const Secret&) = delete;
  ~Secret();

  [[nodiscard]] bool empty() const { return size_ == 0; }
  [[nodiscard]] std::size_t size() const { return size_; }
  // Only signers and senders may call this; what they see is valid while the Secret lives.
  [[nodiscard]] std::string_view reveal() const;
  // Takes the same time for any two texts of one length.
  [[nodiscard]] bool equals(std::string_view other) const;

  template <class Stream>
  friend Stream& operator<<(Stream& stream, const Secret&) = delete;

 private:
  char* bytes_{};
  std::size_t size_{};
};

// Overwrites the bytes, in a way that the optimiser keeps, and empties the text.
void wipe(std::string& text);

}  // namespace holdfast::platform
