#pragma once
#include <memory>
#include <string>
#include <string_view>

#include "crypto/secret_bytes.hpp"
#include "ports/signer.hpp"

namespace holdfast::crypto {

// Signs with a Solana key pair. Signatures and public keys are base58.
class Ed25519Signer final : public Signer {
 public:
  // The form wallets export: base58 of 64 bytes, seed and public key; or of the 32 bytes of the
  // seed alone. Fault::unauthorised for anything else, also for a public half that is not the
  // seed's; no error repeats a byte of the text.
  static Result<std::unique_ptr<Ed25519Signer>> from_base58_secret(std::string_view secret);

  Result<std::string> sign(std::string_view text) override;
  [[nodiscard]] const std::string& public_key() const { return public_key_; }

 private:
  explicit Ed25519Signer(SecretBytes pair, std::string public_key)
      : pair_{std::move(pair)}, public_key_{std::move(public_key)} {}
  SecretBytes pair_;  // seed, then public key
  std::string public_key_;
};

// True when the signature fits text and key, both base58. Fault::malformed for what is neither.
Result<bool> ed25519_fits(std::string_view public_key, std::string_view text,
                          std::string_view signature);

}  // namespace holdfast::crypto
