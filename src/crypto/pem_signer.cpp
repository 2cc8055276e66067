#include "crypto/pem_signer.hpp"

#include <openssl/bio.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

#include <array>
#include <vector>

#include "crypto/base64.hpp"
#include "crypto/secret_bytes.hpp"

namespace holdfast::crypto {
namespace {

constexpr int rsa_bits_min = 2'048;
constexpr int salt_bytes = 32;
constexpr std::size_t pem_bytes_max = 64UL * 1024;

template <class Object, void (*free_object)(Object*)>
struct FreeBy {
  void operator()(Object* object) const { free_object(object); }
};
using Key = std::unique_ptr<EVP_PKEY, FreeBy<EVP_PKEY, EVP_PKEY_free>>;
using State = std::unique_ptr<EVP_MD_CTX, FreeBy<EVP_MD_CTX, EVP_MD_CTX_free>>;
struct FreeBio {
  void operator()(BIO* bio) const { BIO_free(bio); }
};
using Bio = std::unique_ptr<BIO, FreeBio>;

tl::unexpected<Error> refuse(std::string_view why) {
  ERR_clear_error();
  return fail(Fault::unauthorised, "the private key cannot be used: " + std::string{why});
}

// Private numbers of keys go into OpenSSL's own guarded arena, locked in memory where the system
// allows it. Room for about a thousand keys; whoever made an arena before us is left alone.
void open_secure_arena() {
  constexpr std::size_t arena_bytes = 4UL * 1024 * 1024;
  constexpr std::size_t smallest = 32;
  static const bool once = [] {
    if (CRYPTO_secure_malloc_initialized() == 0) CRYPTO_secure_malloc_init(arena_bytes, smallest);
    return true;
  }();
  static_cast<void>(once);
}

// A literal \n, or \r\n, written out as in .env files becomes a line end.
SecretBytes with_real_lines(std::string_view pem) {
  SecretBytes text = SecretBytes::copy_of(pem);
  const auto bytes = text.bytes();
  std::size_t size = 0;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const bool escape = bytes[i] == '\\' && i + 1 < bytes.size();
    if (escape && bytes[i + 1] == 'n') {
      bytes[size++] = '\n';
      ++i;
    } else if (escape && bytes[i + 1] == 'r') {
      ++i;
    } else {
      bytes[size++] = bytes[i];
    }
  }
  text.shrink(size);
  return text;
}

bool contains(std::span<const std::uint8_t> bytes, std::string_view part) {
  const std::string_view text{reinterpret_cast<const char*>(bytes.data()), bytes.size()};
  return text.find(part) != std::string_view::npos;
}

// OpenSSL asks on the terminal when no callback says that there is no passphrase.
int no_passphrase(char*, int, int, void*) { return -1; }

bool set_pss(EVP_PKEY_CTX* padding) {
  return EVP_PKEY_CTX_set_rsa_padding(padding, RSA_PKCS1_PSS_PADDING) == 1 &&
         EVP_PKEY_CTX_set_rsa_pss_saltlen(padding, salt_bytes) == 1 &&
         EVP_PKEY_CTX_set_rsa_mgf1_md(padding, EVP_sha256()) == 1;
}

const std::uint8_t* bytes_of(std::string_view text) {
  return reinterpret_cast<const std::uint8_t*>(text.data());
}

bool fits(EVP_PKEY* key, std::string_view text, std::span<const std::uint8_t> signature) {
  const State state{EVP_MD_CTX_new()};
  const bool rsa = EVP_PKEY_get_base_id(key) == EVP_PKEY_RSA;
  EVP_PKEY_CTX* padding = nullptr;
  const bool ready = EVP_DigestVerifyInit(state.get(), &padding, rsa ? EVP_sha256() : nullptr,
                                          nullptr, key) == 1 &&
                     (!rsa || set_pss(padding));
  const bool good = ready && EVP_DigestVerify(state.get(), signature.data(), signature.size(),
                                              bytes_of(text), text.size()) == 1;
  ERR_clear_error();
  return good;
}

}  // namespace

