#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/api_house.hpp"

namespace holdfast::api {
namespace {

using test::ApiHouse;
using testing::HasSubstr;

const Headers json{{"Content-Type", "application/json"}};

std::string filled(std::string_view pattern) {
  std::string path{pattern};
  for (auto at = path.find('{'); at != std::string::npos; at = path.find('{')) {
    path.replace(at, path.find('}') - at + 1, "x");
  }
  return path;
}

int status_of(ApiHouse& house, const Route& route, Headers headers) {
  headers.emplace_back("Content-Type", "application/json");
  return answer(ApiHouse::request(std::string{route.method}, filled(route.pattern),
                                  std::move(headers)),
                house.context())
      .status;
}

TEST(Auth, WithoutATokenEveryRouteButHealthAndSignInIs401) {
  ApiHouse house{ReadRule::token};
  for (const Route& route : all_routes()) {
    const int status = status_of(house, route, {});
    const std::string_view pattern = route.pattern;
    if (pattern.starts_with("/health")) {
      EXPECT_NE(status, 401) << pattern;
    } else if (pattern == "/api/v1/session" && route.method == "POST") {
      EXPECT_EQ(status, 400) << "a body without a code";
    } else {
      EXPECT_EQ(status, 401) << route.method << " " << pattern;
    }
  }
}

TEST(Auth, AWrongTokenIs401EverywhereAlsoWhereReadingIsOpen) {
  ApiHouse house{ReadRule::open_on_loopback};
  for (const Route& route : all_routes()) {
    if (!route.scope) continue;
    for (const auto* header : {"Bearer wrong", "Bearer ", "Bearer reader2", "Basic cmVhZGVy",
                               "reader", "bearerreader"}) {
      EXPECT_EQ(status_of(house, route, {{"Authorization", header}}), 401)
          << route.pattern << " " << header;
    }
  }
}

TEST(Auth, EachScopeOpensItsOwnRoutesAndNoOther) {
  ApiHouse house{ReadRule::token};
  for (const Route& route : all_routes()) {
    if (!route.scope) continue;
    const int reader = status_of(house, route, {{"Authorization", "Bearer reader"}});
    const int trader = status_of(house, route, {{"Authorization", "Bearer trader"}});
    EXPECT_EQ(trader, 403) << route.pattern << ": trade alone reads and resolves nothing";
    if (*route.scope == Scope::read) {
      EXPECT_NE(reader, 403) << route.pattern;
      EXPECT_NE(reader, 401) << route.pattern;
    } else {
      EXPECT_EQ(reader, 403) << route.pattern;
    }
  }
}

TEST(Auth, OpenReadingIsForThisMachineAndItsOwnPages) {
  ApiHouse house{ReadRule::open_on_loopback};
  EXPECT_EQ(house.get("/api/v1/status").status, 200);
  EXPECT_EQ(house.get("/api/v1/status", {{"Sec-Fetch-Site", "same-origin"}}).status, 200);
  for (const auto* site : {"cross-site", "same-site", "anything"}) {
    EXPECT_EQ(house.get("/api/v1/status", {{"Sec-Fetch-Site", site}}).status, 401) << site;
  }
  for (const auto* proxy : {"X-Forwarded-For", "Forwarded", "Via", "X-Real-IP"}) {
    EXPECT_EQ(house.get("/api/v1/status", {{proxy, "1.2.3.4"}}).status, 401) << proxy;
  }
}

TEST(Auth, OpenReadingEndsAtTheNamesOfThisMachine) {
  ApiHouse house{ReadRule::open_on_loopback};
  for (const auto* host : {"127.0.0.1", "localhost:8420", "[::1]:8420", "[::1]"}) {
    EXPECT_EQ(house.get("/api/v1/status", {{"Host", host}}).status, 200) << host;
  }
  for (const auto* host : {"holdfast.example.com", "127.0.0.1.example.com:8420", "::1", ""}) {
    EXPECT_EQ(house.get("/api/v1/status", {{"Host", host}}).status, 401) << host;
  }
  house.door.require_tokens();
  EXPECT_EQ(house.get("/api/v1/status").status, 401);
}

TEST(Auth, WritesAlwaysNeedAToken) {
  ApiHouse house{ReadRule::open_on_loopback};
  for (const Route& route : all_routes()) {
    if (route.method == "GET" || !route.scope) continue;
    EXPECT_EQ(status_of(house, route, {}), 401) << route.pattern;
  }
}

TEST(Auth, NoRouteChangesStateByGet) {
  for (const Route& route : all_routes()) {
    if (route.method == "GET") {
      EXPECT_NE(route.scope, Scope::resolve) << route.pattern;
    }
  }
}

TEST(Auth, WritesWithoutJsonAreRefusedBeforeAnythingHappens) {
  ApiHouse house;
  for (const auto* type : {"", "text/plain", "application/x-www-form-urlencoded",
                           "multipart/form-data; boundary=x", "application/jsonp"}) {
    Headers headers{{"Authorization", "Bearer resolver"}};
    if (*type != '\0') headers.emplace_back("Content-Type", type);
    const auto answered =
        answer(ApiHouse::request("POST", "/api/v1/sync", headers, "{}"), house.context());
    EXPECT_EQ(answered.status, 415) << type;
  }
  EXPECT_TRUE(house.desk.asked.empty());
}

TEST(Auth, ATokenInTheAddressIsNotLookedAt) {
  ApiHouse house{ReadRule::token};
  EXPECT_EQ(house.get("/api/v1/status?token=reader&access_token=reader").status, 401);
}

TEST(Auth, AnUnknownAddressTellsAStrangerNothing) {
  ApiHouse house{ReadRule::token};
  EXPECT_EQ(house.get("/api/v1/nothing").status, 401);
  EXPECT_EQ(house.get("/").status, 401);
  EXPECT_EQ(answer(ApiHouse::request("PUT", "/api/v1/status"), house.context()).status, 401);
  const Headers token{{"Authorization", "Bearer reader"}};
  EXPECT_EQ(house.get("/api/v1/nothing", token).status, 404);
  const auto put = answer(ApiHouse::request("PUT", "/api/v1/status", token), house.context());
  EXPECT_EQ(put.status, 405);
}

std::string cookie_of(const Answer& answer) {
  for (const auto& [name, value] : answer.headers) {
    if (name == "Set-Cookie") return value;
  }
  return "";
}

Answer sign_in(ApiHouse& house, const std::string& code) {
  return answer(ApiHouse::request("POST", "/api/v1/session", json, R"({"code":")" + code + "\"}"),
                house.context());
}

TEST(SignIn, ALinkOpensOneSessionOnceAndItsCookieIsOutOfReach) {
  ApiHouse house{ReadRule::token};
  const std::string code = house.door.mint_code();
  const Answer first = sign_in(house, code);
  EXPECT_EQ(first.status, 204);
  const std::string cookie = cookie_of(first);
  EXPECT_THAT(cookie, HasSubstr("HttpOnly"));
  EXPECT_THAT(cookie, HasSubstr("SameSite=Strict"));
  EXPECT_THAT(cookie, HasSubstr("Path=/"));
  EXPECT_EQ(sign_in(house, code).status, 401);
  const std::string session = cookie.substr(0, cookie.find(';'));
  EXPECT_EQ(house.get("/api/v1/status", {{"Cookie", "a=b; " + session}}).status, 200);
  EXPECT_EQ(house.get("/api/v1/status", {{"Cookie", session + "x"}}).status, 401);
  EXPECT_EQ(house.get("/api/v1/status", {{"Cookie", session + "; " + session}}).status, 401);
}

TEST(SignIn, CodesAndSessionsEnd) {
  ApiHouse house{ReadRule::token};
  const std::string late = house.door.mint_code();
  house.clock.advance(SessionBook::code_lasts);
  EXPECT_EQ(sign_in(house, late).status, 401);
  const std::string cookie = cookie_of(sign_in(house, house.door.mint_code()));
  const Headers session{{"Cookie", cookie.substr(0, cookie.find(';'))}};
  EXPECT_EQ(house.get("/api/v1/status", session).status, 200);
  house.clock.advance(SessionBook::session_lasts);
  EXPECT_EQ(house.get("/api/v1/status", session).status, 401);
}

TEST(SignIn, ASessionWritesOnlyFromItsOwnPageAndCanEndItself) {
  ApiHouse house{ReadRule::token};
  const std::string cookie = cookie_of(sign_in(house, house.door.mint_code()));
  const std::string session = cookie.substr(0, cookie.find(';'));
  const auto write = [&](Headers headers, const char* method, const char* path) {
    headers.emplace_back("Cookie", session);
    headers.emplace_back("Content-Type", "application/json");
    return answer(ApiHouse::request(method, path, headers), house.context()).status;
  };
  EXPECT_EQ(write({}, "POST", "/api/v1/sync"), 403);
  const Headers ours{{"Origin", "http://127.0.0.1:8420"}};
  EXPECT_EQ(write(ours, "POST", "/api/v1/sync"), 202);
  EXPECT_EQ(write(ours, "DELETE", "/api/v1/session"), 204);
  EXPECT_EQ(write(ours, "POST", "/api/v1/sync"), 401);
}

TEST(SignIn, ABrowserWithoutSessionGetsThePageThatExplains) {
  ApiHouse house{ReadRule::token};
  const Answer page = house.get("/", {{"Accept", "text/html,*/*"}});
  EXPECT_EQ(page.status, 401);
  EXPECT_THAT(page.content_type, HasSubstr("text/html"));
  EXPECT_THAT(page.body, HasSubstr("/signin.js"));
  EXPECT_THAT(page.body, HasSubstr("For a new link start Holdfast again"));
  EXPECT_EQ(house.get("/signin.js").status, 200);
  EXPECT_THAT(house.get("/signin").body, testing::Not(HasSubstr("<script>")));
}

TEST(TokenBook, ReadsWhatItWritesAndKeepsNoToken) {
  const auto line = TokenBook::line("cli", Scopes{}.with(Scope::read).with(Scope::resolve), "s3");
  EXPECT_THAT(line, testing::Not(HasSubstr("s3")));
  const auto book = TokenBook::parse("# tokens\n\n" + line);
  ASSERT_TRUE(book);
  EXPECT_EQ(book->find("s3"), Scopes{}.with(Scope::read).with(Scope::resolve));
  EXPECT_EQ(book->find("s"), std::nullopt);
  EXPECT_EQ(book->find(""), std::nullopt);
}

TEST(TokenBook, RefusesALineItDoesNotUnderstandByItsNumber) {
  const std::string hex(64, 'a');
  const std::vector<std::string> lines{"cli read",
                                       "cli admin " + hex,
                                       "cli , " + hex,
                                       "cli read " + hex.substr(1),
                                       "cli read " + hex + " more",
                                       "cli read z" + hex.substr(1)};
  for (const std::string& line : lines) {
    const auto book = TokenBook::parse("# one\n" + line);
    ASSERT_FALSE(book) << line;
    EXPECT_THAT(book.error().what, HasSubstr("line 2"));
  }
}

}  // namespace
}  // namespace holdfast::api
