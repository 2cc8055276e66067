#pragma once
#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <memory>
#include <vector>

#include "daemon/outside.hpp"
#include "ports/ledger_reader.hpp"

namespace holdfast::daemon {

// All that is outside, for one round of questions: owners are looked for, and nothing is bound.
class OneRound {
 public:
  // Faults are those of Outside, and the ledger's.
  Result<void> build(const platform::Config& config);
  [[nodiscard]] std::vector<WatchedAccount>& accounts() { return outside_.accounts(); }
  void ask(boost::asio::awaitable<void> questions);
  // Returns when all that was asked has been answered.
  void run() { io_.run(); }

 private:
  boost::asio::io_context io_;
  std::unique_ptr<LedgerReader> ledger_;  // null: there is none yet
  Outside outside_{io_.get_executor()};
};

}  // namespace holdfast::daemon
