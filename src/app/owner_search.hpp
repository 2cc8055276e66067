#pragma once
#include <functional>

#include "domain/ids.hpp"
#include "ports/owner_proof.hpp"

namespace holdfast {

// Finds whose account it is where the configuration does not say. The venue outlives it.
class OwnerSearch {
 public:
  // Told of the owner before anything of his is read; its fault ends the pass.
  using OnFound = std::function<Result<void>(const OwnerCandidate&)>;

  OwnerSearch(AccountId account, OwnerProof& venue, OwnerHistory history, OnFound on_found);

  // The one candidate that passes the proof. Fault::identity, with the fix, when none or several
  // do: an account is never read for somebody who may be a stranger. Changes nothing.
  Async<OwnerCandidate> find(RawTape& tape);
  // Finds him, once, and has his holdings read from then on.
  Async<void> settle(RawTape& tape);

 private:
  AccountId account_;
  OwnerProof& venue_;
  OwnerHistory history_;
  OnFound on_found_;
  bool settled_{};
};

}  // namespace holdfast
