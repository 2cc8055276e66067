#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "chain/polygon_endpoint.hpp"
#include "chain/rpc.hpp"
#include "crypto/abi.hpp"

// Any bytes as a node's answer and as a contract's answer: nothing crashes, and a list of balances
// is written back as it was read.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace holdfast;
  if (size == 0) return 0;
  const std::string_view text{reinterpret_cast<const char*>(data) + 1, size - 1};
  static_cast<void>(
      polygon::read_rpc(text, data[0], [](platform::JsonValue& result) { return result.skip(); }));
  static_cast<void>(polygon::parse_quantity(text));
  static_cast<void>(polygon::endpoint_address(text));
  const std::size_t count = data[0] % 8;
  if (const auto words = crypto::decode_words(text, count)) {
    if (words->size() != count || text.size() != 2 + 64 * (count + 2)) std::abort();
    for (std::size_t i = 0; i < count; ++i) {
      if (U256::parse_hex(text.substr(2 + 64 * (i + 2), 64)) != words->at(i)) std::abort();
    }
  }
  return 0;
}
