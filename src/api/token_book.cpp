#include "api/token_book.hpp"

#include <fmt/format.h>
#include <sodium.h>

#include <utility>

namespace holdfast::api {
namespace {

constexpr std::array scope_words{
    std::pair{std::string_view{"read"}, Scope::read},
    std::pair{std::string_view{"resolve"}, Scope::resolve},
    std::pair{std::string_view{"trade"}, Scope::trade},
};

std::string_view take_word(std::string_view& line) {
  const auto begin = std::min(line.find_first_not_of(" \t\r"), line.size());
  line.remove_prefix(begin);
  const auto word = line.substr(0, line.find_first_of(" \t\r"));
  line.remove_prefix(word.size());
  return word;
}

std::optional<Scopes> scopes_from(std::string_view words) {
  Scopes scopes;
  while (!words.empty()) {
    const auto word = words.substr(0, words.find(','));
    words.remove_prefix(std::min(word.size() + 1, words.size()));
    bool known = false;
    for (const auto& [name, scope] : scope_words) {
      if (word != name) continue;
      scopes = scopes.with(scope);
      known = true;
    }
    if (!known) return std::nullopt;
  }
  return scopes.empty() ? std::nullopt : std::optional{scopes};
}

std::optional<Digest> digest_from(std::string_view hex) {
  Digest digest{};
  std::size_t bytes = 0;
  const int failed = sodium_hex2bin(digest.data(), digest.size(), hex.data(), hex.size(), nullptr,
                                    &bytes, nullptr);
  if (failed != 0 || bytes != digest.size() || hex.size() != 2 * digest.size()) return std::nullopt;
  return digest;
}

}  // namespace

Digest digest_of(std::string_view text) {
  Digest digest{};
  std::vector<unsigned char> bytes(text.begin(), text.end());
  crypto_hash_sha256(digest.data(), bytes.data(), bytes.size());
  sodium_memzero(bytes.data(), bytes.size());
  return digest;
}

bool same_digest(const Digest& a, const Digest& b) {
  return sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

std::string random_text(Entropy& entropy, std::string_view prefix) {
  std::array<std::uint8_t, 32> bytes{};
  entropy.fill(bytes);
  constexpr auto form = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
  std::string text(sodium_base64_encoded_len(bytes.size(), form), '\0');
  sodium_bin2base64(text.data(), text.size(), bytes.data(), bytes.size(), form);
  sodium_memzero(bytes.data(), bytes.size());
  text.resize(text.size() - 1);  // its final zero
  return std::string{prefix} + text;
}

Result<TokenBook> TokenBook::parse(std::string_view text) {
  TokenBook book;
  for (int number = 1; !text.empty(); ++number) {
    auto line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    const auto name = take_word(line);
    if (name.empty() || name.starts_with('#')) continue;
    const auto scopes = scopes_from(take_word(line));
    const auto digest = digest_from(take_word(line));
    if (!scopes || !digest || !take_word(line).empty()) {
      return fail(Fault::malformed,
                  fmt::format("line {} of the token file is not `name scope,scope sha256-hex` "
                              "with the scopes read, resolve, trade",
                              number));
    }
    book.tokens_.push_back({std::string{name}, *scopes, *digest});
  }
  return book;
}

void TokenBook::add(std::string name, Scopes scopes, std::string_view token) {
  tokens_.push_back({std::move(name), scopes, digest_of(token)});
}

std::optional<Scopes> TokenBook::find(std::string_view presented) const {
  const Digest digest = digest_of(presented);
  std::optional<Scopes> found;
  for (const Token& token : tokens_) {
    if (same_digest(token.digest, digest)) found = token.scopes;
  }
  return found;
}

std::string TokenBook::line(std::string_view name, Scopes scopes, std::string_view token) {
  std::string words;
  for (const auto& [word, scope] : scope_words) {
    if (scopes.has(scope)) words += (words.empty() ? "" : ",") + std::string{word};
  }
  std::string hex;
  for (const std::uint8_t byte : digest_of(token)) hex += fmt::format("{:02x}", byte);
  return fmt::format("{} {} {}\n", name, words, hex);
}

}  // namespace holdfast::api
