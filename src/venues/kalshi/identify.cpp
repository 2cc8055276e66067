#include <fmt/format.h>

#include <optional>

#include "venues/kalshi/limits.hpp"
#include "venues/kalshi/pages.hpp"
#include "venues/kalshi/parse.hpp"
#include "venues/kalshi/refusal.hpp"
#include "venues/kalshi/venue.hpp"

namespace holdfast::kalshi {
namespace {

std::int64_t whole_seconds(Duration skew) {
  return std::chrono::duration_cast<std::chrono::seconds>(skew).count();
}

IdentityCheck clock_check(Duration skew, bool refused) {
  const std::int64_t seconds = whole_seconds(skew);
  const bool near = seconds <= std::int64_t{limits::clock_skew_s} &&
                    seconds >= -std::int64_t{limits::clock_skew_s};
  IdentityCheck check{.name = "clock", .passed = near && !refused};
  check.text = skew == Duration{}
                   ? "this machine's clock agrees with Kalshi's"
                   : fmt::format("Kalshi's clock is {} s {} this machine's", std::abs(seconds),
                                 seconds < 0 ? "behind" : "ahead of");
  if (!check.passed) {
    check.fault = Fault::unauthorised;
    check.fix =
        "set this machine's clock by NTP: Kalshi refuses signatures that are off by more "
        "than a few seconds";
  }
  return check;
}

// A check that passes when the answer is no fault.
IdentityCheck answer_check(std::string name, const HttpResponse& response, const std::string& route,
                           std::string good) {
  IdentityCheck check{.name = std::move(name), .passed = true, .text = std::move(good)};
  if (const auto fault = fault_of(response, route)) {
    check.passed = false;
    check.text = fault->what;
    check.fault = fault->fault;
    check.fix = fault->fault == Fault::unauthorised
                    ? "check key id, private key, scopes and host; demo and production keys are "
                      "separate. A key that is locked to a subaccount needs its number in "
                      "`subaccounts` of the [[account]]"
                    : "ask again later; the venue did not answer as it should";
  }
  return check;
}

// Perpetuals on margin are held on an exchange of their own, which nothing here reads.
std::optional<IdentityCheck> margin_check(const Result<HttpResponse>& limits) {
  if (!limits || limits->status != 200) return std::nullopt;
  const auto margined = parse_margined(limits->body);
  if (!margined || !*margined) return std::nullopt;
  return IdentityCheck{.name = "margin",
                       .text =
                           "this member may hold perpetuals on margin, which Holdfast does not "
                           "read: only event contracts are in its numbers",
                       .fix = "look at kalshi.com for what is held there",
                       .fault = Fault::incomplete,
                       .weight = CheckWeight::hint};
}

}  // namespace

Async<std::vector<IdentityCheck>> KalshiVenue::identify(RawTape& tape) {
  std::vector<IdentityCheck> checks;
  const std::uint16_t first =
      known_subaccounts_.empty() ? std::uint16_t{0} : *known_subaccounts_.begin();
  const std::string where = parameter("subaccount", std::to_string(first));

  const auto balance = co_await session_.ask("/portfolio/balance", where, tape);
  if (!balance) co_return tl::make_unexpected(balance.error());
  checks.push_back(clock_check(session_.skew(), is_clock_refusal(*balance)));
  checks.push_back(
      answer_check("key", *balance, "GET /portfolio/balance",
                   fmt::format("Kalshi accepts key {}…", config_.key_id.substr(0, 8))));
  if (!checks.back().passed) co_return checks;

  const auto positions =
      co_await session_.ask("/portfolio/positions", joined("limit=1", where), tape);
  if (!positions) co_return tl::make_unexpected(positions.error());
  checks.push_back(answer_check("read scope", *positions, "GET /portfolio/positions",
                                "the key may read positions and balance"));

  const auto subaccounts = co_await find_subaccounts(tape);
  IdentityCheck check{.name = "subaccounts", .passed = subaccounts.has_value()};
  if (subaccounts) {
    std::string numbers;
    for (const auto number : *subaccounts) {
      numbers += (numbers.empty() ? "" : ", ") + std::to_string(number);
    }
    check.text = (config_.subaccounts.empty() ? "asked about: " : "configured: ") + numbers;
  } else {
    check.text = subaccounts.error().what;
    check.fault = subaccounts.error().fault;
    check.fix = "name the account's subaccounts in its configuration";
  }
  checks.push_back(std::move(check));
  if (auto margin = margin_check(co_await session_.ask("/account/limits", "", tape))) {
    checks.push_back(*std::move(margin));
  }
  co_return checks;
}

}  // namespace holdfast::kalshi
