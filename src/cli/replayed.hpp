#pragma once
#include <cstdint>
#include <string>

namespace holdfast::cli {

// What became of one account's record when its passes were run again.
struct Replayed {
  std::string account;
  std::uint64_t passes{};   // run again from their bytes
  std::uint64_t decided{};  // entries that they booked, each as it was booked then
  std::uint64_t copied{};   // entries of other origin before and between them, taken over
  std::string head;         // the ledger's hash after the last of them
  std::string difference;   // where it went another way; empty: the same hash
};

}  // namespace holdfast::cli
