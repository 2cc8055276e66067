#include "app/account_proof.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace holdfast {
namespace {

constexpr Duration proof_holds = std::chrono::hours{24};

bool is_away(Fault fault) {
  return fault == Fault::unreachable || fault == Fault::rate_limited || fault == Fault::not_now;
}

Error error_of(const IdentityCheck& check) {
  std::string text = fmt::format("{}: {}", check.name, check.text);
  if (!check.fix.empty()) text += "; " + check.fix;
  return {check.fault, std::move(text)};
}

}  // namespace

AccountProof::AccountProof(Venue& venue, Clock& clock, OwnerSearch* search,
                           std::optional<Error> bar)
    : venue_{venue}, clock_{clock}, search_{search}, bar_{std::move(bar)} {
  if (bar_) report_.checks = {{.name = "owner", .text = bar_->what, .fault = bar_->fault}};
}

Async<void> AccountProof::prove(RawTape& tape) {
  if (bar_) co_return tl::make_unexpected(*bar_);
  if (search_ != nullptr) {
    const auto settled = co_await search_->settle(tape);
    if (!settled) co_return tl::make_unexpected(settled.error());
  }
  if (proven_ && clock_.uptime() - *proven_ < proof_holds) co_return Result<void>{};
  auto checks = co_await venue_.identify(tape);
  if (!checks) {
    if (proven_ && is_away(checks.error().fault)) co_return Result<void>{};
    co_return tl::make_unexpected(std::move(checks).error());
  }
  report_ = {*std::move(checks), clock_.now()};
  const auto wrong = std::ranges::find_if(report_.checks, [](const IdentityCheck& check) {
    return !check.passed && check.weight == CheckWeight::proof;
  });
  if (wrong != report_.checks.end()) {
    proven_.reset();
    co_return tl::make_unexpected(error_of(*wrong));
  }
  proven_ = clock_.uptime();
  co_return Result<void>{};
}

}  // namespace holdfast
