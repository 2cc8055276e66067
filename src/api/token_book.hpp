#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/error.hpp"
#include "ports/entropy.hpp"

namespace holdfast::api {

// What a token may do. `read` shows, `resolve` asks for passes and speaks on cases and books,
// `trade` sends exits. None implies another.
enum class Scope : std::uint8_t { read = 1, resolve = 2, trade = 4 };

class Scopes {
 public:
  constexpr Scopes() = default;
  constexpr explicit Scopes(std::uint8_t bits) : bits_{bits} {}
  [[nodiscard]] constexpr bool has(Scope scope) const {
    return (bits_ & static_cast<std::uint8_t>(scope)) != 0;
  }
  [[nodiscard]] constexpr Scopes with(Scope scope) const {
    return Scopes{static_cast<std::uint8_t>(bits_ | static_cast<std::uint8_t>(scope))};
  }
  [[nodiscard]] constexpr bool empty() const { return bits_ == 0; }
  friend bool operator==(Scopes, Scopes) = default;

 private:
  std::uint8_t bits_{};
};

using Digest = std::array<std::uint8_t, 32>;  // SHA-256

// Random texts of 256 bits need no slow hash: there is nothing to guess.
Digest digest_of(std::string_view text);
// Takes the same time for any two.
bool same_digest(const Digest& a, const Digest& b);
// 256 random bits, base64url, behind a prefix that secret scanners can look for.
std::string random_text(Entropy& entropy, std::string_view prefix);

// The tokens that open the API. Only their hashes are kept: whoever reads the file or the memory
// cannot call.
class TokenBook {
 public:
  // One token a line: name, scopes joined by commas, SHA-256 of the token in hex; # begins a
  // comment. Fault::malformed names the line.
  static Result<TokenBook> parse(std::string_view text);

  void add(std::string name, Scopes scopes, std::string_view token);
  // What the presented token may do; none when it is not in the book. The time it takes does not
  // tell which token came close.
  [[nodiscard]] std::optional<Scopes> find(std::string_view presented) const;
  [[nodiscard]] bool empty() const { return tokens_.empty(); }

  // The line that parse() reads.
  static std::string line(std::string_view name, Scopes scopes, std::string_view token);

 private:
  struct Token {
    std::string name;
    Scopes scopes;
    Digest digest{};
  };
  std::vector<Token> tokens_;
};

}  // namespace holdfast::api
