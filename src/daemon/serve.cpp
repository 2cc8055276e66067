#include "daemon/serve.hpp"

#include <fmt/format.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <iostream>
#include <utility>

#include "daemon/demo.hpp"
#include "daemon/owner_history.hpp"
#include "daemon/runtime.hpp"

namespace holdfast::daemon {
namespace {

constexpr int failed = 1;
constexpr int needs_credentials = 4;

int code_of(const Error& error) {
  return error.fault == Fault::unauthorised ? needs_credentials : failed;
}

int refuse(const Error& error) {
  std::cerr << "holdfast: " << error.what << "\n";
  return code_of(error);
}

// The verdict in a few lines; the whole of it is `holdfast status` and the page.
void print(const Replica& replica) {
  std::cout << headline_of(replica.verdict) << "  " << replica.positions.size()
            << " positions in the ledger, " << replica.cases.size() << " open cases\n";
  for (const AccountStatus& account : replica.accounts) {
    std::cout << fmt::format("  {:<24} {:<8} {:>5} holdings  {}\n", account.id.text,
                             name_of(account.verdict),
                             account.snapshot ? account.snapshot->holdings().size() : 0,
                             account.error ? account.error->what : account.witness);
  }
  std::cout.flush();
}

platform::ConfigInputs inputs_of(const cli::ServeOptions& options,
                                 platform::Environment environment, const Demo* demo) {
  if (demo != nullptr) demo->configure(environment);
  platform::ConfigInputs inputs = platform::real_config_inputs(std::move(environment));
  inputs.config_path = options.config_path;
  inputs.overrides = options.overrides;
  if (demo != nullptr) {
    inputs.overrides.push_back({"ledger.path", demo->ledger_path(), "--demo"});
    inputs.overrides.push_back({"ledger.heads_path", demo->heads_path(), "--demo"});
  }
  return inputs;
}

}  // namespace

int serve(const cli::ServeOptions& options, platform::Environment environment) {
  std::unique_ptr<Demo> demo;
  if (options.demo) {
    auto started = Demo::start();
    if (!started) return refuse(started.error());
    demo = *std::move(started);
    std::cerr << "No account is configured: watching the simulator's venues, which run beside "
                 "Holdfast. Nothing here is real.\n";
  }
  auto config = platform::load_config(inputs_of(options, std::move(environment), demo.get()));
  if (!config) return refuse(config.error());
  if (config->accounts.empty()) {
    return refuse({Fault::unauthorised,
                   "no account is configured, so there is nothing to watch. Put KALSHI_API_KEY_ID "
                   "and KALSHI_PRIVATE_KEY_PATH, or POLY_FUNDER, into .env, write a holdfast.toml, "
                   "or look around with --demo"});
  }
  auto runtime = Runtime::build(*std::move(config));
  if (!runtime) return refuse(runtime.error());
  if (options.once) {
    (*runtime)->pass_once();
    const auto replica = (*runtime)->replica();
    if (options.json) {
      std::cout << (*runtime)->status_json() << std::endl;
    } else {
      print(*replica);
    }
    return exit_code_of(replica->verdict);
  }
  if (auto ran = (*runtime)->run(); !ran) return refuse(ran.error());
  return 0;
}

namespace {

// Each account proves who it is; what is found wrong is a check that has not passed.
boost::asio::awaitable<void> identify(WatchedAccount& account, std::vector<IdentityCheck>& checks) {
  RawTape tape;
  const std::string& id = account.venue->account().text;
  const auto settled = account.search ? co_await account.search->settle(tape) : Result<void>{};
  auto heard = settled ? co_await account.venue->identify(tape)
                       : Result<std::vector<IdentityCheck>>{tl::make_unexpected(settled.error())};
  if (!heard) {
    checks.push_back(
        {id, false, heard.error().what,
         "see docs/operating/faults.md: " + std::string{name_of(heard.error().fault)}});
    co_return;
  }
  for (IdentityCheck& check : *heard) {
    check.name = id + " " + check.name;
    checks.push_back(std::move(check));
  }
}

}  // namespace

Result<std::vector<IdentityCheck>> identify(const platform::Config& config) {
  boost::asio::io_context io;
  Outside outside{io.get_executor()};
  if (auto built = outside.build(config); !built) return tl::make_unexpected(built.error());
  const auto ledger = ledger_if_any(config);
  const auto nothing = [](const AccountId&, const OwnerCandidate&) { return Result<void>{}; };
  auto ready = outside.prepare_searches(config, ledger ? ledger->get() : nullptr, nothing);
  if (!ready) return tl::make_unexpected(std::move(ready).error());
  std::vector<IdentityCheck> checks;
  for (WatchedAccount& account : outside.accounts()) {
    boost::asio::co_spawn(io, identify(account, checks), boost::asio::detached);
  }
  io.run();
  return checks;
}

}  // namespace holdfast::daemon