Result<std::unique_ptr<PemSigner>> PemSigner::from_pem(std::string_view pem) {
  if (pem.empty()) return refuse("it is empty");
  if (pem.size() > pem_bytes_max) return refuse("it is longer than any key");
  open_secure_arena();
  const SecretBytes text = with_real_lines(pem);
  if (contains(text.bytes(), "ENCRYPTED")) {
    return refuse("it is encrypted. Write it without a passphrase, readable by you alone (0600)");
  }
  if (!contains(text.bytes(), "PRIVATE KEY-----")) {
    if (contains(text.bytes(), "PUBLIC KEY-----") || contains(text.bytes(), "CERTIFICATE-----")) {
      return refuse("it is a public key or a certificate, not the private key");
    }
    return refuse("it is no PEM text (-----BEGIN PRIVATE KEY----- or RSA PRIVATE KEY)");
  }
  const Bio bio{BIO_new_mem_buf(text.bytes().data(), static_cast<int>(text.size()))};
  Key key{PEM_read_bio_PrivateKey(bio.get(), nullptr, no_passphrase, nullptr)};
  if (!key) return refuse("the PEM text is broken or holds an unknown kind of key");
  ERR_clear_error();
  const int bits = EVP_PKEY_get_bits(key.get());
  switch (EVP_PKEY_get_base_id(key.get())) {
    case EVP_PKEY_RSA:
      if (bits < rsa_bits_min) return refuse("its modulus has less than 2048 bits");
      return std::unique_ptr<PemSigner>{new PemSigner{key.release(), KeyKind::rsa, bits}};
    case EVP_PKEY_ED25519:
      return std::unique_ptr<PemSigner>{new PemSigner{key.release(), KeyKind::ed25519, bits}};
    default:
      return refuse("it is neither RSA nor Ed25519");
  }
}

PemSigner::~PemSigner() { EVP_PKEY_free(key_); }

Result<std::string> PemSigner::sign(std::string_view text) {
  return kind_ == KeyKind::rsa ? sign_rsa(text) : sign_ed25519(text);
}

namespace {

// A signature that does not fit its own key (a damaged key, a fault in the machine) never leaves:
// it can give the key away.
Result<std::string> checked(EVP_PKEY* key, std::string_view text,
                            std::span<const std::uint8_t> signature) {
  if (!fits(key, text, signature)) return refuse("its signature does not fit itself");
  return to_base64(signature);
}

}  // namespace

Result<std::string> PemSigner::sign_rsa(std::string_view text) const {
  const State state{EVP_MD_CTX_new()};
  EVP_PKEY_CTX* padding = nullptr;
  std::size_t size = 0;
  if (EVP_DigestSignInit(state.get(), &padding, EVP_sha256(), nullptr, key_) != 1 ||
      !set_pss(padding) ||
      EVP_DigestSign(state.get(), nullptr, &size, bytes_of(text), text.size()) != 1) {
    return refuse("RSA-PSS refuses it");
  }
  std::vector<std::uint8_t> signature(size);
  if (EVP_DigestSign(state.get(), signature.data(), &size, bytes_of(text), text.size()) != 1) {
    return refuse("RSA-PSS refuses it");
  }
  return checked(key_, text, std::span{signature}.first(size));
}

Result<std::string> PemSigner::sign_ed25519(std::string_view text) const {
  const State state{EVP_MD_CTX_new()};
  std::array<std::uint8_t, 64> signature{};
  std::size_t size = signature.size();
  if (EVP_DigestSignInit(state.get(), nullptr, nullptr, nullptr, key_) != 1 ||
      EVP_DigestSign(state.get(), signature.data(), &size, bytes_of(text), text.size()) != 1) {
    return refuse("Ed25519 refuses it");
  }
  return checked(key_, text, std::span{signature}.first(size));
}

Result<bool> signature_fits(std::string_view public_pem, std::string_view text,
                            std::string_view signature) {
  const Bio bio{BIO_new_mem_buf(public_pem.data(), static_cast<int>(public_pem.size()))};
  const Key key{PEM_read_bio_PUBKEY(bio.get(), nullptr, no_passphrase, nullptr)};
  ERR_clear_error();
  if (!key) return fail(Fault::malformed, "not a public key in PEM");
  const auto bytes = from_base64(signature);
  if (!bytes) return tl::make_unexpected(bytes.error());
  return fits(key.get(), text, *bytes);
}

}  // namespace holdfast::crypto
