#include "sim/server/options.hpp"

#include <CLI/CLI.hpp>

namespace holdfast::sim {

Parsed parse_options(int argc, char** argv) {
  Parsed parsed;
  Options& o = parsed.options;
  CLI::App app{"holdfast-sim: prediction-market venues on loopback, strict and faulty on demand"};
  app.add_option("--port", o.port, "port of all services, by path prefix; 0 takes a free one");
  app.add_option("--port-kalshi", o.port_kalshi, "a port of Kalshi's own");
  app.add_option("--port-polymarket-data", o.port_polymarket_data, "a port of the Data API's own");
  app.add_option("--port-polymarket-gamma", o.port_polymarket_gamma, "a port of Gamma's own");
  app.add_option("--port-polymarket-clob", o.port_polymarket_clob, "a port of the CLOB's own");
  app.add_option("--port-pacifica", o.port_pacifica, "a port of Pacifica's own");
  app.add_option("--port-polygon", o.port_polygon, "a port of the first Polygon endpoint's own");
  app.add_option("--port-polygon-2", o.port_polygon_2, "a port of the second one's own");
  app.add_option("--port-dflow-metadata", o.port_dflow_metadata, "a port of DFlow's metadata API");
  app.add_option("--port-dflow-trade", o.port_dflow_trade, "a port of DFlow's trade API");
  app.add_option("--seed", o.seed, "draws ids, amounts and faults");
  app.add_option("--world", o.world_file, "a JSON file of actions instead of the demo");
  app.add_option("--positions", o.positions, "rows of each demo account: 0, 1, 501, 10000")
      ->check(CLI::Range(0, 100'000));
  app.add_option("--keys-dir", o.keys_dir, "where test keys are written, mode 0600");
  app.add_option("--kalshi-key", o.kalshi_key_file, "a private key PEM to use for the demo's key");
  app.add_option("--kalshi-key-id", o.kalshi_key_id, "the demo key's id");
  app.add_flag("--no-rate-limits", o.no_rate_limits, "answer any number of requests");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    parsed.exit_code = app.exit(error);
  }
  return parsed;
}

}  // namespace holdfast::sim
