#include <charconv>

#include "ledger/sqlite/encoding.hpp"

namespace holdfast::sqlite {
namespace {

// Reads what Encoder wrote, field by field. After a flaw every further field is empty.
class Decoder {
 public:
  explicit Decoder(std::string_view bytes) : rest_{bytes} {}
  // All was read and all of it was right.
  [[nodiscard]] bool at_end() const { return !flawed_ && rest_.empty(); }
  [[nodiscard]] bool flawed() const { return flawed_; }

  std::string_view text() {
    std::size_t size = 0;
    const char* end = rest_.data() + rest_.size();
    const auto [after, error] = std::from_chars(rest_.data(), end, size);
    const auto left = static_cast<std::size_t>(end - after);
    if (error != std::errc{} || left == 0 || *after != ':' || size > left - 1) return flaw();
    rest_.remove_prefix(rest_.size() - left + 1);
    const auto field = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return field;
  }

  template <class Number = std::int64_t>
  Number number() {
    const auto field = text();
    Number value{};
    const char* end = field.data() + field.size();
    const auto [after, error] = std::from_chars(field.data(), end, value);
    if (error != std::errc{} || after != end) flaw();
    return value;
  }

  template <Worded E>
  E word() {
    const auto found = from_word<E>(text());
    if (!found) flaw();
    return found.value_or(E{});
  }

  UtcTime time() { return UtcTime{Duration{number()}}; }

  void read(PositionKey& key) {
    key.account = AccountId{std::string{text()}};
    key.venue = word<VenueName>();
    key.subaccount = number<std::uint16_t>();
    key.shard = number<std::uint16_t>();
    key.instrument = InstrumentId{std::string{text()}};
    key.margin = word<MarginMode>();
  }

  void read(Evidence& evidence) {
    evidence.kind = word<EvidenceKind>();
    evidence.id = text();
    evidence.at = time();
    evidence.text = text();
  }

  void read(Share& share) {
    share.strategy = text();
    share.quantity = Quantity::from_units(number());
    share.at = time();
  }

 private:
  std::string_view flaw() {
    flawed_ = true;
    rest_ = {};
    return {};
  }
  std::string_view rest_;
  bool flawed_{};
};

template <class T>
std::optional<std::vector<T>> decode_list(std::string_view bytes) {
  Decoder decoder{bytes};
  std::vector<T> list;
  const auto size = decoder.number<std::uint64_t>();
  for (std::uint64_t i = 0; i < size && !decoder.flawed(); ++i) decoder.read(list.emplace_back());
  if (!decoder.at_end()) return std::nullopt;
  return list;
}

}  // namespace

std::optional<std::vector<PositionKey>> decode_keys(std::string_view bytes) {
  return decode_list<PositionKey>(bytes);
}

std::optional<std::vector<Evidence>> decode_evidence(std::string_view bytes) {
  return decode_list<Evidence>(bytes);
}

std::optional<std::vector<Share>> decode_shares(std::string_view bytes) {
  return bytes.empty() ? std::vector<Share>{} : decode_list<Share>(bytes);
}

}  // namespace holdfast::sqlite
