#include "core/watch_shares.hpp"

namespace holdfast {

const std::set<InstrumentId>& WatchShares::of(std::size_t connection,
                                              const std::set<InstrumentId>& wanted) {
  if (wanted_ != wanted) {
    wanted_ = wanted;
    share_out();
  }
  return shares_.at(connection);
}

void WatchShares::share_out() {
  std::set<InstrumentId> rest = wanted_;
  for (auto& share : shares_) {
    std::erase_if(share, [&](const InstrumentId& id) { return !wanted_.contains(id); });
    for (const InstrumentId& id : share) rest.erase(id);
  }
  for (auto& share : shares_) {
    while (share.size() < most_ && !rest.empty()) share.insert(rest.extract(rest.begin()));
  }
  left_out_ = rest.size();
}

std::string WatchShare::name(std::string_view kind) const {
  std::string name{kind};
  return is_first() ? name : name + "-" + std::to_string(number + 1);
}

std::vector<WatchShare> share_watching(std::size_t most, std::size_t connections) {
  const auto shares = std::make_shared<WatchShares>(most, connections);
  std::vector<WatchShare> parts;
  for (std::size_t number = 0; number < connections; ++number) parts.push_back({shares, number});
  return parts;
}

}  // namespace holdfast
