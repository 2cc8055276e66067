#include "platform/redaction.hpp"

#include <sodium.h>

#include <algorithm>
#include <cstring>
#include <vector>

namespace holdfast::platform {
namespace {

constexpr std::size_t window = 8;
static_assert(crypto_shorthash_KEYBYTES == 16 && crypto_shorthash_BYTES == 8);

std::string changed_case(std::string_view text, char from, char to, int by) {
  std::string out{text};
  std::ranges::transform(out, out.begin(), [=](char c) {
    return c >= from && c <= to ? static_cast<char>(c + by) : c;
  });
  return out;
}

std::string hex_of(std::string_view text) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string out;
  out.reserve(text.size() * 2);
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    out.push_back(digits.at(byte >> 4U));
    out.push_back(digits.at(byte & 15U));
  }
  return out;
}

std::string base64_of(std::string_view text) {
  constexpr int variant = sodium_base64_VARIANT_ORIGINAL_NO_PADDING;
  std::string out(sodium_base64_encoded_len(text.size(), variant), '\0');
  sodium_bin2base64(out.data(), out.size(), reinterpret_cast<const unsigned char*>(text.data()),
                    text.size(), variant);
  out.resize(std::strlen(out.c_str()));
  return out;
}

}  // namespace

Redaction::Redaction() { crypto_shorthash_keygen(key_.data()); }

std::uint64_t Redaction::window_hash(const char* at) const {
  std::uint64_t hash{};
  crypto_shorthash(reinterpret_cast<unsigned char*>(&hash),
                   reinterpret_cast<const unsigned char*>(at), window, key_.data());
  return hash;
}

void Redaction::remember(std::string_view text) {
  for (std::size_t at = 0; at + window <= text.size(); ++at) {
    windows_.insert(window_hash(text.data() + at));
  }
}

void Redaction::hide(std::string_view secret) {
  const std::lock_guard lock{mutex_};
  // Line by line: a key file's frame ("-----BEGIN …") is no secret, and no log line is longer.
  while (!secret.empty()) {
    const auto end = std::min(secret.find_first_of("\r\n"), secret.size());
    const auto line = secret.substr(0, end);
    secret.remove_prefix(std::min(end + 1, secret.size()));
    if (line.size() < window || line.starts_with("-----")) continue;
    std::vector<std::string> forms{std::string{line}, changed_case(line, 'A', 'Z', 32),
                                   changed_case(line, 'a', 'z', -32), hex_of(line)};
    // A piece of base64 looks different at each of three offsets.
    for (std::size_t skip = 0; skip < 3 && skip < line.size(); ++skip) {
      forms.push_back(base64_of(line.substr(skip)));
    }
    for (auto& form : forms) {
      remember(form);
      sodium_memzero(form.data(), form.size());
    }
  }
}

std::string Redaction::apply(std::string_view text) const {
  const std::lock_guard lock{mutex_};
  std::string out;
  if (windows_.empty() || text.size() < window) return out.assign(text);
  out.reserve(text.size());
  std::size_t hidden_to = 0;  // end of the stretch being left out
  for (std::size_t at = 0; at < text.size(); ++at) {
    const bool starts_window =
        at + window <= text.size() && windows_.contains(window_hash(text.data() + at));
    if (starts_window) {
      if (at >= hidden_to) out += "***";
      hidden_to = at + window;
    } else if (at >= hidden_to) {
      out.push_back(text[at]);
    }
  }
  return out;
}

}  // namespace holdfast::platform
