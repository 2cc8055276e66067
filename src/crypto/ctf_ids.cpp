#include "crypto/ctf_ids.hpp"

#include <openssl/bn.h>

#include <algorithm>
#include <memory>
#include <vector>

#include "crypto/keccak.hpp"

namespace holdfast::crypto {
namespace {

struct FreeNumber {
  void operator()(BIGNUM* number) const { BN_free(number); }
  void operator()(BN_CTX* scratch) const { BN_CTX_free(scratch); }
};
using Number = std::unique_ptr<BIGNUM, FreeNumber>;
using Scratch = std::unique_ptr<BN_CTX, FreeNumber>;

// The prime of alt_bn128,
// 21888242871839275222246405745257275088696311157297823662689037894645226208583.
constexpr const char* prime_hex =
    "30644E72E131A029B85045B68181585D97816A916871CA8D3C208C16D87CFD47";

void append(std::vector<std::uint8_t>& bytes, std::span<const std::uint8_t> more) {
  bytes.insert(bytes.end(), more.begin(), more.end());
}

void append_word(std::vector<std::uint8_t>& bytes, std::uint32_t number) {
  append(bytes, U256{number}.bytes());
}

Number number_of(const Digest& bytes) {
  return Number{BN_bin2bn(bytes.data(), static_cast<int>(bytes.size()), nullptr)};
}

Number new_number() { return Number{BN_new()}; }

// The curve y^2 = x^3 + 3 modulo the prime, as CTHelpers.sol walks it.
class Curve {
 public:
  Curve() : scratch_{BN_CTX_new()}, root_power_{new_number()} {
    BIGNUM* prime = nullptr;
    BN_hex2bn(&prime, prime_hex);
    prime_.reset(prime);
    // The prime is 3 modulo 4: a square root is a power to (prime + 1) / 4.
    BN_copy(root_power_.get(), prime_.get());
    BN_add_word(root_power_.get(), 1);
    BN_rshift(root_power_.get(), root_power_.get(), 2);
  }

  void next(BIGNUM* x) const {
    BN_add_word(x, 1);
    BN_mod(x, x, prime_.get(), scratch_.get());
  }

  // A root of x^3 + 3; null when x is not on the curve.
  [[nodiscard]] Number y_at(const BIGNUM* x) const {
    const Number square = new_number();
    BN_mod_sqr(square.get(), x, prime_.get(), scratch_.get());
    BN_mod_mul(square.get(), square.get(), x, prime_.get(), scratch_.get());
    BN_add_word(square.get(), 3);
    BN_mod(square.get(), square.get(), prime_.get(), scratch_.get());
    Number y = new_number();
    BN_mod_exp(y.get(), square.get(), root_power_.get(), prime_.get(), scratch_.get());
    const Number check = new_number();
    BN_mod_sqr(check.get(), y.get(), prime_.get(), scratch_.get());
    if (BN_cmp(check.get(), square.get()) != 0) return nullptr;
    return y;
  }

  void negate(BIGNUM* y) const { BN_sub(y, prime_.get(), y); }

  // (x1, y1) becomes its sum with (x2, y2); false for the same or opposite points, which hashed
  // points never are.
  bool add(BIGNUM* x1, BIGNUM* y1, const BIGNUM* x2, const BIGNUM* y2) const {
    const BIGNUM* prime = prime_.get();
    BN_CTX* scratch = scratch_.get();
    const Number run = new_number();
    BN_mod_sub(run.get(), x2, x1, prime, scratch);
    if (BN_is_zero(run.get())) return false;
    BN_mod_inverse(run.get(), run.get(), prime, scratch);
    const Number slope = new_number();
    BN_mod_sub(slope.get(), y2, y1, prime, scratch);
    BN_mod_mul(slope.get(), slope.get(), run.get(), prime, scratch);
    const Number x3 = new_number();
    BN_mod_sqr(x3.get(), slope.get(), prime, scratch);
    BN_mod_sub(x3.get(), x3.get(), x1, prime, scratch);
    BN_mod_sub(x3.get(), x3.get(), x2, prime, scratch);
    const Number y3 = new_number();
    BN_mod_sub(y3.get(), x1, x3.get(), prime, scratch);
    BN_mod_mul(y3.get(), y3.get(), slope.get(), prime, scratch);
    BN_mod_sub(y1, y3.get(), y1, prime, scratch);
    BN_copy(x1, x3.get());
    return true;
  }

