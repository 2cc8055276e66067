#include "test_certificate.hpp"

#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <stdexcept>

namespace holdfast::net {
namespace {

void must(bool fine) {
  if (!fine) throw std::runtime_error{"OpenSSL makes no certificate"};
}

void extend(X509* certificate, int kind, const std::string& value) {
  X509V3_CTX context{};
  X509V3_set_ctx(&context, certificate, certificate, nullptr, nullptr, 0);
  X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, &context, kind, value.c_str());
  must(extension != nullptr);
  X509_add_ext(certificate, extension, -1);
  X509_EXTENSION_free(extension);
}

std::string pem_of(X509* certificate) {
  BIO* out = BIO_new(BIO_s_mem());
  must(PEM_write_bio_X509(out, certificate) == 1);
  char* data = nullptr;
  const long size = BIO_get_mem_data(out, &data);
  std::string pem{data, static_cast<std::size_t>(size)};
  BIO_free(out);
  return pem;
}

}  // namespace

TestCertificate make_certificate(const std::string& names, long valid_for_s) {
  TestCertificate made;
  made.key.reset(EVP_EC_gen("P-256"));
  must(made.key != nullptr);
  made.certificate.reset(X509_new());
  X509* const certificate = made.certificate.get();
  X509_set_version(certificate, 2);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1);
  X509_gmtime_adj(X509_getm_notBefore(certificate), -86400);
  X509_gmtime_adj(X509_getm_notAfter(certificate), valid_for_s);
  X509_set_pubkey(certificate, made.key.get());
  X509_NAME* const name = X509_get_subject_name(certificate);
  const std::string text = "Holdfast test";
  X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC,
                             reinterpret_cast<const unsigned char*>(text.c_str()), -1, -1, 0);
  X509_set_issuer_name(certificate, name);
  extend(certificate, NID_basic_constraints, "critical,CA:TRUE");
  extend(certificate, NID_subject_alt_name, names);
  must(X509_sign(certificate, made.key.get(), EVP_sha256()) > 0);
  made.pem = pem_of(certificate);
  return made;
}

}  // namespace holdfast::net
