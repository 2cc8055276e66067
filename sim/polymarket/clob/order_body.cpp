#include "sim/polymarket/clob/order_body.hpp"

#include <boost/json/object.hpp>
#include <set>

#include "sim/polymarket/contracts.hpp"
#include "sim/polymarket/data_answers.hpp"
#include "sim/target.hpp"

namespace holdfast::sim::polymarket {
namespace {

using boost::json::object;
using boost::json::value;

constexpr std::string_view invalid = "Invalid order payload";
constexpr std::int64_t largest_exact_double = 9'007'199'254'740'991;  // 2^53 - 1

// Reads members one by one; the first one that is wrong is remembered.
class Members {
 public:
  explicit Members(const object& members) : members_{members} {}

  std::string text(std::string_view name) {
    const auto* found = find(name);
    const auto* string = found == nullptr ? nullptr : found->if_string();
    if (string == nullptr) return wrong("");
    return {string->data(), string->size()};
  }
  std::string text(std::string_view name, std::string_view otherwise) {
    return members_.contains({name.data(), name.size()}) ? text(name) : std::string{otherwise};
  }
  // A JSON number, as the salt and the signature type are.
  std::int64_t number(std::string_view name, std::int64_t most) {
    const auto* found = find(name);
    const auto* whole = found == nullptr ? nullptr : found->if_int64();
    if (whole == nullptr || *whole < 0 || *whole > most) return wrong(0);
    return *whole;
  }
  // Digits in a string.
  std::uint64_t digits(std::string_view name) {
    const auto parsed = U256::parse_decimal(text(name));
    if (!parsed || !parsed->fits_u64() || parsed->low() > 1ULL << 62U) return wrong(0ULL);
    return parsed->low();
  }
  U256 word(std::string_view name) {
    const auto written = text(name);
    const auto parsed = U256::parse_hex(written);
    if (!parsed || written.size() != 66) return wrong(U256{});
    return *parsed;
  }
  std::string address(std::string_view name) {
    auto found = address_of(text(name));
    if (found.empty()) wrong(0);
    return found;
  }
  bool flag(std::string_view name) {
    if (!members_.contains({name.data(), name.size()})) return false;
    const auto* flag = find(name)->if_bool();
    return flag == nullptr ? wrong(false) : *flag;
  }
  // Every member was read, and none was wrong.
  [[nodiscard]] bool fine() const { return fine_ && read_.size() >= members_.size(); }
  void skip(std::string_view name) { find(name); }

  template <class T>
  T wrong(T otherwise) {
    fine_ = false;
    return otherwise;
  }

 private:
  const value* find(std::string_view name) {
    const auto* found = members_.if_contains({name.data(), name.size()});
    if (found != nullptr) read_.emplace(name);
    return found;
  }

  const object& members_;
  std::set<std::string, std::less<>> read_;
  bool fine_{true};
};

std::optional<OrderType> order_type_of(const std::string& word) {
  if (word == "GTC") return OrderType::gtc;
  if (word == "GTD") return OrderType::gtd;
  if (word == "FOK") return OrderType::fok;
  if (word == "FAK") return OrderType::fak;
  return std::nullopt;
}

SignedOrder read_signed(Members& members) {
  SignedOrder order{
      .salt = static_cast<std::uint64_t>(members.number("salt", largest_exact_double)),
      .maker = members.address("maker"),
      .signer = members.address("signer"),
      .maker_as_sent = members.text("maker"),
      .maker_amount = members.digits("makerAmount"),
      .taker_amount = members.digits("takerAmount"),
      .signature_type = static_cast<std::uint8_t>(members.number("signatureType", 3)),
      .timestamp_ms = members.digits("timestamp"),
      .metadata = members.word("metadata"),
      .builder = members.word("builder")};
  order.token_id = U256::parse_decimal(members.text("tokenId")).value_or(U256{});
  const auto side = members.text("side");
  if (side != "BUY" && side != "SELL") members.wrong(0);
  order.buys = side == "BUY";
  if (const auto bytes = bytes_from_hex(members.text("signature"))) order.signature = *bytes;
  if (order.maker_amount == 0 || order.taker_amount == 0) members.wrong(0);
  if (members.text("taker", zero_address) != zero_address) members.wrong(0);
  return order;
}

}  // namespace

tl::expected<OrderPost, std::string> read_order(const value& body) {
  const auto refuse = [](std::string_view text) { return tl::make_unexpected(std::string{text}); };
  const auto* outer = body.if_object();
  if (outer == nullptr) return refuse(invalid);
  const auto* inner = outer->if_contains("order");
  if (inner == nullptr || !inner->is_object()) return refuse(invalid);
  const auto& order = inner->get_object();
  if (order.contains("nonce") || order.contains("feeRateBps")) {
    return refuse("order_version_mismatch");
  }
  Members members{order};
  OrderPost post{.order = read_signed(members)};
  post.expiration = static_cast<std::int64_t>(members.digits("expiration"));
  Members rest{*outer};
  rest.skip("order");
  post.owner = rest.text("owner");
  const auto type = order_type_of(rest.text("orderType", "GTC"));
  post.post_only = rest.flag("postOnly");
  rest.flag("deferExec");
  if (!members.fine() || !rest.fine() || !type) return refuse(invalid);
  post.type = *type;
  return post;
}

}  // namespace holdfast::sim::polymarket
