#include "crypto/solana_address.hpp"

#include <openssl/bn.h>

#include <algorithm>
#include <memory>

#include "crypto/base58.hpp"
#include "crypto/sha256.hpp"

namespace holdfast::crypto {
namespace {

constexpr std::string_view associated_token_program =
    "ATokenGPvbdGVxr1b2hvZbsiqW5xWH25efTNsLJA8knL";
constexpr std::string_view derived_address_mark = "ProgramDerivedAddress";
// edwards25519: -x^2 + y^2 = 1 + d x^2 y^2 over 2^255 - 19.
constexpr const char* prime_hex =
    "7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffed";
constexpr const char* d_hex = "52036cee2b6ffe738cc740797779e89800700a4d4141d8ab75eb4dca135978a3";

struct Free {
  void operator()(BIGNUM* number) const { BN_free(number); }
  void operator()(BN_CTX* context) const { BN_CTX_free(context); }
};
using Number = std::unique_ptr<BIGNUM, Free>;

Number number_of(const char* hex) {
  BIGNUM* raw = nullptr;
  BN_hex2bn(&raw, hex);
  return Number{raw};
}

void append(std::string& bytes, const SolanaAddress& address) {
  bytes.append(address.bytes().begin(), address.bytes().end());
}

}  // namespace

Result<SolanaAddress> SolanaAddress::parse(std::string_view text) {
  const auto bytes = from_base58(text);
  if (!bytes || bytes->size() != 32) {
    return fail(Fault::malformed, "not a Solana address: " + std::string{text.substr(0, 48)});
  }
  Bytes exact{};
  std::ranges::copy(*bytes, exact.begin());
  return SolanaAddress{exact};
}

std::string SolanaAddress::text() const { return to_base58(bytes_); }

// x^2 = (y^2 - 1) / (d y^2 + 1): a point is there when (y^2 - 1)(d y^2 + 1) is a square.
bool is_on_curve(const SolanaAddress& address) {
  SolanaAddress::Bytes y_bytes = address.bytes();
  y_bytes.back() &= 0x7f;
  const std::unique_ptr<BN_CTX, Free> context{BN_CTX_new()};
  const Number prime = number_of(prime_hex);
  const Number d = number_of(d_hex);
  const Number y{BN_lebin2bn(y_bytes.data(), static_cast<int>(y_bytes.size()), nullptr)};
  const Number above{BN_new()};
  const Number below{BN_new()};
  BN_mod_sqr(above.get(), y.get(), prime.get(), context.get());
  BN_mod_mul(below.get(), above.get(), d.get(), prime.get(), context.get());
  BN_add_word(below.get(), 1);
  BN_mod_sub(above.get(), above.get(), BN_value_one(), prime.get(), context.get());
  BN_mod_mul(above.get(), above.get(), below.get(), prime.get(), context.get());
  return BN_kronecker(above.get(), prime.get(), context.get()) >= 0;
}

std::optional<SolanaAddress> token_account_of(const SolanaAddress& owner,
                                              const SolanaAddress& token_program,
                                              const SolanaAddress& mint) {
  static const auto program = SolanaAddress::parse(associated_token_program).value();
  for (int bump = 255; bump >= 0; --bump) {
    std::string seeds;
    append(seeds, owner);
    append(seeds, token_program);
    append(seeds, mint);
    seeds += static_cast<char>(bump);
    append(seeds, program);
    seeds += derived_address_mark;
    const SolanaAddress derived{sha256(seeds)};
    if (!is_on_curve(derived)) return derived;
  }
  return std::nullopt;
}

}  // namespace holdfast::crypto
