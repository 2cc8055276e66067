#include "api/query.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "api/problem.hpp"

namespace holdfast::api {

Asking<std::uint64_t> whole_from(const Request& request, std::string_view name, std::uint64_t least,
                                 std::uint64_t most, std::uint64_t otherwise) {
  const auto text = request.query_text(name);
  if (text.empty()) return otherwise;
  std::uint64_t value = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failed != std::errc{} || end != text.data() + text.size() || value < least || value > most) {
    return tl::make_unexpected(
        bad_request(fmt::format("`{}` is not a whole number from {} to {}.", name, least, most),
                    fmt::format("Send {}={} or leave it out.", name, otherwise)));
  }
  return value;
}

Asking<std::string> word_from(const Request& request, std::string_view name,
                              std::initializer_list<std::string_view> words) {
  const auto text = request.query_text(name);
  if (text.empty()) return std::string{*words.begin()};
  if (std::ranges::find(words, text) != words.end()) return std::string{text};
  std::string known;
  for (const auto word : words) known += (known.empty() ? "" : ", ") + std::string{word};
  return tl::make_unexpected(bad_request(fmt::format("`{}` has a value that is not known.", name),
                                         fmt::format("It is one of: {}.", known)));
}

Asking<std::optional<UtcTime>> moment_from(const Call& call) {
  const auto text = call.request.query_text("at");
  if (text.empty()) return std::optional<UtcTime>{};
  const auto at = parse_rfc3339(text);
  if (at && *at > call.context.clock.now()) {
    return tl::make_unexpected(
        bad_request("`at` has not come yet.", "Leave it out to be answered for now."));
  }
  if (at) return std::optional{*at};
  return tl::make_unexpected(
      bad_request("`at` is not a moment: " + at.error().what,
                  "Write it as 2026-11-21T09:44:14Z; a + in an address is written %2B."));
}

Asking<KeyFilter> filter_from(const Request& request) {
  KeyFilter filter{.account = std::string{request.query_text("account")}};
  const auto venue = request.query_text("venue");
  if (venue.empty()) return filter;
  filter.venue = venue_from(venue);
  if (!filter.venue) {
    return tl::make_unexpected(
        bad_request("`venue` has a value that is not known.",
                    "It is one of: kalshi, kalshi_solana, polymarket, pacifica."));
  }
  return filter;
}

}  // namespace holdfast::api
