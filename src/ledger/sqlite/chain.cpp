#include "ledger/sqlite/chain.hpp"

#include <algorithm>

#include "ledger/sqlite/encoding.hpp"

namespace holdfast::sqlite {

crypto::Digest first_link(const AccountId& account, std::optional<VenueName> venue,
                          std::string_view owner) {
  Encoder encoder;
  encoder.text("holdfast journal 1").add(account).text(venue_word(venue)).text(owner);
  return crypto::sha256(encoder.bytes());
}

crypto::Digest next_link(const crypto::Digest& previous, std::uint64_t sequence, UtcTime booked_at,
                         const JournalEntry& entry) {
  Encoder encoder;
  encoder.raw(previous);
  encoder.number(static_cast<std::int64_t>(sequence)).add(booked_at).add(entry);
  return crypto::sha256(encoder.bytes());
}

std::optional<crypto::Digest> digest_from(std::string_view bytes) {
  crypto::Digest digest{};
  if (bytes.size() != digest.size()) return std::nullopt;
  std::ranges::transform(bytes, digest.begin(),
                         [](char c) { return static_cast<std::uint8_t>(c); });
  return digest;
}

}  // namespace holdfast::sqlite
