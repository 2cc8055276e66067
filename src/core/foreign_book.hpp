#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/wide_decimal.hpp"
#include "domain/position_key.hpp"
#include "domain/time.hpp"

namespace holdfast {

// Somebody else's ledger, as its owner wrote it. Nothing in it is believed; it is compared.

enum class Leg : std::uint8_t { kalshi_yes, kalshi_no, poly_yes, poly_no };
inline constexpr std::array<std::string_view, 4> leg_names{"kalshi_yes", "kalshi_no", "poly_yes",
                                                           "poly_no"};
inline constexpr std::array<Leg, 4> all_legs{Leg::kalshi_yes, Leg::kalshi_no, Leg::poly_yes,
                                             Leg::poly_no};
constexpr std::string_view name_of(Leg leg) { return leg_names.at(static_cast<std::size_t>(leg)); }

// One value per leg.
template <class T>
struct PerLeg {
  std::array<T, 4> values{};
  T& operator[](Leg leg) { return values.at(static_cast<std::size_t>(leg)); }
  const T& operator[](Leg leg) const { return values.at(static_cast<std::size_t>(leg)); }
  friend bool operator==(const PerLeg&, const PerLeg&) = default;
};

struct LegFigures {
  std::optional<WideDecimal> contracts;  // none: what stands there is no decimal
  std::optional<WideDecimal> cost_basis;
  std::optional<WideDecimal> avg_price;
  friend bool operator==(const LegFigures&, const LegFigures&) = default;
};

// The optional join keys of a row. Empty: not given.
struct ExternalIds {
  std::string kalshi_market_ticker;
  std::string poly_asset_yes;
  std::string poly_asset_no;
  std::string poly_token_id_yes;
  std::string poly_token_id_no;
  std::string poly_condition_id;
  std::string poly_market_slug;  // shown, never joined on, and so are the two below
  std::string poly_address;
  std::string kalshi_member_id;
  friend bool operator==(const ExternalIds&, const ExternalIds&) = default;
};

enum class BookMode : std::uint8_t { live, paper };
inline constexpr std::array<std::string_view, 2> book_mode_names{"live", "paper"};
constexpr std::string_view name_of(BookMode mode) {
  return book_mode_names.at(static_cast<std::size_t>(mode));
}

struct BookRow {
  std::string market_id;
  std::string description;
  ExternalIds ids;
  std::optional<PositionKey> key;          // of a row of Holdfast's own ledger: the very holding
  PerLeg<std::optional<LegFigures>> legs;  // none: the row has no such leg
  std::string status;                      // open, closed, resolved, failed, or whatever it says
  std::optional<UtcTime> opened_at;
  std::string strategy;          // whose position it is; empty: it does not say
  std::optional<BookMode> mode;  // none: it does not say, and is live
  bool sold{};       // a trade with a negative fill: cost_basis is then cost paid, not cost held
  bool settling{};   // a trade whose fill is still awaited
  std::string json;  // the whole row, one JSON object; numbers as written, impossible ones null
  friend bool operator==(const BookRow&, const BookRow&) = default;

  // Played for no money: shown, and compared with nothing.
  [[nodiscard]] bool is_paper() const { return mode == BookMode::paper; }
};

// Something in a book that cannot be what it says. It never keeps a row from being shown.
struct BookFinding {
  std::string row;    // the row's name; empty: it has none
  std::string field;  // "kalshi_yes.contracts"
  std::string text;
  std::string raw;       // what stands there
  std::uint32_t line{};  // of the file, from 1; 0: unknown
  bool quarantined{};    // what stands there counts for nothing: the row, or its claim
  friend bool operator==(const BookFinding&, const BookFinding&) = default;
};

// "row fed, kalshi_yes.contracts (line 12)"
std::string place_of(const BookFinding& finding);

struct ForeignBook {
  std::string name;
  std::string strategy;  // of rows that do not say whose they are; empty: nobody's
  std::optional<UtcTime> read_at;
  std::vector<BookRow> rows;
  std::vector<BookFinding> findings;
  friend bool operator==(const ForeignBook&, const ForeignBook&) = default;
};

}  // namespace holdfast
