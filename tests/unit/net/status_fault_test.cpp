#include "net/status_fault.hpp"

#include <gtest/gtest.h>

#include "net/printable.hpp"
#include "scripted_transport.hpp"

namespace holdfast::net {
namespace {

Fault fault_of(int code) { return accept_status(status(code)).error().fault; }

TEST(AcceptStatus, TwoHundredsPassWhole) {
  for (const int code : {200, 201, 202, 204, 206}) {
    const auto answer = accept_status(status(code, {{"A", "b"}}, "text"));
    ASSERT_TRUE(answer) << code;
    EXPECT_EQ(answer->body, "text");
    EXPECT_EQ(answer->header("a"), "b");
  }
}

TEST(AcceptStatus, EachStatusHasOneFault) {
  EXPECT_EQ(fault_of(401), Fault::unauthorised);
  EXPECT_EQ(fault_of(403), Fault::unauthorised);
  EXPECT_EQ(fault_of(425), Fault::not_now);
  EXPECT_EQ(fault_of(429), Fault::rate_limited);
  for (const int code : {408, 500, 502, 503, 504, 520, 599}) {
    EXPECT_EQ(fault_of(code), Fault::unreachable) << code;
  }
  for (const int code : {400, 404, 405, 409, 410, 422, 451, 499}) {
    EXPECT_EQ(fault_of(code), Fault::refused) << code;
  }
  for (const int code : {0, 100, 199, 300, 301, 302, 304, 600, 999}) {
    EXPECT_EQ(fault_of(code), Fault::malformed) << code;
  }
}

TEST(AcceptStatus, TheTextShowsTheBodyFitToPrint) {
  const auto short_one = accept_status(status(404, {}, "no\r\n\x1b[31msuch\x07market"));
  EXPECT_EQ(short_one.error().what, "HTTP 404: no   [31msuch market");
  const auto long_one = accept_status(status(400, {}, std::string(5000, 'x')));
  EXPECT_EQ(long_one.error().what, "HTTP 400: " + std::string(200, 'x'));
  EXPECT_EQ(accept_status(status(500)).error().what, "HTTP 500");
}

TEST(Printable, KeepsTextAndNeverCutsACharacterInTwo) {
  EXPECT_EQ(printable("Zürich 東京", 100), "Zürich 東京");
  EXPECT_EQ(printable("aé", 2), "a");
  EXPECT_EQ(printable("東京", 5), "東");
  EXPECT_EQ(printable("anything", 0), "");
}

TEST(Printable, BlanksWhatIsNoText) {
  EXPECT_EQ(printable(std::string_view{"a\0b", 3}, 10), "a b");
  EXPECT_EQ(printable("\xff\xc0\x80", 10), "   ");       // never UTF-8, overlong
  EXPECT_EQ(printable("\xed\xa0\x80", 10), "   ");       // a surrogate
  EXPECT_EQ(printable("\xf4\x90\x80\x80", 10), "    ");  // beyond Unicode
  EXPECT_EQ(printable("\xe2\x82", 10), "  ");            // cut short
  EXPECT_EQ(printable("a\xe2\x80\xae"
                      "b",
                      10),
            "a b");  // U+202E turns the line around
  EXPECT_EQ(printable("\xc2\x9b"
                      "31m",
                      10),
            " 31m");  // U+009B begins an escape sequence
}

}  // namespace
}  // namespace holdfast::net
