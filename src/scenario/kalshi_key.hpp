#pragma once
#include <memory>
#include <string>

#include "ports/signer.hpp"

namespace holdfast::scenario {

// A key pair that opens nothing outside a simulator: Ed25519 of the seed 00 01 02 ... 1f, as
// RFC-style test vectors have it.
std::unique_ptr<Signer> kalshi_test_signer();
const std::string& kalshi_test_public_pem();

}  // namespace holdfast::scenario
