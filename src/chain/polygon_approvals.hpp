#pragma once
#include <vector>

#include "chain/panel.hpp"
#include "chain/polygon_witness.hpp"
#include "ports/token_approvals.hpp"

namespace holdfast::polygon {

// Asks Polymarket's token contracts whom a wallet has approved, every endpoint at the same final
// block: whether it is an EOA, a Safe, a proxy or a deposit wallet makes no difference there.
// Transport and clock must outlive it.
class PolygonApprovals final : public TokenApprovals {
 public:
  PolygonApprovals(const Config& config, Transport& transport, Clock& clock);
  Async<std::vector<bool>> approved(std::string owner, std::vector<SoldToken> tokens,
                                    RawTape& tape) override;

 private:
  Duration block_age_max_;
  Clock& clock_;
  std::vector<Endpoint> endpoints_;
};

}  // namespace holdfast::polygon
