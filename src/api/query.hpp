#pragma once
#include <cstdint>
#include <optional>

#include "api/answer.hpp"
#include "api/call.hpp"

namespace holdfast::api {

// A query that cannot be understood is answered, not thrown: tl::unexpected<Answer> is that answer.
template <class T>
using Asking = tl::expected<T, Answer>;

// A whole number within [least, most]; `otherwise` when the field is absent.
Asking<std::uint64_t> whole_from(const Request& request, std::string_view name, std::uint64_t least,
                                 std::uint64_t most, std::uint64_t otherwise);
// One of the words; the first when the field is absent.
Asking<std::string> word_from(const Request& request, std::string_view name,
                              std::initializer_list<std::string_view> words);

// ?at=: the past moment that is asked about; none: now. 400 for one that has not come: nobody knows
// what will be.
Asking<std::optional<UtcTime>> moment_from(const Call& call);

// ?account= and ?venue=: which rows are wanted.
struct KeyFilter {
  std::string account;
  std::optional<VenueName> venue;
  [[nodiscard]] bool passes(const PositionKey& key) const {
    return (account.empty() || key.account.text == account) && (!venue || key.venue == *venue);
  }
};
// 400 for a venue that is none; 404 for an account that neither replica nor ledger knows is not
// decided here: an account without rows has none.
Asking<KeyFilter> filter_from(const Request& request);

}  // namespace holdfast::api
