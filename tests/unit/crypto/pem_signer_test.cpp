#include "crypto/pem_signer.hpp"

#include <gtest/gtest.h>

#include "vectors.hpp"

namespace holdfast::crypto {
namespace {

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
  return text;
}

std::unique_ptr<PemSigner> signer_of(const std::string& pem) {
  auto signer = PemSigner::from_pem(pem);
  if (!signer) {
    ADD_FAILURE() << signer.error().what;
    return nullptr;
  }
  return *std::move(signer);
}

bool fits(const std::string& public_pem, std::string_view text, std::string_view signature) {
  const auto answer = signature_fits(public_pem, text, signature);
  EXPECT_TRUE(answer);
  return answer && *answer;
}

TEST(PemSigner, SignsSoThatKalshisOwnClientsWouldVerifyIt) {
  const auto file = vectors("kalshi_rsa_pss.json");
  const std::string public_pem = text_at(file, "publicKeySpkiPem");
  for (const char* form : {"privateKeyPkcs8Pem", "privateKeyPkcs1Pem"}) {
    const auto signer = signer_of(text_at(file, form));
    EXPECT_EQ(signer->kind(), KeyKind::rsa);
    EXPECT_EQ(signer->bits(), 2048);
    const auto signature = signer->sign("1763712000000GET/trade-api/v2/portfolio/balance");
    ASSERT_TRUE(signature);
    EXPECT_TRUE(fits(public_pem, "1763712000000GET/trade-api/v2/portfolio/balance", *signature));
    EXPECT_FALSE(fits(public_pem, "1763712000001GET/trade-api/v2/portfolio/balance", *signature));
  }
}

TEST(PemSigner, SaltsEverySignatureAnew) {
  const auto signer = signer_of(text_at(vectors("kalshi_rsa_pss.json"), "privateKeyPkcs8Pem"));
  EXPECT_NE(signer->sign("x"), signer->sign("x"));
}

TEST(PemSigner, VerifiesWhatTheOfficialClientsSigned) {
  const auto file = vectors("kalshi_rsa_pss.json");
  int seen = 0;
  for (const auto& vector : file.at("vectors").as_array()) {
    for (const auto& [client, signature] : vector.at("signatures").as_object()) {
      if (signature.is_null()) continue;  // a client that cannot make this request
      EXPECT_TRUE(fits(text_at(file, "publicKeySpkiPem"), text_at(vector, "message"),
                       std::string{signature.as_string()}))
          << std::string_view{client};
      ++seen;
    }
  }
  EXPECT_GT(seen, 5);
}

TEST(PemSigner, RefusesOtherSaltsPaddingsAndTexts) {
  const auto file = vectors("signing_vectors.json");
  const auto& keys = file.at("kalshi_rsa_keys");
  int valid = 0;
  int refused = 0;
  for (const auto& vector : file.at("kalshi_rsa_pss_verify").as_array()) {
    const bool expected = text_at(vector, "expect") == "valid";
    EXPECT_EQ(fits(text_at(keys, "public_key_pem"), text_at(vector, "presign"),
                   text_at(vector, "signature_b64")),
              expected)
        << text_at(vector, "expect");
    (expected ? valid : refused) += 1;
  }
  EXPECT_EQ(valid, 3);
  EXPECT_EQ(refused, 4);
}

TEST(PemSigner, SignsEd25519ByteForByte) {
  const auto file = vectors("signing_vectors.json");
  for (const auto& vector : file.at("kalshi_ed25519").as_array()) {
    const auto signer = signer_of(text_at(vector, "private_key_pkcs8_pem"));
    EXPECT_EQ(signer->kind(), KeyKind::ed25519);
    EXPECT_EQ(signer->sign(text_at(vector, "presign")), text_at(vector, "signature_b64"));
  }
  EXPECT_EQ(file.at("kalshi_ed25519").as_array().size(), 1U);
}

TEST(PemSigner, TakesWrittenOutLineEndsForLineEnds) {
  const std::string pem = text_at(vectors("kalshi_rsa_pss.json"), "privateKeyPkcs1Pem");
  EXPECT_TRUE(PemSigner::from_pem(replaced(pem, "\n", "\\n")));
  EXPECT_TRUE(PemSigner::from_pem(replaced(pem, "\n", "\\r\\n")));
  EXPECT_TRUE(PemSigner::from_pem(replaced(pem, "\n", "\r\n")));
}

// P-256; made for this test, used nowhere.
constexpr const char* p256 =
    "-----BEGIN PRIVATE KEY-----\n"
    "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgydmM7kJsHkuzipfB\n"
    "E47UfdT4VhcHWAFiiebd7RtxUXqhRANCAARhaRh6ipsng6CBf30BpiybyQ+upFkK\n"
    "+iqLbIqakOwQ1sSQuqCfhQqTdBnBiKd2AV9MHrtlqlhCYRbz14DHiZ1z\n"
    "-----END PRIVATE KEY-----\n";

TEST(PemSigner, SaysWhatIsWrongWithAKeyAndRepeatsNoByteOfIt) {
  const auto file = vectors("kalshi_rsa_pss.json");
  const std::string good = text_at(file, "privateKeyPkcs8Pem");
  std::string damaged = good;
  damaged[200] = damaged[200] == 'A' ? 'B' : 'A';
  damaged.erase(300, 1);
  const std::vector<std::pair<std::string, std::string>> bad{
      {"", "empty"},
      {"secret-canary-0123", "no PEM"},
      {damaged, "broken"},
      {good.substr(0, good.size() / 2), "broken"},
      {text_at(file, "publicKeySpkiPem"), "public key"},
      {p256, "neither RSA nor Ed25519"},
      {replaced(good, "BEGIN PRIVATE", "BEGIN ENCRYPTED PRIVATE"), "encrypted"},
      {replaced(text_at(file, "privateKeyPkcs1Pem"), "KEY-----\nMII",
                "KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,00\n\nMII"),
       "encrypted"},
      {std::string(100'000, 'A'), "longer"},
  };
  for (const auto& [pem, reason] : bad) {
    const auto signer = PemSigner::from_pem(pem);
    ASSERT_FALSE(signer) << reason;
    EXPECT_EQ(signer.error().fault, Fault::unauthorised);
    EXPECT_NE(signer.error().what.find(reason), std::string::npos) << signer.error().what;
    EXPECT_EQ(signer.error().what.find("canary"), std::string::npos);
    for (std::size_t i = 30; i + 8 < pem.size(); i += 8) {
      EXPECT_EQ(signer.error().what.find(pem.substr(i, 8)), std::string::npos);
    }
  }
}

TEST(PemSigner, RefusesAModulusThatIsTooShort) {
  // RSA of 1024 bits, made for this test.
  constexpr const char* small =
      "-----BEGIN RSA PRIVATE KEY-----\n"
      "MIICXAIBAAKBgQCwNC70V/pbSX+PnIMM3sjA24ZZG/YNhlxrO7a+FIFyS608BTwn\n"
      "+QeA172dSIzZVRPmnlZFSKZ/s85WasxFsQ7bxZUoX+I4P2kslWEDgDINr4iv41tT\n"
      "0SWc/miYXibEnI0CjOiVS9abJNEW6lsn3uwb3N76iiwkztTgfcNtcEEbgwIDAQAB\n"
      "AoGAINraFn2BFRxzSJfqZ6/yxuMn/d2U15jCCsyrmm3AZUtvFc30FY/9siyIEpfA\n"
      "i5WtjEbh1zFgulcQllR7mlMVbd4EsMf1I21iPiHVoMM09kgzSxLZYU1e/eU+7j04\n"
      "gYE5lYNPDwC2UTyYtBXvsxIHVxMaJ/V0xRWUyE2Urm27q8ECQQDY982YBdy7O6M7\n"
      "2Dg0yzfENmE4/prQ3DyuBuQC654z9uVd0PlSB104uTVExc4nsJ1u5zF5FcH6g1sW\n"
      "eOnYIcsLAkEAz+cJkVo7ycc6/3UhlogSZXbxGmOstYiTFwwTIK7mhNhXEargRnTI\n"
      "toGeeFZl1ILINB9GBCrc9MrnUA8El1L8aQJAJCHQaTrAsaWS34p4gcI9/T0ZH8a2\n"
      "vYWPzWN0YVAfvoOlWuRMQO7dBW9Cgbt3Q4DUFv4FbSbEcRWi+7ETMF0gVQJBAInC\n"
      "i8J2yhtAGsXfNWxrqdT15XkZBv4bC2xAIgSMIE9yku8wDQBirgTRCtKuXTddmY+A\n"
      "EYL9bAAA2xlfeilTYdECQDMbc1b/GfGJXE+N1KwAYg5q670E1YDk2sRGYsdHiMa3\n"
      "sUWOWVTmsXGNVsyVcJozRyhRBuQc6FPmdJsWXZMjFGU=\n"
      "-----END RSA PRIVATE KEY-----\n";
  const auto signer = PemSigner::from_pem(small);
  ASSERT_FALSE(signer);
  EXPECT_NE(signer.error().what.find("2048"), std::string::npos);
}

}  // namespace
}  // namespace holdfast::crypto
