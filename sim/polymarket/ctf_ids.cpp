#include "sim/polymarket/ctf_ids.hpp"

#include <cryptopp/integer.h>
#include <cryptopp/nbtheory.h>

#include "sim/encoding.hpp"
#include "sim/polymarket/contracts.hpp"

namespace holdfast::sim::polymarket {
namespace {

using CryptoPP::Integer;

// keccak of the Safe proxy's creation code, as Polymarket's relayer clients pin it.
constexpr std::string_view safe_init_code_hash =
    "0x2bce2127ff07fb632d16c8347c4ebf501f4841168bed00d9e6ef715ddb6fcecf";

const Integer& field_prime() {
  static const Integer prime{
      "21888242871839275222246405745257275088696311157297823662689037894645226208583"};
  return prime;
}

void append(Bytes& to, ByteView bytes) { to.insert(to.end(), bytes.begin(), bytes.end()); }
void append(Bytes& to, std::string_view hex) { append(to, bytes_from_hex(hex).value_or(Bytes{})); }
void append(Bytes& to, const U256& word) { append(to, ByteView{word.bytes()}); }

U256 hash_of(const Bytes& bytes) { return U256::from_bytes(keccak256(bytes)); }

}  // namespace

U256 condition_id(std::string_view oracle, const U256& question_id, std::uint64_t outcome_slots) {
  Bytes packed;
  append(packed, oracle);
  append(packed, question_id);
  append(packed, U256{outcome_slots});
  return hash_of(packed);
}

// A point of alt_bn128 (y^2 = x^3 + 3): the hash is counted up until it is an x of the curve; the
// hash's top bit chooses y's parity, and bit 254 of the id tells it.
U256 collection_id(const U256& condition, std::uint64_t index_set) {
  Bytes packed;
  append(packed, condition);
  append(packed, U256{index_set});
  const auto hash = keccak256(packed);
  const bool wants_odd = (hash[0] & 0x80U) != 0;
  const Integer& p = field_prime();
  Integer x{hash.data(), hash.size()};
  x %= p;
  Integer y;
  Integer square;
  do {
    x = (x + 1) % p;
    square = (x * x % p * x + 3) % p;
    y = CryptoPP::ModularExponentiation(square, (p + 1) / 4, p);
  } while (y * y % p != square);
  if (y.IsOdd() != wants_odd) y = p - y;
  if (y.IsOdd()) x.SetBit(254);
  U256::Bytes bytes{};
  x.Encode(bytes.data(), bytes.size());
  return U256::from_bytes(bytes);
}

U256 position_id(std::string_view collateral, const U256& collection) {
  Bytes packed;
  append(packed, collateral);
  append(packed, collection);
  return hash_of(packed);
}

std::string safe_wallet_of(std::string_view owner) {
  Bytes padded(12, 0);
  append(padded, owner);
  Bytes create2{0xff};
  append(create2, safe_factory);
  append(create2, hash_of(padded));
  append(create2, safe_init_code_hash);
  const auto hash = keccak256(create2);
  return hex_text(ByteView{hash}.subspan(12));
}

}  // namespace holdfast::sim::polymarket
