#pragma once
#include <string>
#include <vector>

#include "domain/raw_answer.hpp"
#include "ports/async.hpp"

namespace holdfast {

// A token, with what decides which exchange sells it.
struct SoldToken {
  std::string token;  // decimal id
  bool negative_risk{};
};

// A chain that knows which contracts may move a wallet's tokens (Polygon).
class TokenApprovals {
 public:
  virtual ~TokenApprovals() = default;
  // Whether the exchange of each token may move the owner's, in their order. All endpoints that
  // answer told exactly this.
  virtual Async<std::vector<bool>> approved(std::string owner, std::vector<SoldToken> tokens,
                                            RawTape& tape) = 0;
};

}  // namespace holdfast
