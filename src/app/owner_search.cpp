#include "app/owner_search.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace holdfast {
namespace {

// One wallet may be found in several places; it is one candidate all the same.
std::vector<OwnerCandidate> merged(std::vector<OwnerCandidate> candidates) {
  std::vector<OwnerCandidate> distinct;
  for (OwnerCandidate& candidate : candidates) {
    const auto seen = std::ranges::find(distinct, candidate.owner, &OwnerCandidate::owner);
    if (seen == distinct.end()) {
      distinct.push_back(std::move(candidate));
    } else if (seen->source != candidate.source) {
      seen->source += " and " + candidate.source;
    }
  }
  return distinct;
}

std::string names_of(const std::vector<OwnerCandidate>& candidates) {
  std::string names;
  for (const OwnerCandidate& one : candidates) {
    names += fmt::format("{}{} ({})", names.empty() ? "" : ", ", one.owner, one.source);
  }
  return names;
}

}  // namespace

OwnerSearch::OwnerSearch(AccountId account, OwnerProof& venue, OwnerHistory history,
                         OnFound on_found)
    : account_{std::move(account)},
      venue_{venue},
      history_{std::move(history)},
      on_found_{std::move(on_found)} {
  std::ranges::move(venue_.hints(), std::back_inserter(history_.candidates));
  history_.candidates = merged(std::move(history_.candidates));
}

Async<OwnerCandidate> OwnerSearch::find(RawTape& tape) {
  if (history_.candidates.empty()) {
    co_return fail(Fault::identity,
                   fmt::format("no wallet is configured for {} and the ledger has seen none: {}",
                               account_.text, venue_.fix()));
  }
  std::vector<OwnerCandidate> proven;
  for (const OwnerCandidate& candidate : history_.candidates) {
    const auto passed = co_await venue_.is_owner(candidate.owner, history_.traces, tape);
    if (!passed) co_return tl::make_unexpected(passed.error());
    if (*passed) proven.push_back(candidate);
  }
  if (proven.size() == 1) co_return std::move(proven.front());
  co_return fail(
      Fault::identity,
      fmt::format("no wallet is configured for {}, and {} of those that were seen {} what is known "
                  "of it: {}; {}",
                  account_.text, proven.empty() ? "none" : "several",
                  proven.empty() ? "holds or traded" : "hold or traded",
                  names_of(proven.empty() ? history_.candidates : proven), venue_.fix()));
}

Async<void> OwnerSearch::settle(RawTape& tape) {
  if (settled_) co_return Result<void>{};
  const auto found = co_await find(tape);
  if (!found) co_return tl::make_unexpected(found.error());
  if (on_found_) {
    if (auto told = on_found_(*found); !told) co_return told;
  }
  if (auto read = venue_.read_for(found->owner); !read) co_return read;
  settled_ = true;
  co_return Result<void>{};
}

}  // namespace holdfast
