#include <fmt/format.h>

#include "venues/kalshi_solana/read.hpp"
#include "venues/kalshi_solana/venue.hpp"

namespace holdfast::kalshi_solana {
namespace {

// As the venue writes it: none where no trade is listed.
Result<std::optional<std::int64_t>> created_of(std::string_view body) {
  std::optional<std::int64_t> created;
  const auto read_row = [&](JsonValue& row) {
    return row.each_field([&](std::string_view key, JsonValue& value) -> Result<void> {
      return key == "createdAt" ? store(created, value.integer()) : Result<void>{};
    });
  };
  JsonReader reader{body};
  const auto done = reader.object([&](std::string_view key, JsonValue& value) -> Result<void> {
    return key == "trades" ? value.each_element(read_row) : Result<void>{};
  });
  if (!done) return tl::make_unexpected(done.error());
  return created;
}

std::string moment_seen(const Result<std::string>& body) {
  if (!body) return "/onchain-trades is not answered: " + body.error().what;
  const auto created = created_of(*body);
  if (!created) return "createdAt of the newest trade: " + created.error().what;
  if (!*created) return "this wallet has no trade to see it by";
  // Thirteen digits until the year 2286 are milliseconds, ten are seconds.
  const bool milliseconds = **created >= 100'000'000'000;
  return fmt::format("createdAt of the newest trade is {}: {}", **created,
                     milliseconds ? "milliseconds" : "seconds");
}

}  // namespace

Async<std::vector<ProbeFinding>> KalshiSolanaVenue::probe(RawTape& tape) {
  std::vector<ProbeFinding> findings;
  if (config_.wallet.empty()) co_return findings;
  const auto body = co_await metadata_.get(
      fmt::format("{}/onchain-trades?wallet={}&limit=1&sortBy=createdAt&sortOrder=desc", urls::api,
                  config_.wallet),
      tape);
  findings.push_back({"S4", moment_seen(body)});
  co_return findings;
}

}  // namespace holdfast::kalshi_solana
