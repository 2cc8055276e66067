#pragma once
#include <cstdint>
#include <optional>
#include <string>

namespace holdfast::sim {

// The command line of holdfast-sim. Ports: 0 takes a free one; none: the service has no port of its
// own and is reached by its prefix.
struct Options {
  std::uint16_t port{8701};
  std::optional<std::uint16_t> port_kalshi;
  std::optional<std::uint16_t> port_polymarket_data;
  std::optional<std::uint16_t> port_polymarket_gamma;
  std::optional<std::uint16_t> port_polymarket_clob;
  std::optional<std::uint16_t> port_pacifica;
  std::optional<std::uint16_t> port_polygon;
  std::optional<std::uint16_t> port_polygon_2;
  std::optional<std::uint16_t> port_dflow_metadata;
  std::optional<std::uint16_t> port_dflow_trade;
  std::uint64_t seed{1};
  std::string world_file;
  std::optional<std::int64_t> positions;
  std::string keys_dir;
  std::string kalshi_key_file;
  std::string kalshi_key_id{"11111111-2222-4333-8444-555555555555"};
  bool no_rate_limits{};
};

// Either the options, or the exit code with which the program ends now (help, a wrong option).
struct Parsed {
  Options options;
  std::optional<int> exit_code;
};
Parsed parse_options(int argc, char** argv);

}  // namespace holdfast::sim
