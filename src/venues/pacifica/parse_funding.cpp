#include "venues/pacifica/parse.hpp"
#include "venues/pacifica/read.hpp"

namespace holdfast::pacifica {
namespace {

struct Row {
  std::optional<std::int64_t> id;
  std::optional<std::string_view> symbol;
  std::optional<std::string_view> payout;
  std::optional<std::int64_t> created_at;
};

Result<FundingPayment> payment_of(const Row& row) {
  if (!row.id) return missing_field("a funding payment", "history_id");
  if (!row.symbol || row.symbol->empty()) return missing_field("a funding payment", "symbol");
  if (!row.payout) return missing_field("a funding payment", "payout");
  if (!row.created_at) return missing_field("a funding payment", "created_at");
  const auto payout = Money::parse(*row.payout);
  if (!payout) return tl::make_unexpected(payout.error());
  const auto at = from_unix_ms(*row.created_at);
  if (!at) return tl::make_unexpected(at.error());
  return FundingPayment{std::to_string(*row.id), std::string{*row.symbol}, *payout, *at};
}

}  // namespace

Result<FundingPage> parse_funding(std::string_view body) {
  FundingPage page;
  const auto envelope = read_rows(body, "funding history", [&](JsonValue& value) -> Result<void> {
    Row row;
    auto done = value.each_field([&](std::string_view key, JsonValue& field) -> Result<void> {
      if (key == "history_id") return store(row.id, field.integer());
      if (key == "symbol") return store(row.symbol, field.string());
      if (key == "payout") return store(row.payout, field.string());
      if (key == "created_at") return store(row.created_at, field.integer());
      return {};
    });
    if (!done) return done;
    auto payment = payment_of(row);
    if (!payment) return tl::make_unexpected(payment.error());
    page.payments.push_back(*std::move(payment));
    return {};
  });
  if (!envelope) return tl::make_unexpected(envelope.error());
  auto cursor = next_cursor_of(*envelope, "funding history");
  if (!cursor) return tl::make_unexpected(cursor.error());
  page.next_cursor = *std::move(cursor);
  return page;
}

}  // namespace holdfast::pacifica
