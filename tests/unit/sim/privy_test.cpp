#include <gtest/gtest.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

#include <boost/json/parse.hpp>

#include "sim/encoding.hpp"
#include "sim/solana/keys.hpp"
#include "test_client.hpp"

// Privy's server wallets: who may use one, and what is done once.
namespace holdfast::sim::test {
namespace {

using namespace std::chrono_literals;
using Headers = std::vector<Header>;

// A P-256 key as Privy's dashboard hands it out.
class AuthorizationKey {
 public:
  AuthorizationKey() : key_{EVP_EC_gen("P-256")} {}
  ~AuthorizationKey() { EVP_PKEY_free(key_); }
  AuthorizationKey(const AuthorizationKey&) = delete;
  AuthorizationKey& operator=(const AuthorizationKey&) = delete;

  [[nodiscard]] std::string public_text() const {
    unsigned char* der = nullptr;
    const int size = i2d_PUBKEY(key_, &der);
    const auto text = base64_text({der, static_cast<std::size_t>(size)});
    OPENSSL_free(der);
    return text;
  }
  [[nodiscard]] std::string sign(const std::string& text) const {
    EVP_MD_CTX* context = EVP_MD_CTX_new();
    EVP_DigestSignInit(context, nullptr, EVP_sha256(), nullptr, key_);
    const auto bytes = bytes_of(text);
    std::size_t size = 0;
    EVP_DigestSign(context, nullptr, &size, bytes.data(), bytes.size());
    Bytes signature(size);
    EVP_DigestSign(context, signature.data(), &size, bytes.data(), bytes.size());
    EVP_MD_CTX_free(context);
    signature.resize(size);
    return base64_text(signature);
  }

 private:
  EVP_PKEY* key_;
};

struct Privy : testing::Test, TestClient {
  Reply ask(const std::string& method, const std::string& path, const Headers& headers,
            const std::string& body = "") {
    return simulator.answer(
        {.method = method, .target = "/privy" + path, .headers = headers, .body = body}, now);
  }
  Reply rpc(const std::string& body, const Headers& more = {}, const std::string& wallet = demo) {
    auto headers = privy_headers();
    headers.push_back({"Host", "127.0.0.1:8701"});
    headers.insert(headers.end(), more.begin(), more.end());
    return ask("POST", "/v1/wallets/" + wallet + "/rpc", headers, body);
  }
  // Three contracts of that wallet to be sold; a new transaction each time.
  std::string sale(const std::string& wallet = demo, const std::string& sponsor = "true") {
    const auto& rail = simulator.world().dflow.markets.at("KXFEDDECISION-26DEC-H0").rails[0];
    const auto quote = get(
        "/dflow-trade/order?inputMint=" + rail.yes_mint + "&outputMint=" + rail.settlement_mint +
        "&amount=3000000&userPublicKey=" + solana::keypair_named(wallet).address);
    return R"({"caip2":"solana:5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp","method":)"
           R"("signAndSendTransaction","params":{"encoding":"base64","transaction":")" +
           text(parsed(quote), "transaction") + R"("},"sponsor":)" + sponsor + "}";
  }
  // Orders that were sent at all.
  std::size_t sent() { return simulator.world().dflow.orders.size() - orders_before; }
  static std::string code(const Reply& reply) {
    return std::to_string(reply.status) + " " + text(parsed(reply), "code");
  }

  inline static const std::string demo{demo_solana_wallet};
  std::size_t orders_before{simulator.world().dflow.orders.size()};
};

TEST_F(Privy, SaysWhyItSentNothing) {
  act(R"({"venue":"kalshi_solana","do":"set_service","sponsor_credits":false})");
  const auto refused = rpc(sale());
  EXPECT_EQ(refused.status, 400);
  EXPECT_EQ(refused.body,
            R"({"error":"Insufficient gas credits balance","code":"insufficient_funds"})");
  EXPECT_EQ(sent(), 0U);
  act(R"({"venue":"kalshi_solana","do":"set_service","sponsor_credits":true})");
  EXPECT_EQ(rpc(sale()).status, 200);
  EXPECT_EQ(sent(), 1U);
}

