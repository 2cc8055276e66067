#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/batch.hpp"
#include "domain/case.hpp"
#include "domain/event.hpp"
#include "domain/instrument.hpp"
#include "domain/journal_entry.hpp"
#include "domain/position.hpp"
#include "ledger/sqlite/words.hpp"

namespace holdfast::sqlite {

// The one way to write a value down as bytes, for hashes, seals and lists. Each field is
// "<length in bytes>:<bytes>", a number is its decimal text, an enum its word, an absent value is
// "-", a list is its length followed by its elements. So anybody can recompute the hash chain with
// any language's SHA-256.
class Encoder {
 public:
  Encoder& text(std::string_view value);
  Encoder& number(std::int64_t value);
  Encoder& absent();
  // Bytes as they are, without a length: for a hash that begins a chain's next link.
  Encoder& raw(std::span<const std::uint8_t> bytes);

  Encoder& add(const PositionKey& key);
  Encoder& add(const Evidence& evidence);
  Encoder& add(const Share& share);
  Encoder& add(const JournalEntry& entry);
  Encoder& add(const Position& position);
  Encoder& add(const Case& value);
  Encoder& add(const Event& event);
  Encoder& add(const Instrument& instrument);
  Encoder& add(const SnapshotRecord& record);
  template <Worded E>
  Encoder& add(E value) {
    return text(word_of(value));
  }
  Encoder& add(UtcTime at) { return number(at.time_since_epoch().count()); }
  template <class Tag, int scale>
  Encoder& add(Fixed<Tag, scale> amount) {
    return number(amount.units());
  }
  template <class Tag>
  Encoder& add(const Id<Tag>& id) {
    return text(id.text);
  }
  template <class T>
  Encoder& add(const std::optional<T>& value) {
    return value ? add(*value) : absent();
  }
  template <class T>
  Encoder& add(const std::vector<T>& list) {
    number(static_cast<std::int64_t>(list.size()));
    for (const T& element : list) add(element);
    return *this;
  }

  [[nodiscard]] const std::string& bytes() const { return bytes_; }
  [[nodiscard]] std::string take() { return std::move(bytes_); }

 private:
  std::string bytes_;
};

// The first eight bytes of the SHA-256 of a value's encoding; finds damage, not tampering.
std::int64_t seal_of(const Encoder& encoder);
template <class T>
std::int64_t seal_of(const T& value) {
  Encoder encoder;
  encoder.add(value);
  return seal_of(encoder);
}

// Lists as cases keep them. None when the bytes are not such a list.
std::optional<std::vector<PositionKey>> decode_keys(std::string_view bytes);
std::optional<std::vector<Evidence>> decode_evidence(std::string_view bytes);
std::optional<std::vector<Share>> decode_shares(std::string_view bytes);
template <class T>
std::string encode_list(const std::vector<T>& list) {
  return Encoder{}.add(list).take();
}

}  // namespace holdfast::sqlite
