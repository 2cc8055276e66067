#include "chain/solana_parse.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <optional>
#include <utility>

#include "chain/json_rpc.hpp"
#include "domain/fixed.hpp"

namespace holdfast::solana {
namespace {

using platform::JsonValue;
using platform::missing_field;
using platform::store;

bool speaks_of(std::string_view message, std::initializer_list<std::string_view> words) {
  std::string low{message};
  std::ranges::transform(low, low.begin(), [](unsigned char c) {
    return static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
  });
  return std::ranges::any_of(
      words, [&](std::string_view word) { return low.find(word) != std::string::npos; });
}

Fault fault_of(std::int64_t code, std::string_view message) {
  if (code == 429 || code == -32'429 || speaks_of(message, {"too many requests", "rate limit"})) {
    return Fault::rate_limited;
  }
  switch (code) {
    case -32'005:
    case -32'016:
      return Fault::not_now;
    case -32'001:
    case -32'004:
    case -32'007:
    case -32'009:
    case -32'012:
    case -32'014:
      return Fault::incomplete;
    case -32'603:
      return Fault::unreachable;
    default:
      break;
  }
  const bool capped = speaks_of(message, {"too large", "too many accounts", "response size",
                                          "exceeded the limit", "exceeds the limit"});
  return capped ? Fault::incomplete : Fault::refused;
}

// A whole number up to 2^64 - 1, as a number or, for amounts, in quotes.
Result<std::uint64_t> whole(std::string_view text, std::string_view what) {
  std::uint64_t number{};
  const auto* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  if (text.empty() || error != std::errc{} || stop != end) {
    return fail(Fault::malformed,
                fmt::format("{} is no whole number of 64 bits: {}", what, text.substr(0, 40)));
  }
  return number;
}

Result<void> read_number(std::optional<std::uint64_t>& into, JsonValue& value,
                         std::string_view what) {
  const auto text = value.number();
  if (!text) return tl::make_unexpected(text.error());
  return store(into, whole(*text, what));
}

Result<void> read_context(std::optional<std::uint64_t>& slot, JsonValue& value) {
  return value.each_field([&](std::string_view key, JsonValue& field) -> Result<void> {
    return key == "slot" ? read_number(slot, field, "context.slot") : Result<void>{};
  });
}

// What `info` of a parsed token account, or a balance of a transaction, says.
struct Parts {
  std::optional<std::string> mint, owner, program, amount, type;
  std::optional<std::uint64_t> decimals;
  bool has_amount{};
};

Result<void> read_amount(Parts& parts, JsonValue& value) {
  parts.has_amount = true;
  if (value.kind() != JsonValue::Kind::object) return value.skip();
  return value.each_field([&](std::string_view key, JsonValue& field) -> Result<void> {
    if (key == "amount" && field.kind() == JsonValue::Kind::string) {
      return store(parts.amount, field.string());
    }
    if (key == "decimals") return read_number(parts.decimals, field, "decimals");
    return {};
  });
}

Result<void> read_info(Parts& parts, JsonValue& value) {
  return value.each_field([&](std::string_view key, JsonValue& field) -> Result<void> {
    if (key == "mint") return store(parts.mint, field.string());
    if (key == "owner") return store(parts.owner, field.string());
    if (key == "tokenAmount") return read_amount(parts, field);
    return {};
  });
}

Result<void> read_data(Parts& parts, JsonValue& value) {
  if (value.kind() != JsonValue::Kind::object) {
    return fail(Fault::malformed, "a token account came undecoded although jsonParsed was asked");
  }
  return value.each_field([&](std::string_view key, JsonValue& field) -> Result<void> {
    if (key != "parsed") return {};
    if (field.kind() != JsonValue::Kind::object) return field.skip();
    return field.each_field([&](std::string_view name, JsonValue& inner) -> Result<void> {
      if (name == "type") return store(parts.type, inner.string());
      return name == "info" ? read_info(parts, inner) : Result<void>{};
    });
  });
}

Result<void> read_account(Parts& parts, JsonValue& value) {
  return value.each_field([&](std::string_view key, JsonValue& field) -> Result<void> {
    if (key == "owner") return store(parts.program, field.string());
    return key == "data" ? read_data(parts, field) : Result<void>{};
  });
}

Result<TokenAccount> account_of(Parts parts, std::optional<std::string> address) {
  constexpr std::string_view where = "a token account";
  if (!address) return missing_field(where, "pubkey");
  if (!parts.program) return missing_field(where, "account.owner");
  if (!parts.mint) return missing_field(where, "mint");
  if (!parts.owner) return missing_field(where, "owner");
  if (!parts.has_amount) return missing_field(where, "tokenAmount");
  TokenAccount account{.address = *std::move(address),
                       .mint = *std::move(parts.mint),
                       .owner = *std::move(parts.owner),
                       .program = *std::move(parts.program)};
  if (!parts.amount || !parts.decimals) {
    account.flaw = "tokenAmount has no amount in quotes, or no decimals";
    return account;
  }
  account.decimals = static_cast<std::uint32_t>(*parts.decimals);
  const auto amount = whole(*parts.amount, "amount");
  if (amount) {
    account.amount = *amount;
  } else {
    account.flaw = amount.error().what;
  }
  return account;
}

Result<void> read_listed(AccountsPage& page, JsonValue& row) {
  Parts parts;
  std::optional<std::string> address;
  auto done = row.each_field([&](std::string_view key, JsonValue& field) -> Result<void> {
    if (key == "pubkey") return store(address, field.string());
    return key == "account" ? read_account(parts, field) : Result<void>{};
  });
  if (!done) return done;
  auto account = account_of(std::move(parts), std::move(address));
  if (!account) return tl::make_unexpected(std::move(account).error());
  page.accounts.push_back(*std::move(account));
  return {};
}

// {"context": {"slot"}, "value": [...]}: the slot, and every element to the visitor.
Result<std::uint64_t> read_valued(std::string_view body, std::uint64_t id,
                                  const platform::OnElement& on_element) {
  std::optional<std::uint64_t> slot;
  bool listed = false;
  const auto done = json_rpc::read_answer(body, id, fault_of, [&](JsonValue& result) {
    return result.each_field([&](std::string_view key, JsonValue& field) -> Result<void> {
      if (key == "context") return read_context(slot, field);
      if (key != "value") return {};
      listed = true;
      return field.each_element(on_element);
    });
  });
  if (!done) return tl::make_unexpected(done.error());
  if (!slot) return missing_field("a solana answer", "context.slot");
  if (!listed) return missing_field("a solana answer", "value");
  return *slot;
}

}  // namespace

Result<AccountsPage> parse_token_accounts(std::string_view body, std::uint64_t id) {
  AccountsPage page;
  const auto slot = read_valued(body, id, [&](JsonValue& row) { return read_listed(page, row); });
  if (!slot) return tl::make_unexpected(slot.error());
  page.slot = *slot;
  return page;
}

Result<AccountsPage> parse_multiple_accounts(std::string_view body, std::uint64_t id,
                                             const std::vector<std::string>& asked) {
  AccountsPage page;
  std::size_t next = 0;
  const auto slot = read_valued(body, id, [&](JsonValue& row) -> Result<void> {
    if (next >= asked.size()) return fail(Fault::malformed, "more accounts than were asked about");
    const std::string& address = asked[next++];
    if (row.is_null()) return {};
    Parts parts;
    if (auto done = read_account(parts, row); !done) return done;
    auto account = account_of(std::move(parts), address);
    if (!account) return tl::make_unexpected(std::move(account).error());
    page.accounts.push_back(*std::move(account));
    return {};
  });
  if (!slot) return tl::make_unexpected(slot.error());
  if (next != asked.size()) {
    return fail(Fault::incomplete,
                fmt::format("asked about {} accounts, answered about {}", asked.size(), next));
  }
  page.slot = *slot;
  return page;
}

Result<std::string> parse_text(std::string_view body, std::uint64_t id) {
  std::optional<std::string> text;
  const auto done = json_rpc::read_answer(
      body, id, fault_of, [&](JsonValue& result) { return store(text, result.string()); });
  if (!done) return tl::make_unexpected(done.error());
  return *std::move(text);
}

Result<UtcTime> parse_block_time(std::string_view body, std::uint64_t id) {
  std::optional<std::int64_t> seconds;
  const auto done =
      json_rpc::read_answer(body, id, fault_of, [&](JsonValue& result) -> Result<void> {
        return result.is_null() ? Result<void>{} : store(seconds, result.integer());
      });
  if (!done) return tl::make_unexpected(done.error());
  if (!seconds) return fail(Fault::incomplete, "the node does not know when the block was");
  return from_unix_s(*seconds);
}

Result<std::vector<SignatureRow>> parse_signatures(std::string_view body, std::uint64_t id) {
  std::vector<SignatureRow> rows;
  const auto read_row = [&](JsonValue& value) -> Result<void> {
    std::optional<std::string> signature;
    std::optional<std::uint64_t> slot;
    std::optional<std::int64_t> seconds;
    bool failed = false;
    auto done = value.each_field([&](std::string_view key, JsonValue& field) -> Result<void> {
      if (key == "signature") return store(signature, field.string());
      if (key == "slot") return read_number(slot, field, "slot");
      if (key == "err") failed = !field.is_null();
      if (key == "blockTime" && !field.is_null()) return store(seconds, field.integer());
      return {};
    });
    if (!done) return done;
    if (!signature) return missing_field("a signature's row", "signature");
    if (!slot) return missing_field("a signature's row", "slot");
    if (!seconds) return missing_field("a signature's row", "blockTime");
    const auto at = from_unix_s(*seconds);
    if (!at) return tl::make_unexpected(at.error());
    rows.push_back({*std::move(signature), *slot, *at, failed});
    return {};
  };
  const auto done = json_rpc::read_answer(
      body, id, fault_of, [&](JsonValue& result) { return result.each_element(read_row); });
  if (!done) return tl::make_unexpected(done.error());
  return rows;
}

namespace {

using Balances = std::map<std::pair<std::string, std::string>, Int128>;

Result<void> add_balances(Balances& balances, JsonValue& list, int sign) {
  if (list.is_null()) return {};
  return list.each_element([&](JsonValue& row) -> Result<void> {
    Parts parts;
    auto done = row.each_field([&](std::string_view key, JsonValue& field) -> Result<void> {
      if (key == "mint") return store(parts.mint, field.string());
      if (key == "owner") return store(parts.owner, field.string());
      return key == "uiTokenAmount" ? read_amount(parts, field) : Result<void>{};
    });
    if (!done) return done;
    if (!parts.mint || !parts.owner || !parts.amount) {
      return missing_field("a transaction's balance", "mint, owner or amount");
    }
    const auto amount = whole(*parts.amount, "amount");
    if (!amount) return tl::make_unexpected(amount.error());
    balances[{*parts.owner, *parts.mint}] += sign * Int128{*amount};
    return {};
  });
}

}  // namespace

Result<TransactionEffect> parse_transaction(std::string_view body, std::uint64_t id) {
  TransactionEffect effect;
  Balances balances;
  bool before = false;
  bool after = false;
  bool known = false;
  const auto read_meta = [&](std::string_view key, JsonValue& field) -> Result<void> {
    if (key == "err") effect.failed = !field.is_null();
    before = before || key == "preTokenBalances";
    after = after || key == "postTokenBalances";
    if (key == "preTokenBalances") return add_balances(balances, field, -1);
    return key == "postTokenBalances" ? add_balances(balances, field, 1) : Result<void>{};
  };
  const auto done =
      json_rpc::read_answer(body, id, fault_of, [&](JsonValue& result) -> Result<void> {
        if (result.is_null()) return {};
        known = true;
        return result.each_field([&](std::string_view key, JsonValue& field) -> Result<void> {
          return key == "meta" && !field.is_null() ? field.each_field(read_meta) : Result<void>{};
        });
      });
  if (!done) return tl::make_unexpected(done.error());
  if (!known) return fail(Fault::incomplete, "the node does not know the transaction");
  if (!before || !after) return missing_field("a transaction", "pre- and postTokenBalances");
  for (const auto& [place, change] : balances) {
    const auto fits = Quantity::from_wide(change);
    if (!fits) return tl::make_unexpected(fits.error());
    effect.changes.push_back({place.first, place.second, fits->units()});
  }
  return effect;
}

}  // namespace holdfast::solana
