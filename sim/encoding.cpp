#include "sim/encoding.hpp"

#include <cryptopp/keccak.h>
#include <cryptopp/sha.h>

#include <algorithm>
#include <array>

namespace holdfast::sim {
namespace {

constexpr std::string_view standard =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view url = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

std::string encode(ByteView bytes, std::string_view alphabet) {
  std::string out;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const auto left = std::min<std::size_t>(3, bytes.size() - i);
    std::uint32_t group = 0;
    for (std::size_t j = 0; j < 3; ++j) group = (group << 8) | (j < left ? bytes[i + j] : 0U);
    for (std::size_t j = 0; j <= left; ++j) out += alphabet[(group >> (18 - 6 * j)) & 63U];
  }
  return out;
}

std::optional<Bytes> decode(std::string_view text, std::string_view alphabet) {
  Bytes out;
  std::uint32_t group = 0;
  int bits = 0;
  for (const char c : text) {
    const auto value = alphabet.find(c);
    if (value == std::string_view::npos) return std::nullopt;
    group = (group << 6) | static_cast<std::uint32_t>(value);
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      out.push_back(static_cast<std::uint8_t>((group >> bits) & 0xffU));
    }
  }
  if (bits == 6 || (group & ((1U << bits) - 1U)) != 0) return std::nullopt;
  return out;
}

int nibble(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

template <class Hash>
U256::Bytes digest(ByteView bytes) {
  Hash hash;
  U256::Bytes out{};
  hash.Update(bytes.data(), bytes.size());
  hash.Final(out.data());
  return out;
}

}  // namespace

Bytes bytes_of(std::string_view text) { return Bytes(text.begin(), text.end()); }

std::string hex_text(ByteView bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string out = "0x";
  for (const auto byte : bytes) {
    out += digits[byte >> 4U];
    out += digits[byte & 15U];
  }
  return out;
}

std::optional<Bytes> bytes_from_hex(std::string_view text) {
  if (text.starts_with("0x") || text.starts_with("0X")) text.remove_prefix(2);
  if (text.size() % 2 != 0) return std::nullopt;
  Bytes out;
  for (std::size_t i = 0; i < text.size(); i += 2) {
    const int high = nibble(text[i]);
    const int low = nibble(text[i + 1]);
    if (high < 0 || low < 0) return std::nullopt;
    out.push_back(static_cast<std::uint8_t>(high * 16 + low));
  }
  return out;
}

std::string base64_text(ByteView bytes) {
  auto out = encode(bytes, standard);
  while (out.size() % 4 != 0) out += '=';
  return out;
}

std::string base64url_text(ByteView bytes) { return encode(bytes, url); }

std::optional<Bytes> bytes_from_base64(std::string_view text) {
  if (text.size() % 4 != 0) return std::nullopt;
  for (int i = 0; i < 2 && text.ends_with('='); ++i) text.remove_suffix(1);
  return decode(text, standard);
}

std::optional<Bytes> bytes_from_base64url(std::string_view text) {
  for (int i = 0; i < 2 && text.ends_with('='); ++i) text.remove_suffix(1);
  return decode(text, url);
}

U256::Bytes keccak256(ByteView bytes) { return digest<CryptoPP::Keccak_256>(bytes); }
U256::Bytes sha256(ByteView bytes) { return digest<CryptoPP::SHA256>(bytes); }

}  // namespace holdfast::sim
