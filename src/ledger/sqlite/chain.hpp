#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "crypto/sha256.hpp"
#include "domain/journal_entry.hpp"
#include "domain/time.hpp"

namespace holdfast::sqlite {

// The hash chain of one account's journal. The first link binds the account to its venue and
// owner: SHA-256 of the encoding of "holdfast journal 1", id, venue, owner. Each further link is
// SHA-256 of the previous link's 32 bytes and the encoding of sequence, booked_at and the entry.
crypto::Digest first_link(const AccountId& account, std::optional<VenueName> venue,
                          std::string_view owner);
crypto::Digest next_link(const crypto::Digest& previous, std::uint64_t sequence, UtcTime booked_at,
                         const JournalEntry& entry);

// None when the bytes are not 32.
std::optional<crypto::Digest> digest_from(std::string_view bytes);

}  // namespace holdfast::sqlite
