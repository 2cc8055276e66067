#pragma once
#include <boost/asio/io_context.hpp>
#include <functional>
#include <memory>
#include <string>

#include "api/doorkeeper.hpp"
#include "api/server.hpp"
#include "app/engine.hpp"
#include "books/shelf.hpp"
#include "daemon/book_judge.hpp"
#include "daemon/book_watch.hpp"
#include "daemon/meter.hpp"
#include "daemon/outside.hpp"
#include "daemon/pulse.hpp"
#include "platform/config.hpp"
#include "platform/log.hpp"
#include "ports/ledger.hpp"
#include "ports/ledger_reader.hpp"

namespace holdfast::daemon {

// All parts of a running Holdfast, in the order in which they depend on each other.
class Runtime {
 public:
  // Opens the ledger, builds the accounts and binds each to its owner in the ledger. Nothing is
  // asked of any venue yet, and nothing is left half done when it fails.
  static Result<std::unique_ptr<Runtime>> build(platform::Config config);
  ~Runtime();
  Runtime(const Runtime&) = delete;
  Runtime& operator=(const Runtime&) = delete;

  // One pass over every account; then status_json() says how it went.
  void pass_once();
  using Tell = std::function<int(const std::string& status)>;
  // Starts the loops, serves what the listener holds, says where, tells the status when every
  // account has answered or failed, and returns on SIGINT or SIGTERM.
  Result<void> run(net::Listener listener, Tell tell);

  // The body of GET /api/v1/status.
  std::string status_json();
  [[nodiscard]] const platform::Config& config() const { return config_; }

 private:
  explicit Runtime(platform::Config config);
  Result<void> open_ledger();
  Result<void> watch_accounts();
  Result<void> search_owners();
  Result<void> open_door(net::Listener listener);
  boost::asio::awaitable<void> tell_first(Tell tell);
  void turned();
  api::ApiContext context();

  platform::Config config_;
  boost::asio::io_context io_;
  Outside outside_;
  platform::Log log_;
  Meter meter_;
  Pulse pulse_;
  books::Shelf shelf_;
  BookWatch book_watch_;
  std::unique_ptr<Ledger> ledger_;
  std::unique_ptr<LedgerReader> reader_;
  std::unique_ptr<Engine> engine_;
  std::unique_ptr<BookJudge> book_judge_;
  std::unique_ptr<api::Doorkeeper> door_;
  std::unique_ptr<api::ApiServer> server_;
};

}  // namespace holdfast::daemon
