#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "domain/fixed.hpp"
#include "domain/time.hpp"
#include "platform/json_reader.hpp"

// Pieces of reading that Pacifica's parsers share.
namespace holdfast::pacifica {

using platform::JsonReader;
using platform::JsonValue;
using platform::missing_field;
using platform::read_text;
using platform::store;
using platform::store_scalar;

using OnRow = std::function<Result<void>(JsonValue& row)>;

// What stands around the rows. `error` and `code` may be absent, `success` and `data` may not.
struct Envelope {
  std::optional<std::int64_t> last_order_id;
  bool has_cursor{};  // the key was there, be it null
  std::string next_cursor;
  std::optional<bool> has_more;
  std::size_t rows{};
};

// Reads {"success":true,"data":[...]}. success:false is the fault its words mean (never an empty
// list), a missing success or data Fault::malformed. With a row of its own data may be an object
// instead of a list: /account has been both.
Result<Envelope> read_rows(std::string_view body, std::string_view what, const OnRow& on_row);
Result<Envelope> read_one_or_rows(std::string_view body, std::string_view what,
                                  const OnRow& on_row);

// The cursor of the next page, empty at the end of the list. Fault::incomplete where nobody can
// know: no has_more, more rows but no cursor, or a full page that lost its cursor key.
Result<std::string> next_cursor_of(const Envelope& envelope, std::string_view what);

// Texts that may be null, read as none.
Result<void> store_if(std::optional<std::string_view>& target, JsonValue& value);
Result<void> store_if(std::optional<std::int64_t>& target, JsonValue& value);

}  // namespace holdfast::pacifica
