#include "daemon/serve.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iostream>
#include <iterator>
#include <set>
#include <utility>

#include "daemon/demo.hpp"
#include "daemon/one_round.hpp"
#include "daemon/runtime.hpp"

namespace holdfast::daemon {
namespace {

platform::ConfigInputs inputs_of(const cli::ServeOptions& options,
                                 platform::Environment environment, const Demo* demo) {
  if (demo != nullptr) demo->configure(environment);
  platform::ConfigInputs inputs = platform::real_config_inputs(std::move(environment));
  inputs.config_path = options.config_path;
  inputs.overrides = options.overrides;
  if (demo != nullptr) {
    inputs.overrides.push_back({"ledger.path", demo->ledger_path(), "--demo"});
    inputs.overrides.push_back({"ledger.heads_path", demo->heads_path(), "--demo"});
    inputs.overrides.push_back({"http.token_path", demo->token_path(), "--demo"});
  }
  return inputs;
}

Result<void> tell_how_to_ask(const Demo& demo, const platform::Config& config, std::uint16_t port) {
  const auto path = demo.write_config(config.http.bind, port);
  if (!path) return tl::make_unexpected(path.error());
  std::cerr << "Ask it by    holdfast --config " << *path
            << " status  (or doctor, ledger verify, ...)\n";
  return {};
}

}  // namespace

Result<int> serve(const cli::ServeOptions& options, platform::Environment environment) {
  std::unique_ptr<Demo> demo;
  if (options.demo) {
    auto started = Demo::start();
    if (!started) return tl::make_unexpected(started.error());
    demo = *std::move(started);
    std::cerr << "No account is configured: watching the simulator's venues, which run beside "
                 "Holdfast. Nothing here is real.\n";
  }
  auto config = platform::load_config(inputs_of(options, std::move(environment), demo.get()));
  if (!config) return tl::make_unexpected(config.error());
  if (config->accounts.empty()) {
    return fail(Fault::unauthorised,
                "no account is configured, so there is nothing to watch. Put KALSHI_API_KEY_ID "
                "and KALSHI_PRIVATE_KEY_PATH, or POLY_FUNDER, into .env, write a holdfast.toml, "
                "or look around with --demo");
  }
  // Before a ledger or a token is written: the port may be that of a Holdfast that uses them.
  std::optional<net::Listener> listener;
  if (!options.once) {
    auto opened = net::Listener::open(config->http.bind, config->http.port);
    if (!opened) return tl::make_unexpected(opened.error());
    listener.emplace(*std::move(opened));
    if (auto told = demo ? tell_how_to_ask(*demo, *config, listener->port()) : Result<void>{};
        !told) {
      return tl::make_unexpected(told.error());
    }
  }
  auto runtime = Runtime::build(*std::move(config));
  if (!runtime) return tl::make_unexpected(runtime.error());
  if (!listener) {
    (*runtime)->pass_once();
    return options.tell((*runtime)->status_json());
  }
  if (auto ran = (*runtime)->run(*std::move(listener), options.tell); !ran) {
    return tl::make_unexpected(ran.error());
  }
  return 0;
}

namespace {

// Whether the endpoints agree about all that the account holds: one that lies is seen here.
boost::asio::awaitable<void> check_witness(WatchedAccount& account,
                                           std::vector<IdentityCheck>& checks) {
  RawTape tape;
  const auto snapshot = co_await account.venue->fetch_snapshot(tape);
  if (!snapshot || snapshot->holdings().empty()) co_return;
  std::vector<PositionKey> keys;
  for (const auto& [key, row] : snapshot->holdings()) keys.push_back(key);
  const auto heard = co_await account.witness->read(keys, tape);
  IdentityCheck check{.name = account.venue->account().text + " witness"};
  check.passed = heard && heard->disputed.empty();
  check.text = heard ? heard->text : heard.error().what;
  if (!check.passed) {
    check.fault = heard ? Fault::incomplete : heard.error().fault;
    check.fix = "replace the endpoint that is wrong; until then nothing it denies is closed";
    if (heard) {
      check.text = fmt::format(
          "the endpoints differ about {} of {} tokens: {}: {}", heard->disputed.size(), keys.size(),
          heard->disputed.begin()->first.text(), heard->disputed.begin()->second);
    }
  }
  checks.push_back(std::move(check));
}

// Each account proves who it is; what is found wrong is a check that has not passed.
boost::asio::awaitable<void> identify(WatchedAccount& account, std::vector<IdentityCheck>& checks) {
  RawTape tape;
  const std::string& id = account.venue->account().text;
  const auto settled = account.search ? co_await account.search->settle(tape) : Result<void>{};
  auto heard = settled ? co_await account.venue->identify(tape)
                       : Result<std::vector<IdentityCheck>>{tl::make_unexpected(settled.error())};
  if (!heard) {
    const Error& error = heard.error();
    checks.push_back({.name = id,
                      .text = error.what,
                      .fix = fmt::format("see docs/operating/faults.md: {}", name_of(error.fault)),
                      .fault = error.fault});
    co_return;
  }
  bool sound = true;
  for (IdentityCheck& check : *heard) {
    sound = sound && (check.passed || check.weight == CheckWeight::hint);
    check.name = id + " " + check.name;
    checks.push_back(std::move(check));
  }
  if (sound && account.witness != nullptr) co_await check_witness(account, checks);
}

boost::asio::awaitable<void> identify_endpoints(Witness& witness,
                                                std::vector<IdentityCheck>& checks) {
  RawTape tape;
  auto heard = co_await witness.identify(tape);
  if (!heard) co_return;
  std::ranges::move(*heard, std::back_inserter(checks));
}

}  // namespace

Result<std::vector<IdentityCheck>> identify(const platform::Config& config) {
  OneRound round;
  if (auto built = round.build(config); !built) return tl::make_unexpected(built.error());
  std::vector<IdentityCheck> checks;
  std::set<Witness*> witnesses;
  for (WatchedAccount& account : round.accounts()) {
    round.ask(identify(account, checks));
    if (account.witness != nullptr && witnesses.insert(account.witness).second) {
      round.ask(identify_endpoints(*account.witness, checks));
    }
  }
  round.run();
  return checks;
}

}  // namespace holdfast::daemon
