#pragma once
#include <string>
#include <vector>

#include "domain/fixed.hpp"
#include "domain/raw_answer.hpp"
#include "domain/time.hpp"
#include "ports/async.hpp"

namespace holdfast {

// One movement of one token of a wallet, as the token's contract logged it.
struct TokenFlow {
  std::string transaction;  // 0x and 64 lower-case digits
  UtcTime at;               // of its block
  std::string token;        // decimal id
  Quantity change;          // above zero: it came
  bool sent_by_owner{};     // the wallet itself sent it to another: no exchange had a part in it
  friend bool operator==(const TokenFlow&, const TokenFlow&) = default;
};

// A chain that logs how tokens move (Polygon): what a venue's feed leaves out or tells in other
// amounts.
class TokenLogs {
 public:
  virtual ~TokenLogs() = default;
  // What moved the owner's tokens since then, oldest first, as far as blocks are final; not
  // further back than the chain is asked for. All endpoints that answer told exactly this.
  virtual Async<std::vector<TokenFlow>> flows(std::string owner, UtcTime since, RawTape& tape) = 0;
};

}  // namespace holdfast
