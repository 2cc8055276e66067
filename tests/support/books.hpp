#pragma once
#include <string>
#include <utility>
#include <vector>

#include "core/book_truth.hpp"
#include "core/foreign_book.hpp"
#include "support/values.hpp"

// Foreign books of Kalshi markets, and what they are compared with.
namespace holdfast::test {

inline BookRow claim_on(const std::string& ticker, const std::string& contracts,
                        const std::string& strategy = "") {
  BookRow row{.market_id = ticker, .ids = {.kalshi_market_ticker = ticker}, .status = "open"};
  row.strategy = strategy;
  const bool of_no = contracts.starts_with('-');
  row.legs[of_no ? Leg::kalshi_no : Leg::kalshi_yes] =
      LegFigures{.contracts = WideDecimal::parse(contracts.substr(of_no ? 1 : 0)).value()};
  return row;
}

inline ForeignBook book_of(const std::string& name, std::vector<BookRow> rows) {
  return {.name = name, .rows = std::move(rows)};
}

// One Kalshi account that holds so much of one market.
inline BookTruth truth_of_market(const std::string& ticker, std::string_view held) {
  const PositionKey key = kalshi_key(ticker);
  return {.accounts = {{.id = key.account, .venue = key.venue, .answered = true, .as_of = at_s(0)}},
          .holdings = {{.key = key, .quantity = qty(held), .as_of = at_s(0)}}};
}

}  // namespace holdfast::test
