#include "daemon/one_round.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <utility>

#include "daemon/owner_history.hpp"

namespace holdfast::daemon {

Result<void> OneRound::build(const platform::Config& config) {
  if (auto built = outside_.build(config); !built) return built;
  if (auto ledger = ledger_if_any(config)) ledger_ = *std::move(ledger);
  const auto nothing = [](const AccountId&, const OwnerCandidate&) { return Result<void>{}; };
  return outside_.prepare_searches(config, ledger_.get(), nothing);
}

void OneRound::ask(boost::asio::awaitable<void> questions) {
  boost::asio::co_spawn(io_, std::move(questions), boost::asio::detached);
}

}  // namespace holdfast::daemon
