#pragma once
#include <openssl/bio.h>
#include <openssl/evp.h>

namespace holdfast::sim {

// How a std::unique_ptr lets go of what OpenSSL made.
struct OpensslFree {
  void operator()(BIO* bio) const { BIO_free(bio); }
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};

}  // namespace holdfast::sim
