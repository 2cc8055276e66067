#include "scenario/kalshi_key.hpp"

#include <array>
#include <cstdint>

#include "crypto/base64.hpp"
#include "crypto/pem_signer.hpp"

namespace holdfast::scenario {

std::unique_ptr<Signer> kalshi_test_signer() {
  // PKCS#8 of an Ed25519 key: a fixed head, then the seed.
  constexpr std::array<std::uint8_t, 16> head{0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06,
                                              0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20};
  std::array<std::uint8_t, 48> bytes{};
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    bytes.at(i) = i < head.size() ? head.at(i) : static_cast<std::uint8_t>(i - head.size());
  }
  const std::string name = "PRIVATE KEY-----\n";
  const std::string pem = "-----BEGIN " + name + crypto::to_base64(bytes) + "\n-----END " + name;
  auto signer = crypto::PemSigner::from_pem(pem);
  return signer ? std::unique_ptr<Signer>{*std::move(signer)} : nullptr;
}

const std::string& kalshi_test_public_pem() {
  static const std::string pem =
      "-----BEGIN PUBLIC KEY-----\n"
      "MCowBQYDK2VwAyEAA6EHv/POEL4dcN0Y50vAmWfk1jCbpQ1fHdyGZBJVMbg=\n"
      "-----END PUBLIC KEY-----\n";
  return pem;
}

}  // namespace holdfast::scenario
