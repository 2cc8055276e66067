#include "daemon/probe.hpp"

#include <set>
#include <utility>

#include "daemon/one_round.hpp"

namespace holdfast::daemon {
namespace {

using Findings = std::vector<ProbeFinding>;

boost::asio::awaitable<void> probe_account(WatchedAccount& account, Findings& findings) {
  RawTape tape;
  if (account.search) {
    // Without an owner some points have nobody to be asked about; the others are asked.
    (void)co_await account.search->settle(tape);
  }
  auto heard = co_await account.probe->probe(tape);
  if (!heard) co_return;
  for (ProbeFinding& one : *heard) {
    findings.push_back({std::move(one.point), account.venue->account().text + ": " + one.seen});
  }
}

// Which tag an endpoint serves shows in whether its final block can be read.
boost::asio::awaitable<void> probe_polygon(Witness& witness, Findings& findings) {
  RawTape tape;
  const auto heard = co_await witness.identify(tape);
  if (!heard) co_return;
  for (const IdentityCheck& check : *heard) {
    findings.push_back({"C1", check.name + ": " + check.text});
  }
}

}  // namespace

Result<Findings> probe(const platform::Config& config) {
  OneRound round;
  if (auto built = round.build(config); !built) return tl::make_unexpected(built.error());
  Findings findings;
  std::set<Witness*> witnesses;
  for (WatchedAccount& account : round.accounts()) {
    round.ask(probe_account(account, findings));
    const bool polygon = account.venue->name() == VenueName::polymarket;
    if (polygon && account.witness != nullptr && witnesses.insert(account.witness).second) {
      round.ask(probe_polygon(*account.witness, findings));
    }
  }
  round.run();
  return findings;
}

}  // namespace holdfast::daemon
