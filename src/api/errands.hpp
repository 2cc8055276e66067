#pragma once
#include <boost/asio/awaitable.hpp>
#include <list>
#include <memory>

#include "api/call.hpp"
#include "api/gate.hpp"
#include "ports/clock.hpp"

namespace holdfast::api {

// Asks the engine's desk for what requests want, and shares: however many pages ask for a fresh
// pass at once, the desk is asked once. Lives on the server's thread.
class Errands {
 public:
  // The gate must lead to the thread that run() is awaited on.
  Errands(EngineDesk& desk, std::shared_ptr<Gate> gate) : desk_{desk}, gate_{std::move(gate)} {}

  // Waits at most `most` on the clock. What is not over by then goes on without us.
  boost::asio::awaitable<Asked> run(Errand errand, Clock& clock, Duration most);
  // Ends every wait at once, for a server that stops.
  void release();

 private:
  struct Flight;
  struct Waiting;
  std::shared_ptr<Flight> join_or_start(const SyncErrand& wanted, Clock& clock);
  std::shared_ptr<Flight> start(std::vector<AccountId> accounts, Clock& clock);
  [[nodiscard]] EngineDesk::Done landing(const std::shared_ptr<Flight>& flight, Clock& clock);

  EngineDesk& desk_;
  std::shared_ptr<Gate> gate_;
  std::list<std::shared_ptr<Flight>> flights_;  // under way, or over for a short while
  std::list<std::weak_ptr<Waiting>> waiting_;   // each is its waiter's own, and ends with him
};

}  // namespace holdfast::api
