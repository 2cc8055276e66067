#include "venues/pacifica/parse.hpp"
#include "venues/pacifica/read.hpp"

namespace holdfast::pacifica {
namespace {

struct Row {
  std::optional<std::string_view> available;
  std::optional<std::int64_t> positions;
  std::optional<std::int64_t> updated_at;
};

Result<AccountState> state_of(const Row& row) {
  if (!row.available) return missing_field("an account", "available_to_spend");
  if (!row.positions) return missing_field("an account", "positions_count");
  if (!row.updated_at) return missing_field("an account", "updated_at");
  if (*row.positions < 0) return fail(Fault::malformed, "an account's positions_count is below 0");
  const auto available = Money::parse(*row.available);
  if (!available) return tl::make_unexpected(available.error());
  const auto changed_at = from_unix_ms(*row.updated_at);
  if (!changed_at) return tl::make_unexpected(changed_at.error());
  return AccountState{*available, *row.positions, *changed_at};
}

}  // namespace

Result<AccountState> parse_account(std::string_view body) {
  std::optional<AccountState> state;
  const auto envelope = read_one_or_rows(body, "account", [&](JsonValue& value) -> Result<void> {
    Row row;
    auto done = value.each_field([&](std::string_view key, JsonValue& field) -> Result<void> {
      if (key == "available_to_spend") return store(row.available, field.string());
      if (key == "positions_count") return store(row.positions, field.integer());
      if (key == "updated_at") return store(row.updated_at, field.integer());
      return {};
    });
    if (!done) return done;
    if (state) return fail(Fault::malformed, "pacifica account: two accounts for one address");
    auto read = state_of(row);
    if (!read) return tl::make_unexpected(read.error());
    state = *read;
    return {};
  });
  if (!envelope) return tl::make_unexpected(envelope.error());
  if (!state) {
    return fail(Fault::identity,
                "pacifica account: the venue knows no account of this address. Give the main "
                "account's address, not that of an agent wallet, which holds nothing");
  }
  return *state;
}

}  // namespace holdfast::pacifica
