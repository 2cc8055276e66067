#pragma once
#include <string>

#include "domain/error.hpp"

namespace holdfast::sim {

// A key pair for tests: the private half lies in a file of mode 0600, the world knows the public
// one.
struct TestKey {
  std::string private_file;
  std::string public_pem;
};

// Makes an RSA-2048 or Ed25519 pair and writes `<folder>/<name>.pem` (PKCS#8); the folder is made
// with mode 0700.
Result<TestKey> make_rsa_key(const std::string& folder, const std::string& name);
Result<TestKey> make_ed25519_key(const std::string& folder, const std::string& name);
// Reads a private key PEM (PKCS#1 or PKCS#8) that stays where it is.
Result<TestKey> read_key(const std::string& private_file);
// A fresh folder below $TMPDIR, mode 0700.
Result<std::string> fresh_folder();

}  // namespace holdfast::sim
