#pragma once
#include <compare>
#include <string>
#include <utility>

namespace holdfast {

// A name with a meaning: an AccountId cannot be passed where an InstrumentId is wanted.
template <class Tag>
struct Id {
  Id() = default;
  explicit Id(std::string name) : text{std::move(name)} {}
  [[nodiscard]] bool empty() const { return text.empty(); }
  std::string text;
  friend auto operator<=>(const Id&, const Id&) = default;
};

using AccountId = Id<struct AccountTag>;        // "kalshi/main"
using InstrumentId = Id<struct InstrumentTag>;  // Kalshi ticker; Polymarket token id in decimal
using FillId = Id<struct FillTag>;              // the venue's own id of a fill
using EntryId = Id<struct EntryTag>;            // deterministic id of a journal entry
using CaseId = Id<struct CaseTag>;
using SnapshotId = Id<struct SnapshotTag>;

}  // namespace holdfast
