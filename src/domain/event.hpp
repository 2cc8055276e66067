#pragma once
#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "domain/evidence.hpp"
#include "domain/ids.hpp"
#include "domain/position_key.hpp"
#include "domain/time.hpp"

namespace holdfast {

enum class EventKind : std::uint8_t {
  position_created,
  position_updated,
  position_closed,
  sync_completed,
  snapshot_refused,
  case_opened,
  case_updated,
  case_closed,
  subscription_dropped,  // a sold position is not watched any more
  gate_changed,          // entries into an instrument, or a whole account, are judged otherwise
  claim_opened,          // what is held of a resolved market waits to be redeemed
  claim_updated,         // it still does, a day later, or pays otherwise
  claim_closed,
};

inline constexpr std::array<std::string_view, 13> event_names{
    "position.created",     "position.updated", "position.closed", "sync.completed",
    "snapshot.refused",     "case.opened",      "case.updated",    "case.closed",
    "subscription.dropped", "gate.changed",     "claim.opened",    "claim.updated",
    "claim.closed"};

constexpr std::string_view name_of(EventKind kind) {
  return event_names.at(static_cast<std::size_t>(kind));
}

// Something that happened, told to whoever listens. The text is the log line too.
struct Event {
  EventKind kind{};
  AccountId account;
  std::optional<PositionKey> key;
  UtcTime at;
  std::string text;
  std::string reference;  // case, snapshot or entry id
  // What a quantity that changed rests on; none where none changed. It is told and not kept: the
  // entry that `reference` names has it.
  std::optional<EvidenceKind> evidence{};
  friend bool operator==(const Event&, const Event&) = default;
};

}  // namespace holdfast
