#include "net/host_guard.hpp"

#include <gtest/gtest.h>

#include "hostile_hosts.hpp"

namespace holdfast::net {
namespace {

ServeRequest asking(std::string method, Headers headers, std::string target = "/api/v1/status") {
  return {.method = std::move(method),
          .target = std::move(target),
          .headers = std::move(headers),
          .body = {},
          .peer = {}};
}

const HostGuard guard = HostGuard::of_loopback(8700);

TEST(HostGuard, OurOwnNamesPass) {
  for (const auto* host : {"127.0.0.1:8700", "localhost:8700", "[::1]:8700"}) {
    EXPECT_EQ(guard.refusal(asking("GET", {{"Host", host}})), 0) << host;
    EXPECT_EQ(guard.refusal(asking("POST", {{"hOsT", host}})), 0) << host;
  }
}

TEST(HostGuard, NoOtherFormOfHostPasses) {
  const auto hostile = hostile_hosts(8700);
  EXPECT_GE(hostile.size(), 60U);
  for (const auto& host : hostile) {
    EXPECT_EQ(guard.refusal(asking("GET", {{"Host", host}})), 421) << host;
  }
}

TEST(HostGuard, ThereMustBeExactlyOne) {
  EXPECT_EQ(guard.refusal(asking("GET", {})), 421);
  EXPECT_EQ(guard.refusal(asking("GET", {{"Host", "127.0.0.1:8700"}, {"host", "evil.example"}})),
            421);
  EXPECT_EQ(guard.refusal(asking("GET", {{"Host", "127.0.0.1:8700"}, {"Host", "127.0.0.1:8700"}})),
            421);
  EXPECT_EQ(guard.refusal(asking("GET", {{"X-Forwarded-Host", "127.0.0.1:8700"}})), 421);
}

TEST(HostGuard, ATargetNamesNoHost) {
  const Headers fine{{"Host", "127.0.0.1:8700"}};
  EXPECT_EQ(guard.refusal(asking("GET", fine, "http://127.0.0.1:8700/api/v1/status")), 421);
  EXPECT_EQ(guard.refusal(asking("GET", fine, "http://evil.example/")), 421);
  EXPECT_EQ(guard.refusal(asking("CONNECT", fine, "evil.example:443")), 400);
  EXPECT_EQ(guard.refusal(asking("OPTIONS", fine, "*")), 400);
  EXPECT_EQ(guard.refusal(asking("GET", fine, "api")), 400);
}

TEST(HostGuard, OtherOriginsAreTurnedAway) {
  for (const auto* method : {"GET", "POST", "PUT", "DELETE", "OPTIONS"}) {
    EXPECT_EQ(guard.refusal(asking(
                  method, {{"Host", "127.0.0.1:8700"}, {"Origin", "http://127.0.0.1:8700"}})),
              0);
    for (const auto& origin : hostile_origins(8700)) {
      EXPECT_EQ(guard.refusal(asking(method, {{"Host", "127.0.0.1:8700"}, {"Origin", origin}})),
                403)
          << origin;
    }
    EXPECT_EQ(guard.refusal(asking(method, {{"Host", "127.0.0.1:8700"},
                                            {"Origin", "http://127.0.0.1:8700"},
                                            {"Origin", "http://127.0.0.1:8700"}})),
              403);
  }
}

TEST(HostGuard, ABrowserMustSayThatThePageIsOurs) {
  const auto with = [](std::string method, std::string site, std::string mode) {
    return guard.refusal(asking(std::move(method), {{"Host", "127.0.0.1:8700"},
                                                    {"Sec-Fetch-Site", std::move(site)},
                                                    {"Sec-Fetch-Mode", std::move(mode)}}));
  };
  EXPECT_EQ(with("POST", "same-origin", "cors"), 0);
  EXPECT_EQ(with("GET", "none", "navigate"), 0);
  EXPECT_EQ(with("GET", "cross-site", "navigate"), 0);  // a link in a chat
  EXPECT_EQ(with("POST", "cross-site", "navigate"), 403);
  EXPECT_EQ(with("POST", "same-site", "cors"), 403);
  EXPECT_EQ(with("GET", "cross-site", "no-cors"), 403);
  EXPECT_EQ(with("GET", "same-site", "cors"), 403);
  EXPECT_EQ(with("DELETE", "", "cors"), 403);
}

}  // namespace
}  // namespace holdfast::net
