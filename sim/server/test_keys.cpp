#include "sim/server/test_keys.hpp"

#include <fcntl.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <memory>

#include "sim/openssl_free.hpp"

namespace holdfast::sim {
namespace {

using Key = std::unique_ptr<EVP_PKEY, OpensslFree>;
using Memory = std::unique_ptr<BIO, OpensslFree>;

std::string text_of(BIO* bio) {
  char* data = nullptr;
  const auto size = BIO_get_mem_data(bio, &data);
  return {data, static_cast<std::size_t>(size)};
}

std::string public_pem_of(EVP_PKEY* key) {
  const Memory bio{BIO_new(BIO_s_mem())};
  PEM_write_bio_PUBKEY(bio.get(), key);
  return text_of(bio.get());
}

Result<TestKey> keep(const Key& key, const std::string& folder, const std::string& name) {
  if (!key) return fail(Fault::storage, "OpenSSL made no key");
  ::mkdir(folder.c_str(), 0700);
  const auto file = folder + "/" + name + ".pem";
  const Memory bio{BIO_new(BIO_s_mem())};
  PEM_write_bio_PrivateKey(bio.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr);
  const auto pem = text_of(bio.get());
  ::unlink(file.c_str());
  const int to = ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (to < 0) return fail(Fault::storage, "cannot write the test key " + file);
  const auto written = ::write(to, pem.data(), pem.size());
  ::close(to);
  if (written != static_cast<ssize_t>(pem.size())) {
    return fail(Fault::storage, "cannot write the test key " + file);
  }
  return TestKey{.private_file = file, .public_pem = public_pem_of(key.get())};
}

}  // namespace

Result<TestKey> make_rsa_key(const std::string& folder, const std::string& name) {
  return keep(Key{EVP_RSA_gen(2048)}, folder, name);
}

Result<TestKey> make_ed25519_key(const std::string& folder, const std::string& name) {
  return keep(Key{EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519")}, folder, name);
}

Result<TestKey> read_key(const std::string& private_file) {
  const Memory bio{BIO_new_file(private_file.c_str(), "r")};
  if (!bio) return fail(Fault::storage, "cannot read the key file " + private_file);
  const Key key{PEM_read_bio_PrivateKey(bio.get(), nullptr, nullptr, nullptr)};
  if (!key) return fail(Fault::storage, "no PEM private key in " + private_file);
  return TestKey{.private_file = private_file, .public_pem = public_pem_of(key.get())};
}

Result<std::string> fresh_folder() {
  const char* base = std::getenv("TMPDIR");
  auto name = std::string{base == nullptr ? "/tmp" : base} + "/holdfast-sim-XXXXXX";
  if (::mkdtemp(name.data()) == nullptr) return fail(Fault::storage, "cannot make " + name);
  return name;
}

}  // namespace holdfast::sim
