#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "domain/case.hpp"

namespace holdfast {

enum class Severity : std::uint8_t { info, warning, critical };
inline constexpr std::array<std::string_view, 3> severity_names{"info", "warning", "critical"};
constexpr std::string_view name_of(Severity severity) {
  return severity_names.at(static_cast<std::size_t>(severity));
}

enum class AlertState : std::uint8_t {
  active,
  silenced,  // its case was dismissed and lasts
  resolved,
};
inline constexpr std::array<std::string_view, 3> alert_state_names{"active", "silenced",
                                                                   "resolved"};
constexpr std::string_view name_of(AlertState state) {
  return alert_state_names.at(static_cast<std::size_t>(state));
}

// What a case, or what waits to be redeemed, has to say to people: one message for its whole life,
// edited as it evolves.
struct Alert {
  CaseId case_id;  // empty: of no case, for nothing is wrong (core/claims)
  AccountId account;
  std::optional<PositionKey> key;
  Severity severity{};
  AlertState state{};
  std::string text;
  UtcTime raised_at;
  UtcTime edited_at;
  std::uint32_t edits{};  // how often it has changed since it was raised
  friend bool operator==(const Alert&, const Alert&) = default;
};

// Its case's, else one of its own; one message has it for life.
std::string id_of(const Alert& alert);

// The case's message as of now, not edited yet. Two cases that say the same to people give the same
// severity, state and text, whatever else in them has moved.
Alert alert_of(const Case& about);

}  // namespace holdfast