TEST_F(Privy, LetsTheApplicationInAndNobodyElse) {
  const Header id{"privy-app-id", std::string{demo_privy_app_id}};
  // holdfast-demo-app:another-secret
  const Header wrong{"Authorization", "Basic aG9sZGZhc3QtZGVtby1hcHA6YW5vdGhlci1zZWNyZXQ="};
  const auto right = privy_headers().front();
  const auto wallet = [&](const Headers& headers) {
    return ask("GET", "/v1/wallets/" + demo, headers);
  };
  EXPECT_EQ(wallet({right, id}).status, 200);
  EXPECT_EQ(wallet({wrong, id}).body, R"({"error":"Invalid app ID or app secret."})");
  EXPECT_EQ(wallet({wrong, id}).status, 401);
  EXPECT_EQ(wallet({id}).status, 401);
  EXPECT_EQ(code(wallet({right})), "401 missing_or_invalid_privy_app_id");
  EXPECT_EQ(code(wallet({right, {"privy-app-id", "another-app"}})),
            "401 missing_or_invalid_privy_app_id");
  EXPECT_EQ(ask("POST", "/v1/wallets/" + demo + "/rpc", {wrong, id}, sale()).status, 401);
  EXPECT_EQ(sent(), 0U);
}

TEST_F(Privy, ShowsAWalletAndWhoOwnsIt) {
  const AuthorizationKey owner;
  const auto made = act(R"({"venue":"kalshi_solana","do":"add_server_wallet","wallet_id":"owned",)"
                        R"("public_key":")" +
                        owner.public_text() + R"("})");
  const auto shown = [&](const std::string& wallet) {
    return ask("GET", "/v1/wallets/" + wallet, privy_headers());
  };
  EXPECT_EQ(shape_of(parsed(shown(demo))),
            "{id:string address:string chain_type:string policy_ids:[] additional_signers:[] "
            "owner_id:null created_at:number exported_at:null imported_at:null }");
  EXPECT_EQ(text(parsed(shown(demo)), "address"), solana::keypair_named(demo).address);
  EXPECT_EQ(text(parsed(shown("owned")), "address"), text(made, "address"));
  EXPECT_EQ(text(parsed(shown("owned")), "owner_id").size(), 24U);
  EXPECT_EQ(shown("nobody").status, 404);
  EXPECT_EQ(code(rpc(sale(), {}, "nobody")), "404 wallet_not_found");
  const auto refused = post("/_sim/world", R"({"venue":"kalshi_solana","do":"add_server_wallet",)"
                                           R"("wallet_id":"other","public_key":"AAAA"})");
  EXPECT_EQ(refused.status, 400) << "that is no key";
}

struct OwnedWallet : Privy {
  OwnedWallet() {
    const auto made = act(R"({"venue":"kalshi_solana","do":"add_server_wallet",)"
                          R"("wallet_id":"owned","public_key":")" +
                          owner.public_text() + R"("})");
    act(R"({"venue":"kalshi_solana","do":"deposit","ticker":"KXFEDDECISION-26DEC-H0",)"
        R"("amount":"10","wallet":")" +
        text(made, "address") + R"("})");
    orders_before = simulator.world().dflow.orders.size();
  }
  // What the owner of that request signs, written out.
  static std::string signed_text(const std::string& body, const std::string& more = "",
                                 const std::string& url = "http://127.0.0.1:8701/privy") {
    return R"({"body":)" + body + R"(,"headers":{"privy-app-id":"holdfast-demo-app")" + more +
           R"(},"method":"POST","url":")" + url + R"(/v1/wallets/owned/rpc","version":1})";
  }
  std::string refusal(const std::string& body, const Headers& more) {
    return code(rpc(body, more, "owned"));
  }
  static Header shown(const std::string& signature) {
    return {"privy-authorization-signature", signature};
  }
  AuthorizationKey owner;
};

