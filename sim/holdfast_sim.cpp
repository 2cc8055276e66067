#include <boost/asio/signal_set.hpp>
#include <csignal>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <sstream>

#include "sim/control/control.hpp"
#include "sim/demo.hpp"
#include "sim/demo_pacifica.hpp"
#include "sim/polymarket/ctf_ids.hpp"
#include "sim/server/http_server.hpp"
#include "sim/server/machine_clock.hpp"
#include "sim/server/options.hpp"
#include "sim/server/test_keys.hpp"
#include "sim/simulator.hpp"
#include "sim/solana/keys.hpp"

namespace holdfast::sim {
namespace {

struct Keys {
  TestKey rsa;
  TestKey ed25519;
};

Result<Keys> prepare_keys(Options& options) {
  if (options.keys_dir.empty()) {
    auto folder = fresh_folder();
    if (!folder) return tl::make_unexpected(folder.error());
    options.keys_dir = *folder;
  }
  auto rsa = options.kalshi_key_file.empty() ? make_rsa_key(options.keys_dir, "kalshi_demo")
                                             : read_key(options.kalshi_key_file);
  if (!rsa) return tl::make_unexpected(rsa.error());
  auto ed25519 = make_ed25519_key(options.keys_dir, "kalshi_demo_ed25519");
  if (!ed25519) return tl::make_unexpected(ed25519.error());
  return Keys{*rsa, *ed25519};
}

Result<World> prepare_world(const Options& options, const Keys& keys, UtcTime now) {
  DemoOptions demo{.seed = options.seed,
                   .kalshi_key_id = options.kalshi_key_id,
                   .kalshi_public_pem = keys.rsa.public_pem,
                   .kalshi_ed25519_public_pem = keys.ed25519.public_pem,
                   .kalshi_positions = options.positions,
                   .polymarket_positions = options.positions,
                   .solana_positions = options.positions,
                   .pacifica_positions = options.positions};
  if (!options.world_file.empty()) {
    demo.kalshi_positions = demo.polymarket_positions = 0;
    demo.solana_positions = demo.pacifica_positions = 0;
  }
  World world = demo_world(demo, now);
  world.kalshi.rate_limits = !options.no_rate_limits;
  world.polymarket.rate_limits = !options.no_rate_limits;
  world.pacifica.service.rate_limits = !options.no_rate_limits;
  if (options.world_file.empty()) return world;
  std::ifstream file{options.world_file};
  if (!file) return fail(Fault::storage, "cannot read the world file " + options.world_file);
  std::stringstream text;
  text << file.rdbuf();
  if (auto done = control::act(world, text.str(), now); !done) {
    return fail(Fault::malformed, options.world_file + ": " + done.error().what);
  }
  return world;
}

Result<Node> open_ports(boost::asio::io_context& io, Simulator& simulator, const Options& options) {
  const auto port = serve(io, simulator, options.port, "");
  if (!port) return tl::make_unexpected(port.error());
  const auto base = "http://127.0.0.1:" + std::to_string(*port);
  auto services = Node::object({{"kalshi", Node::text(base + "/trade-api/v2")},
                                {"polymarket_data", Node::text(base + "/polymarket-data")},
                                {"polymarket_gamma", Node::text(base + "/polymarket-gamma")},
                                {"polymarket_clob", Node::text(base + "/polymarket-clob")},
                                {"pacifica", Node::text(base + "/pacifica")},
                                {"kalshi_ws", Node::text("ws" + base.substr(4))},
                                {"polymarket_ws", Node::text("ws" + base.substr(4))},
                                {"pacifica_ws", Node::text("ws" + base.substr(4))},
                                {"polygon_1", Node::text(base + "/polygon/1")},
                                {"polygon_2", Node::text(base + "/polygon/2")},
                                {"solana_1", Node::text(base + "/solana/1")},
                                {"solana_2", Node::text(base + "/solana/2")},
                                {"solana_ws", Node::text("ws" + base.substr(4) + "/solana/1")},
                                {"dflow_metadata", Node::text(base + "/dflow-metadata")},
                                {"dflow_trade", Node::text(base + "/dflow-trade")},
                                {"privy", Node::text(base + "/privy")},
                                {"control", Node::text(base + "/_sim")}});
  struct Own {
    std::optional<std::uint16_t> port;
    std::string_view service;
    std::string_view prefix;
    std::string_view path;
  };
  for (const auto& own :
       {Own{options.port_kalshi, "kalshi", "", "/trade-api/v2"},
        Own{options.port_polymarket_data, "polymarket_data", "/polymarket-data", ""},
        Own{options.port_polymarket_gamma, "polymarket_gamma", "/polymarket-gamma", ""},
        Own{options.port_polymarket_clob, "polymarket_clob", "/polymarket-clob", ""},
        Own{options.port_dflow_metadata, "dflow_metadata", "/dflow-metadata", ""},
        Own{options.port_dflow_trade, "dflow_trade", "/dflow-trade", ""},
        Own{options.port_pacifica, "pacifica", "/pacifica", ""},
        Own{options.port_polygon, "polygon_1", "/polygon/1", ""},
        Own{options.port_polygon_2, "polygon_2", "/polygon/2", ""}}) {
    if (!own.port) continue;
    const auto taken = serve(io, simulator, *own.port, std::string{own.prefix});
    if (!taken) return tl::make_unexpected(taken.error());
    services.set(own.service,
                 Node::text("http://127.0.0.1:" + std::to_string(*taken) + std::string{own.path}));
  }
  return Node::object({{"ready", Node::boolean(true)},
                       {"port", Node::number(*port)},
                       {"services", std::move(services)}});
}

int fail_with(const Error& error) {
  std::cerr << "holdfast-sim: " << error.what << "\n";
  return 1;
}

int run(Options options) {
  const auto now = machine_now();
  const auto keys = prepare_keys(options);
  if (!keys) return fail_with(keys.error());
  auto world = prepare_world(options, *keys, now);
  if (!world) return fail_with(world.error());
  Simulator simulator{std::move(*world)};
  boost::asio::io_context io{1};
  auto line = open_ports(io, simulator, options);
  if (!line) return fail_with(line.error());
  line->set("kalshi_key_id", Node::text(options.kalshi_key_id));
  line->set("kalshi_key_file", Node::text(keys->rsa.private_file));
  line->set("kalshi_ed25519_key_id", Node::text(ed25519_key_id(options.kalshi_key_id)));
  line->set("kalshi_ed25519_key_file", Node::text(keys->ed25519.private_file));
  line->set("polymarket_owner", Node::text(demo_owner));
  line->set("polymarket_wallet", Node::text(polymarket::safe_wallet_of(demo_owner)));
  line->set("solana_wallet", Node::text(solana::keypair_named(demo_solana_wallet).address));
  line->set("pacifica_account", Node::text(demo_pacifica_account));
  std::cout << line->json() << std::endl;

  boost::asio::signal_set signals{io, SIGINT, SIGTERM};
  signals.async_wait([&](const boost::system::error_code&, int) { io.stop(); });
  io.run();
  return 0;
}

}  // namespace
}  // namespace holdfast::sim

int main(int argc, char** argv) {
  auto parsed = holdfast::sim::parse_options(argc, argv);
  if (parsed.exit_code) return *parsed.exit_code;
  return holdfast::sim::run(std::move(parsed.options));
}
