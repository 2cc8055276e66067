#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

#include <memory>

#include "sim/encoding.hpp"
#include "sim/kalshi/auth.hpp"
#include "sim/openssl_free.hpp"

namespace holdfast::sim::kalshi {
namespace {

constexpr int salt_bytes = 32;

}  // namespace

bool signature_fits(const std::string& public_pem, const std::string& text,
                    const std::string& signature_base64) {
  const auto signature = bytes_from_base64(signature_base64);
  if (!signature) return false;
  const std::unique_ptr<BIO, OpensslFree> bio{
      BIO_new_mem_buf(public_pem.data(), static_cast<int>(public_pem.size()))};
  const std::unique_ptr<EVP_PKEY, OpensslFree> key{
      PEM_read_bio_PUBKEY(bio.get(), nullptr, nullptr, nullptr)};
  const std::unique_ptr<EVP_MD_CTX, OpensslFree> context{EVP_MD_CTX_new()};
  if (!key || !context) return false;
  const bool is_rsa = EVP_PKEY_get_base_id(key.get()) == EVP_PKEY_RSA;
  EVP_PKEY_CTX* options = nullptr;
  if (EVP_DigestVerifyInit(context.get(), &options, is_rsa ? EVP_sha256() : nullptr, nullptr,
                           key.get()) != 1) {
    return false;
  }
  if (is_rsa && (EVP_PKEY_CTX_set_rsa_padding(options, RSA_PKCS1_PSS_PADDING) != 1 ||
                 EVP_PKEY_CTX_set_rsa_mgf1_md(options, EVP_sha256()) != 1 ||
                 EVP_PKEY_CTX_set_rsa_pss_saltlen(options, salt_bytes) != 1)) {
    return false;
  }
  const auto bytes = bytes_of(text);
  return EVP_DigestVerify(context.get(), signature->data(), signature->size(), bytes.data(),
                          bytes.size()) == 1;
}

}  // namespace holdfast::sim::kalshi
