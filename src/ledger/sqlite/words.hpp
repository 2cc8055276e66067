#pragma once
#include <array>
#include <optional>
#include <string_view>

#include "core/alert.hpp"
#include "domain/case.hpp"
#include "domain/event.hpp"
#include "domain/instrument.hpp"
#include "domain/journal_entry.hpp"
#include "domain/position.hpp"

namespace holdfast::sqlite {

// Kinds and states are stored as words: a ledger outlives the order of an enum. words_of(E{}) are
// the words of an enum in the order of its values.
inline constexpr std::array<std::string_view, 3> margin_words{"none", "cross", "isolated"};
inline constexpr std::array<std::string_view, 5> market_words{"unknown", "open", "paused", "closed",
                                                              "resolved"};

constexpr const auto& words_of(VenueName) { return venue_names; }
constexpr const auto& words_of(MarginMode) { return margin_words; }
constexpr const auto& words_of(MarketState) { return market_words; }
constexpr const auto& words_of(EntryKind) { return entry_names; }
constexpr const auto& words_of(Cause) { return cause_names; }
constexpr const auto& words_of(EvidenceKind) { return evidence_names; }
constexpr const auto& words_of(PositionState) { return position_state_names; }
constexpr const auto& words_of(Origin) { return origin_names; }
constexpr const auto& words_of(CaseReason) { return case_reason_names; }
constexpr const auto& words_of(CaseState) { return case_state_names; }
constexpr const auto& words_of(Awaited) { return awaited_names; }
constexpr const auto& words_of(Severity) { return severity_names; }
constexpr const auto& words_of(AlertState) { return alert_state_names; }
constexpr const auto& words_of(EventKind) { return event_names; }

template <class E>
concept Worded = std::is_enum_v<E> && requires { words_of(E{}); };

template <Worded E>
constexpr std::string_view word_of(E value) {
  return words_of(E{}).at(static_cast<std::size_t>(value));
}

// Of an account's venue; none: it is a book.
inline constexpr std::string_view book_word = "book";
constexpr std::string_view venue_word(std::optional<VenueName> venue) {
  return venue ? word_of(*venue) : book_word;
}

template <Worded E>
constexpr std::optional<E> from_word(std::string_view word) {
  const auto& words = words_of(E{});
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words.at(i) == word) return static_cast<E>(i);
  }
  return std::nullopt;
}

}  // namespace holdfast::sqlite
