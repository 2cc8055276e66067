#include "venues/polymarket/read.hpp"

#include <fmt/format.h>

namespace holdfast::polymarket {
namespace {

struct Pagination {
  std::optional<bool> has_more;
  bool names_cursor{};
  std::string cursor;
};

Result<void> read_pagination(Pagination& pagination, JsonValue& value) {
  return value.each_field([&](std::string_view key, JsonValue& field) -> Result<void> {
    if (key == "has_more") return store(pagination.has_more, field.boolean());
    if (key != "next_cursor") return {};
    pagination.names_cursor = true;
    if (field.is_null()) return {};
    const auto text = field.string();
    if (!text) return tl::make_unexpected(text.error());
    pagination.cursor = *text;
    return {};
  });
}

Result<std::string> cursor_of(const Pagination& pagination, std::string_view what) {
  const auto incomplete = [&](std::string_view why) {
    return fail(
        Fault::incomplete,
        fmt::format("polymarket {}: {}, so nobody knows whether the list is whole", what, why));
  };
  if (!pagination.has_more) return incomplete("the page does not say whether there is more");
  if (!pagination.names_cursor) return incomplete("the page names no next_cursor");
  if (*pagination.has_more && pagination.cursor.empty()) {
    return incomplete("the page says there is more and does not say where");
  }
  if (!*pagination.has_more && !pagination.cursor.empty()) {
    return incomplete("the page says it is the last one and names a next one");
  }
  return pagination.cursor;
}

tl::unexpected<Error> in(std::string_view what, const Error& error) {
  return fail(error.fault, fmt::format("polymarket {}: {}", what, error.what));
}

}  // namespace

Result<std::string> read_page(std::string_view body, std::string_view what, const OnRow& on_row) {
  Pagination pagination;
  bool listed = false;
  JsonReader reader{body};
  const auto done = reader.object([&](std::string_view key, JsonValue& value) -> Result<void> {
    if (key == "data") {
      listed = true;
      return value.each_element(on_row);
    }
    if (key == "pagination") return read_pagination(pagination, value);
    return {};
  });
  if (!done) return in(what, done.error());
  if (!listed) return missing_field(fmt::format("polymarket {}", what), "data");
  return cursor_of(pagination, what);
}

Result<void> read_list(std::string_view body, std::string_view what, const OnRow& on_row) {
  JsonReader reader{body};
  const auto done = reader.array(on_row);
  if (!done) return in(what, done.error());
  return {};
}

Result<void> read_flag(bool& into, JsonValue& value) {
  if (value.kind() != JsonValue::Kind::boolean) return value.skip();
  into = *value.boolean();
  return {};
}

Result<void> WalletCheck::check(const std::optional<std::string_view>& wallet) {
  if (!wallet) return missing_field("a row", field_);
  if (*wallet == proven_) return {};
  const auto address = crypto::EthAddress::parse(*wallet);
  if (!address) {
    return fail(Fault::malformed, fmt::format("{} is no address", field_));
  }
  if (*address != asked_) {
    return fail(Fault::identity, fmt::format("the answer about {} holds a row of {}",
                                             asked_.checksummed(), address->checksummed()));
  }
  proven_ = *wallet;
  return {};
}

}  // namespace holdfast::polymarket