TEST_F(OwnedWallet, SignsForItsOwnerAlone) {
  const AuthorizationKey other;
  const auto body = sale("owned");
  const auto right = owner.sign(signed_text(body));
  EXPECT_EQ(refusal(body, {}), "401 missing_or_empty_authorization_header");
  EXPECT_EQ(refusal(body, {shown("")}), "401 missing_or_empty_authorization_header");
  EXPECT_EQ(refusal(body, {shown(right + "," + right)}),
            "401 incorrect_quantity_of_authorization_signatures");
  const std::string none = "401 zero_correct_authorization_signatures";
  EXPECT_EQ(refusal(body, {shown(other.sign(signed_text(body)))}), none);
  EXPECT_EQ(refusal(sale("owned"), {shown(right)}), none) << "of another body";
  EXPECT_EQ(refusal(body, {shown(owner.sign(signed_text(body, "", "https://api.privy.io")))}), none)
      << "of another address";
  EXPECT_EQ(refusal(body, {shown(right), {"privy-idempotency-key", "k"}}), none)
      << "the key is signed too";
  EXPECT_EQ(sent(), 0U);
  EXPECT_EQ(rpc(body, {shown(right)}, "owned").status, 200);
  EXPECT_EQ(sent(), 1U);
}

TEST_F(OwnedWallet, TakesNothingThatHasExpired) {
  const auto body = sale("owned");
  const auto with = [&](Duration ahead) {
    const auto until = std::to_string(unix_ms(now + ahead));
    const auto more = R"(,"privy-request-expiry":")" + until + "\"";
    return Headers{shown(owner.sign(signed_text(body, more))), {"privy-request-expiry", until}};
  };
  EXPECT_EQ(refusal(body, with(-1ms)), "400 invalid_data");
  EXPECT_EQ(sent(), 0U);
  EXPECT_EQ(rpc(body, with(15min), "owned").status, 200);
}

TEST_F(Privy, DoesWhatIsAskedWithOneKeyOnce) {
  const auto body = sale();
  const Header key{"privy-idempotency-key", "a-key"};
  fault(R"({"venue":"privy","endpoint":"rpc","kind":"reset","count":1})");
  EXPECT_EQ(rpc(body, {key}).ending, Ending::reset);
  EXPECT_EQ(sent(), 1U) << "the answer was lost, the transaction was not";
  const auto again = rpc(body, {key});
  EXPECT_EQ(again.status, 200);
  EXPECT_EQ(rpc(body, {key}).body, again.body);
  EXPECT_EQ(sent(), 1U);
  EXPECT_EQ(code(rpc(sale(), {key})), "400 invalid_data") << "another request";
  EXPECT_EQ(code(rpc(body)), "400 transaction_broadcast_failure") << "without a key it is news";
  wait(24h);
  EXPECT_EQ(code(rpc(body, {key})), "400 transaction_broadcast_failure") << "forgotten";
}

TEST_F(Privy, TellsWhatBecameOfATransaction) {
  const auto data = parsed(rpc(sale())).at("data");
  const auto id = text(data, "transaction_id");
  const auto status = [&] {
    const auto shown = parsed(ask("GET", "/v1/transactions/" + id, privy_headers()));
    EXPECT_EQ(text(shown, "transaction_hash"), text(data, "hash"));
    EXPECT_EQ(text(shown, "wallet_id"), demo);
    return text(shown, "status");
  };
  EXPECT_EQ(status(), "broadcasted");
  wait(2s);
  EXPECT_EQ(status(), "confirmed");
  wait(20s);
  EXPECT_EQ(status(), "finalized");
  EXPECT_EQ(ask("GET", "/v1/transactions/unknown", privy_headers()).status, 404);
}

TEST_F(Privy, RefusesWhatItDoesNotKnow) {
  const auto body = sale();
  const auto bent = [&](const std::string& from, const std::string& to) {
    auto other = body;
    return code(rpc(other.replace(other.find(from), from.size(), to)));
  };
  EXPECT_EQ(bent("signAndSendTransaction", "eth_sendTransaction"), "400 invalid_data");
  EXPECT_EQ(bent("5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp", "EtWTRABZaYq6iMfeYKouRu166VU2xqa1"),
            "400 invalid_data");
  EXPECT_EQ(bent("base64", "base58"), "400 invalid_data");
  EXPECT_EQ(bent("\"sponsor\"", "\"sponsored\""), "400 invalid_data");
  EXPECT_EQ(code(rpc(sale(demo, "true,\"chain_type\":\"ethereum\""))), "400 invalid_data");
  EXPECT_EQ(sent(), 0U);
  EXPECT_EQ(rpc(sale(demo, "false,\"chain_type\":\"solana\"")).status, 200);
}

}  // namespace
}  // namespace holdfast::sim::test
