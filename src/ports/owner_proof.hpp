#pragma once
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "domain/raw_answer.hpp"
#include "ports/async.hpp"

namespace holdfast {

// Somebody whose account it may be, and where he was found.
struct OwnerCandidate {
  std::string owner;
  std::string source;  // "the ledger's account kalshi_solana/old"
  friend bool operator==(const OwnerCandidate&, const OwnerCandidate&) = default;
};

// What ledger and books know of the holdings of a venue: an owner is told from a stranger by it.
struct OwnerTraces {
  std::set<std::string> instruments;
  std::set<std::string> transactions;
  [[nodiscard]] bool empty() const { return instruments.empty() && transactions.empty(); }
};

struct OwnerHistory {
  std::vector<OwnerCandidate> candidates;
  OwnerTraces traces;
};

// The side of a venue that can be configured without an owner.
class OwnerProof {
 public:
  virtual ~OwnerProof() = default;
  // Whom the account's own configuration hints at: the wallets of its key.
  [[nodiscard]] virtual std::vector<OwnerCandidate> hints() const { return {}; }
  // How a person names the owner.
  [[nodiscard]] virtual std::string_view fix() const = 0;
  // He holds, or traded, something of the traces; where there are none, anything will do.
  // `traces` must outlive the question.
  virtual Async<bool> is_owner(std::string candidate, const OwnerTraces& traces, RawTape& tape) = 0;
  // From now on his holdings are read.
  virtual Result<void> read_for(const std::string& owner) = 0;
};

}  // namespace holdfast