 private:
  Scratch scratch_;
  Number root_power_;
  Number prime_;
};

constexpr int odd_flag = 254;  // of an id's bits: x is below 2^254

// Adds the point that a parent's id names.
bool add_parent(const Curve& curve, BIGNUM* x, BIGNUM* y, const Digest& parent) {
  const Number parent_x = number_of(parent);
  const bool odd = BN_is_bit_set(parent_x.get(), odd_flag) == 1;
  BN_clear_bit(parent_x.get(), odd_flag);
  const Number parent_y = curve.y_at(parent_x.get());
  if (!parent_y) return false;
  if (odd != static_cast<bool>(BN_is_odd(parent_y.get()))) curve.negate(parent_y.get());
  return curve.add(x, y, parent_x.get(), parent_y.get());
}

}  // namespace

Digest condition_id(const EthAddress& oracle, const Digest& question, std::uint32_t outcome_slots) {
  std::vector<std::uint8_t> bytes;
  append(bytes, oracle.bytes());
  append(bytes, question);
  append_word(bytes, outcome_slots);
  return keccak256(bytes);
}

Result<Digest> collection_id(const Digest& condition, std::uint32_t index_set,
                             const Digest& parent) {
  if (index_set == 0) return fail(Fault::malformed, "an index set names at least one outcome");
  std::vector<std::uint8_t> bytes;
  append(bytes, condition);
  append_word(bytes, index_set);
  const Digest hash = keccak256(bytes);
  const bool odd = (hash.front() & 0x80U) != 0;
  const Curve curve;
  const Number x = number_of(hash);
  Number y;
  // Every second x is on the curve; a hundred misses in a row mean that our arithmetic is broken.
  for (int tries = 0; tries < 256 && !y; ++tries) {
    curve.next(x.get());
    y = curve.y_at(x.get());
  }
  if (!y) return fail(Fault::malformed, "no point of the curve found for a collection id");
  if (odd != static_cast<bool>(BN_is_odd(y.get()))) curve.negate(y.get());
  if (parent != Digest{} && !add_parent(curve, x.get(), y.get(), parent)) {
    return fail(Fault::malformed, "the parent is no collection id");
  }
  if (BN_is_odd(y.get())) BN_set_bit(x.get(), odd_flag);
  Digest id{};
  BN_bn2binpad(x.get(), id.data(), static_cast<int>(id.size()));
  return id;
}

U256 position_id(const EthAddress& collateral, const Digest& collection) {
  std::vector<std::uint8_t> bytes;
  append(bytes, collateral.bytes());
  append(bytes, collection);
  return U256::from_bytes(keccak256(bytes));
}

bool is_structured_id(const U256& id) {
  // Bits 40..103 are the bytes 19..26 of the big-endian word.
  const auto bytes = id.bytes();
  return std::all_of(bytes.begin() + 19, bytes.begin() + 27,
                     [](std::uint8_t byte) { return byte == 0; });
}

StructuredId read_structured_id(const U256& id) {
  const auto bytes = id.bytes();
  const auto pair = [&](std::size_t at) {
    return static_cast<std::uint16_t>((bytes.at(at) << 8U) | bytes.at(at + 1));
  };
  return {.module = bytes.at(0),
          .arity = pair(17),
          .resolution_chain = pair(27),
          .condition_index = pair(29),
          .outcome = bytes.at(31)};
}

}  // namespace holdfast::crypto
