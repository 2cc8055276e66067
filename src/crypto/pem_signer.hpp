#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "ports/signer.hpp"

// OpenSSL's private key; named here so that no other file needs its headers.
struct evp_pkey_st;

namespace holdfast::crypto {

enum class KeyKind : std::uint8_t { rsa, ed25519 };

// Signs with a private key that came as PEM text. RSA: PSS, SHA-256, MGF1-SHA-256, salt of 32
// bytes. Ed25519: the plain signature. Both as standard base64.
class PemSigner final : public Signer {
 public:
  // Reads PKCS#1 ("RSA PRIVATE KEY") and PKCS#8 ("PRIVATE KEY"). A literal \n between the lines,
  // as .env files carry it, is taken for a line end. Encrypted keys, public keys, certificates,
  // other algorithms and broken text are Fault::unauthorised; no error repeats a byte of the text.
  static Result<std::unique_ptr<PemSigner>> from_pem(std::string_view pem);

  ~PemSigner() override;
  PemSigner(const PemSigner&) = delete;
  PemSigner& operator=(const PemSigner&) = delete;

  Result<std::string> sign(std::string_view text) override;

  [[nodiscard]] KeyKind kind() const { return kind_; }
  // RSA: of the modulus. 4096 costs 4.5 ms a signature, 2048 a twelfth of it.
  [[nodiscard]] int bits() const { return bits_; }

 private:
  PemSigner(evp_pkey_st* key, KeyKind kind, int bits) : key_{key}, kind_{kind}, bits_{bits} {}
  Result<std::string> sign_rsa(std::string_view text) const;
  Result<std::string> sign_ed25519(std::string_view text) const;
  evp_pkey_st* key_;
  KeyKind kind_;
  int bits_;
};

// True when the signature (standard base64) fits text and key; the key is public, as PEM. For
// self-tests and doctor.
Result<bool> signature_fits(std::string_view public_pem, std::string_view text,
                            std::string_view signature);

}  // namespace holdfast::crypto
