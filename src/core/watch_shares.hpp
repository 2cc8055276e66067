#pragma once
#include <cstddef>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "domain/ids.hpp"

namespace holdfast {

// Shares out among several connections what one alone may not watch. What a connection watches it
// keeps, so that a new position moves no other one's subscription.
class WatchShares {
 public:
  // `most`: what one connection watches.
  WatchShares(std::size_t most, std::size_t connections) : most_{most}, shares_(connections) {}

  // What that connection watches when all of these are wanted.
  const std::set<InstrumentId>& of(std::size_t connection, const std::set<InstrumentId>& wanted);
  // How many of those that were wanted last nobody watches: all connections are full.
  [[nodiscard]] std::size_t left_out() const { return left_out_; }

 private:
  void share_out();

  std::size_t most_;
  std::vector<std::set<InstrumentId>> shares_;
  std::set<InstrumentId> wanted_;
  std::size_t left_out_{};
};

// One connection's part in it.
struct WatchShare {
  std::shared_ptr<WatchShares> shares;
  std::size_t number{};

  [[nodiscard]] const std::set<InstrumentId>& of(const std::set<InstrumentId>& wanted) const {
    return shares->of(number, wanted);
  }
  [[nodiscard]] bool is_first() const { return number == 0; }
  // Only the first one tells of it.
  [[nodiscard]] std::size_t left_out() const { return is_first() ? shares->left_out() : 0; }
  // "market", "market-2" …
  [[nodiscard]] std::string name(std::string_view kind) const;
};

// The parts of as many connections.
std::vector<WatchShare> share_watching(std::size_t most, std::size_t connections);

}  // namespace holdfast
