#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "crypto/eth_address.hpp"
#include "crypto/pem_signer.hpp"

// Any bytes as a private key: nothing crashes, and no error repeats eight bytes of what was given.
namespace {

// Our own texts have words and spaces; a key has neither.
bool looks_like_a_key(std::string_view part) {
  return part.find(' ') == std::string_view::npos &&
         part.find_first_of("0123456789+/=") != std::string_view::npos;
}

void check(const std::string& error, std::string_view key) {
  for (std::size_t i = 0; i + 8 <= key.size() && key.size() <= 200; ++i) {
    const std::string_view part = key.substr(i, 8);
    if (looks_like_a_key(part) && error.find(part) != std::string::npos) std::abort();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace holdfast::crypto;
  const std::string_view text{reinterpret_cast<const char*>(data), size};
  if (auto signer = PemSigner::from_pem(text); !signer) check(signer.error().what, text);
  if (auto address = address_of_private_key(text); !address) check(address.error().what, text);
  if (auto address = EthAddress::parse(text)) {
    if (EthAddress::parse(address->checksummed()) != address) std::abort();
  }
  return 0;
}
