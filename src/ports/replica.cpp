#include "ports/replica.hpp"

#include <algorithm>

namespace holdfast {

bool Replica::complete() const {
  return std::ranges::all_of(
      accounts, [](const AccountStatus& account) { return account.snapshot != nullptr; });
}

}  // namespace holdfast
