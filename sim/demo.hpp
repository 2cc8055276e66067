#pragma once
#include <cassert>
#include <cstdint>
#include <optional>
#include <string>

#include "sim/world.hpp"

namespace holdfast::sim {

// The owner of the demo's wallet, a Safe: the first address of every development chain. TEST ONLY.
inline constexpr std::string_view demo_owner = "0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266";

// The name the demo's Solana wallet makes its key from. TEST ONLY.
inline constexpr std::string_view demo_solana_wallet = "holdfast-demo";

// The application at Privy that keeps it. TEST ONLY.
inline constexpr std::string_view demo_privy_app_id = "holdfast-demo-app";
inline constexpr std::string_view demo_privy_app_secret = "holdfast-demo-secret";

struct DemoOptions {
  std::uint64_t seed{1};
  std::string kalshi_key_id;              // empty: drawn from the seed
  std::string kalshi_public_pem;          // of the demo's key
  std::string kalshi_ed25519_public_pem;  // of a second key of the same member
  // Rows of each venue's account; none: the small demo of eight.
  std::optional<std::int64_t> kalshi_positions;
  std::optional<std::int64_t> polymarket_positions;
  std::optional<std::int64_t> solana_positions;
  std::optional<std::int64_t> pacifica_positions;
};

// The id of the demo's Ed25519 key: the RSA key's with its last digit set to e.
std::string ed25519_key_id(std::string rsa_key_id);

// The demo's own actions cannot be refused; one that is would make a world that does not add up.
template <class T>
void must(const Result<T>& done) {
  assert(done.has_value() && "the demo world refuses its own history");
  static_cast<void>(done);
}

// The world that `./run` shows when no account is set up: one Kalshi member over two subaccounts,
// one Polymarket wallet and one Pacifica account, each with a history that sums to what it holds.
World demo_world(const DemoOptions& options, UtcTime began);

}  // namespace holdfast::sim
