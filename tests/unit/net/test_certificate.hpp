#pragma once
#include <openssl/evp.h>
#include <openssl/x509.h>

#include <memory>
#include <string>

namespace holdfast::net {

struct CloseKey {
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
};
struct CloseCertificate {
  void operator()(X509* certificate) const { X509_free(certificate); }
};

// A certificate made for one test, signed by itself.
struct TestCertificate {
  std::unique_ptr<EVP_PKEY, CloseKey> key;
  std::unique_ptr<X509, CloseCertificate> certificate;
  std::string pem;
};

// `names` as OpenSSL writes them: "DNS:localhost,IP:127.0.0.1". Valid from yesterday until so many
// seconds from now.
TestCertificate make_certificate(const std::string& names, long valid_for_s);

}  // namespace holdfast::net
