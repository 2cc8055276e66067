#include <algorithm>
#include <boost/json/value.hpp>

#include "sim/bend.hpp"
#include "sim/solana/keys.hpp"
#include "sim/solana/rpc.hpp"
#include "sim/world.hpp"

// The calls that show token accounts.
namespace holdfast::sim::solana {
namespace {

constexpr std::size_t accounts_per_call = 100;

bool is_2022(const TokenAccount& account) { return account.program == token_2022_program; }

// What the endpoint says the account has: its own lies included.
std::uint64_t shown_amount(const Endpoint& endpoint, const TokenAccount& account) {
  const auto* lie = endpoint.call.fault(FaultKind::lie);
  if (lie == nullptr) return account.amount;
  const auto token = lie->param("token");
  if (!token.empty() && token != account.mint) return account.amount;
  const auto said = lie->number(account.amount == 0 ? "of_nothing" : "balance", 0);
  return static_cast<std::uint64_t>(said);
}

std::uint32_t decimals_of(const Chain& chain, const std::string& mint) {
  const auto found = chain.decimals.find(mint);
  return found == chain.decimals.end() ? 6 : found->second;
}

Node amount_node(std::uint64_t amount, std::uint32_t decimals) {
  const auto scale = static_cast<int>(decimals);
  return Node::object({{"amount", Node::text(std::to_string(amount))},
                       {"decimals", Node::number(decimals)},
                       {"uiAmount", Node::decimal(Int128{amount}, scale)},
                       {"uiAmountString", Node::text(decimal_text(Int128{amount}, scale))}});
}

// SPL Token's account layout; Token-2022 adds the account's type and its immutable owner.
Node packed_data(const TokenAccount& account, std::uint64_t amount) {
  Bytes bytes;
  const auto add = [&](const Bytes& more) { bytes.insert(bytes.end(), more.begin(), more.end()); };
  add(*bytes_from_base58(account.mint));
  add(*bytes_from_base58(account.owner));
  for (unsigned i = 0; i < 8; ++i) bytes.push_back(static_cast<std::uint8_t>(amount >> (8 * i)));
  bytes.insert(bytes.end(), 4 + 32, 0);          // delegate: none
  bytes.push_back(1);                            // initialized
  bytes.insert(bytes.end(), 4 + 8 + 8 + 36, 0);  // native, delegated amount, close authority
  if (is_2022(account)) add({2, 7, 0, 0, 0});
  return Node::list({Node::text(base64_text(bytes)), Node::text("base64")});
}

Node parsed_data(const Chain& chain, const TokenAccount& account, std::uint64_t amount) {
  auto info =
      Node::object({{"isNative", Node::boolean(false)},
                    {"mint", Node::text(account.mint)},
                    {"owner", Node::text(account.owner)},
                    {"state", Node::text("initialized")},
                    {"tokenAmount", amount_node(amount, decimals_of(chain, account.mint))}});
  if (is_2022(account)) {
    info.set("extensions",
             Node::list({Node::object({{"extension", Node::text("immutableOwner")}})}));
  }
  return Node::object(
      {{"parsed", Node::object({{"info", std::move(info)}, {"type", Node::text("account")}})},
       {"program", Node::text(is_2022(account) ? "spl-token-2022" : "spl-token")},
       {"space", Node::number(is_2022(account) ? 170 : 165)}});
}

Node shown_account(const Chain& chain, const TokenAccount& account, std::uint64_t amount,
                   const std::string& encoding) {
  return Node::object({{"data", encoding == "jsonParsed" ? parsed_data(chain, account, amount)
                                                         : packed_data(account, amount)},
                       {"executable", Node::boolean(false)},
                       {"lamports", Node::number(is_2022(account) ? 2'074'080 : 2'039'280)},
                       {"owner", Node::text(account.program)},
                       {"rentEpoch", Node::raw("18446744073709551615")},
                       {"space", Node::number(is_2022(account) ? 170 : 165)}});
}

Node account_node(const Endpoint& endpoint, const TokenAccount& account,
                  const std::string& encoding) {
  auto shown = account;
  if (const auto* owner = endpoint.call.fault(FaultKind::wrong_owner)) {
    shown.owner = owner->param("owner", shown.owner);
  }
  return shown_account(endpoint.chain(), shown, shown_amount(endpoint, account), encoding);
}

}  // namespace

Node told_account(const World& world, const TokenAccount& account, const std::string& encoding) {
  return shown_account(world.dflow.chain, account, account.amount, encoding);
}

// Nothing is left of it, and the system program has it.
Node closed_account(const std::string& encoding) {
  return Node::object(
      {{"data",
        Node::list({Node::text(""), Node::text(encoding == "jsonParsed" ? "base64" : encoding)})},
       {"executable", Node::boolean(false)},
       {"lamports", Node::number(0)},
       {"owner", Node::text("11111111111111111111111111111111")},
       {"rentEpoch", Node::raw("18446744073709551615")},
       {"space", Node::number(0)}});
}

RpcResult token_accounts_by_owner(const Endpoint& endpoint, const Params& params) {
  const auto owner = params.text(0);
  const auto program = params.setting(1, "programId");
  const auto mint = params.setting(1, "mint");
  if (!is_address(owner) || program.empty() == mint.empty() || !is_address(program + mint)) {
    return refuse(-32602, "Invalid param: Invalid");
  }
  if (!program.empty() && program != token_program && program != token_2022_program) {
    return refuse(-32602, "Invalid param: unrecognized Token program id");
  }
  const auto slot = slot_asked(endpoint, params, 2);
  if (!slot) return tl::make_unexpected(slot.error());
  auto rows = Node::list();
  for (const auto& [address, account] : endpoint.chain().accounts_at(*slot)) {
    if (account.owner != owner) continue;
    if (program.empty() ? account.mint != mint : account.program != program) continue;
    rows.push(
        Node::object({{"account", account_node(endpoint, account, params.setting(2, "encoding"))},
                      {"pubkey", Node::text(address)}}));
  }
  const auto cap = endpoint.world.dflow.accounts_cap;
  if (mint.empty() && cap && rows.items().size() > *cap) {
    return refuse(-32012, "scan aborted: The accumulated scan results exceeded the limit");
  }
  if (const auto* twice = endpoint.call.fault(FaultKind::duplicate_row)) {
    if (repeat_row(rows, *twice)) endpoint.world.faults.note_bent(twice->id);
  }
  return with_context(*slot, std::move(rows));
}

RpcResult multiple_accounts(const Endpoint& endpoint, const Params& params) {
  const auto* list = params.at(0) == nullptr ? nullptr : params.at(0)->if_array();
  if (list == nullptr) return refuse(-32602, "Invalid params: invalid type, expected a sequence");
  if (list->size() > accounts_per_call) return refuse(-32602, "Too many inputs provided; max 100");
  const auto slot = slot_asked(endpoint, params, 1);
  if (!slot) return tl::make_unexpected(slot.error());
  const auto accounts = endpoint.chain().accounts_at(*slot);
  auto rows = Node::list();
  for (const auto& item : *list) {
    const auto* text = item.if_string();
    if (text == nullptr || !is_address({text->data(), text->size()})) {
      return refuse(-32602, "Invalid param: Invalid");
    }
    const auto found = accounts.find(std::string{text->data(), text->size()});
    rows.push(found == accounts.end()
                  ? Node{}
                  : account_node(endpoint, found->second, params.setting(1, "encoding")));
  }
  return with_context(*slot, std::move(rows));
}

RpcResult account_info(const Endpoint& endpoint, const Params& params) {
  if (!is_address(params.text(0))) return refuse(-32602, "Invalid param: Invalid");
  const auto slot = slot_asked(endpoint, params, 1);
  if (!slot) return tl::make_unexpected(slot.error());
  const auto accounts = endpoint.chain().accounts_at(*slot);
  const auto found = accounts.find(params.text(0));
  return with_context(*slot, found == accounts.end() ? Node{}
                                                     : account_node(endpoint, found->second,
                                                                    params.setting(1, "encoding")));
}

RpcResult token_account_balance(const Endpoint& endpoint, const Params& params) {
  const auto slot = slot_asked(endpoint, params, 1);
  if (!slot) return tl::make_unexpected(slot.error());
  const auto accounts = endpoint.chain().accounts_at(*slot);
  const auto found = accounts.find(params.text(0));
  if (found == accounts.end()) return refuse(-32602, "Invalid param: could not find account");
  return with_context(*slot, amount_node(shown_amount(endpoint, found->second),
                                         decimals_of(endpoint.chain(), found->second.mint)));
}

namespace {

bool touches(const Transaction& transaction, const std::string& address) {
  return std::ranges::any_of(transaction.changes, [&](const Change& change) {
    return change.account == address || change.owner == address;
  });
}

Node error_of(const Transaction& transaction) {
  return transaction.failed ? Node::object({{"InstructionError", Node::list({Node::number(0)})}})
                            : Node{};
}

std::string status_at(const Endpoint& endpoint, Slot slot) {
  if (slot <= endpoint.slot_of("finalized")) return "finalized";
  return slot <= endpoint.slot_of("confirmed") ? "confirmed" : "processed";
}

}  // namespace

RpcResult signatures_for_address(const Endpoint& endpoint, const Params& params) {
  const auto address = params.text(0);
  if (!is_address(address)) return refuse(-32602, "Invalid param: Invalid");
  const auto slot = slot_asked(endpoint, params, 1);
  if (!slot) return tl::make_unexpected(slot.error());
  const auto limit = params.number(1, "limit").value_or(1'000);
  if (limit == 0 || limit > 1'000) return refuse(-32602, "Invalid limit; max 1000");
  const auto before = params.setting(1, "before");
  bool begun = before.empty();
  auto rows = Node::list();
  const auto& all = endpoint.chain().transactions();
  for (auto at = all.rbegin(); at != all.rend() && rows.items().size() < limit; ++at) {
    if (at->slot > *slot || !touches(*at, address)) continue;
    if (begun) {
      rows.push(Node::object({{"signature", Node::text(at->signature)},
                              {"slot", Node::number(static_cast<std::int64_t>(at->slot))},
                              {"err", error_of(*at)},
                              {"memo", Node{}},
                              {"blockTime", Node::number(unix_s(Chain::time_of(at->slot)))},
                              {"confirmationStatus", Node::text(status_at(endpoint, at->slot))}}));
    }
    begun = begun || at->signature == before;
  }
  return rows;
}

namespace {

// The balances of the accounts a transaction touches, as another moment has them.
Node balances_node(const Endpoint& endpoint, const Transaction& transaction,
                   const Accounts& accounts) {
  auto rows = Node::list();
  std::int64_t index = 1;
  std::vector<std::string> seen;
  for (const Change& change : transaction.changes) {
    if (std::ranges::find(seen, change.account) != seen.end()) continue;
    seen.push_back(change.account);
    const auto found = accounts.find(change.account);
    if (found != accounts.end()) {
      rows.push(Node::object(
          {{"accountIndex", Node::number(index)},
           {"mint", Node::text(change.mint)},
           {"owner", Node::text(change.owner)},
           {"programId", Node::text(change.program)},
           {"uiTokenAmount",
            amount_node(found->second.amount, decimals_of(endpoint.chain(), change.mint))}}));
    }
    ++index;
  }
  return rows;
}

}  // namespace

RpcResult transaction(const Endpoint& endpoint, const Params& params) {
  const auto slot = slot_asked(endpoint, params, 1);
  if (!slot) return tl::make_unexpected(slot.error());
  const auto* found = endpoint.chain().find(params.text(0));
  if (found == nullptr || found->slot > *slot) return Node{};
  Accounts before;
  for (const auto& earlier : endpoint.chain().transactions()) {
    if (&earlier == found) break;
    apply(earlier, before);
  }
  Accounts after = before;
  apply(*found, after);
  const auto key = [](const std::string& address, bool signs) {
    return Node::object({{"pubkey", Node::text(address)},
                         {"signer", Node::boolean(signs)},
                         {"source", Node::text("transaction")},
                         {"writable", Node::boolean(true)}});
  };
  auto keys = Node::list();
  auto lamports = Node::list();
  keys.push(key(found->changes.front().owner, true));
  lamports.push(Node::number(1'000'000));
  for (const Change& change : found->changes) {
    keys.push(key(change.account, false));
    lamports.push(Node::number(2'074'080));
  }
  return Node::object(
      {{"slot", Node::number(static_cast<std::int64_t>(found->slot))},
       {"blockTime", Node::number(unix_s(Chain::time_of(found->slot)))},
       {"version", Node::number(0)},
       {"transaction",
        Node::object({{"message", Node::object({{"accountKeys", std::move(keys)},
                                                {"instructions", Node::list()},
                                                {"recentBlockhash",
                                                 Node::text(address_named(
                                                     "block" + std::to_string(found->slot)))}})},
                      {"signatures", Node::list({Node::text(found->signature)})}})},
       {"meta", Node::object({{"err", error_of(*found)},
                              {"fee", Node::number(5'000)},
                              {"innerInstructions", Node::list()},
                              {"logMessages", Node::list()},
                              {"preBalances", Node{lamports}},
                              {"postBalances", std::move(lamports)},
                              {"preTokenBalances", balances_node(endpoint, *found, before)},
                              {"postTokenBalances", balances_node(endpoint, *found, after)}})}});
}

RpcResult signature_statuses(const Endpoint& endpoint, const Params& params) {
  const auto* list = params.at(0) == nullptr ? nullptr : params.at(0)->if_array();
  if (list == nullptr || list->size() > 256) return refuse(-32602, "Invalid param: Invalid");
  auto rows = Node::list();
  for (const auto& item : *list) {
    const auto* text = item.if_string();
    const auto* found =
        text == nullptr ? nullptr : endpoint.chain().find(std::string{text->data(), text->size()});
    if (found == nullptr || found->slot > endpoint.head) {
      rows.push(Node{});
      continue;
    }
    const auto status = status_at(endpoint, found->slot);
    rows.push(Node::object(
        {{"slot", Node::number(static_cast<std::int64_t>(found->slot))},
         {"confirmations", status == "finalized" ? Node{}
                                                 : Node::number(static_cast<std::int64_t>(
                                                       endpoint.head - found->slot))},
         {"err", error_of(*found)},
         {"status", Node::object({{found->failed ? "Err" : "Ok", error_of(*found)}})},
         {"confirmationStatus", Node::text(status)}}));
  }
  return with_context(endpoint.head, std::move(rows));
}

}  // namespace holdfast::sim::solana
