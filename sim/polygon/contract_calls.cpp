#include <algorithm>
#include <array>

#include "sim/polygon/abi.hpp"
#include "sim/polygon/rpc.hpp"
#include "sim/polymarket/contracts.hpp"
#include "sim/polymarket/ctf_ids.hpp"
#include "sim/world.hpp"

// eth_call against the contracts of the world. Reasons of reverts are those of the deployed
// ConditionalTokens contract (gnosis ERC1155.sol).
namespace holdfast::sim::polygon {
namespace {

namespace pm = holdfast::sim::polymarket;

struct Question {
  const Endpoint& endpoint;
  const std::string& to;
  const CallData& data;
  Height block;

  [[nodiscard]] const Chain& chain() const { return endpoint.world.polymarket.chain; }
};

tl::unexpected<RpcError> reverted(const std::string& reason) {
  return tl::make_unexpected(RpcError{
      .code = 3, .message = "execution reverted: " + reason, .data = encoded_reason(reason)});
}

tl::unexpected<RpcError> reverted() {
  return tl::make_unexpected(
      RpcError{.code = -32000, .message = "execution reverted", .data = "0x"});
}

RpcResult word(const U256& value) { return Node::text(encoded(value)); }
RpcResult flag(bool value) { return word(U256{value ? 1U : 0U}); }

// What the endpoint says is held: the chain's word, or its lie.
U256 stated_balance(const Question& q, const std::string& owner, const std::optional<U256>& id) {
  const auto truth = q.chain().balance(q.to, owner, id, q.block);
  const auto* lie = q.endpoint.call.fault(FaultKind::lie);
  const auto token = lie == nullptr ? "" : lie->param("token");
  if (lie == nullptr || !(token.empty() || (id && id->decimal() == token))) return truth;
  const auto said = lie->number(truth == U256{} ? "of_nothing" : "balance", 0);
  return U256{static_cast<std::uint64_t>(said)};
}

RpcResult balance_of(const Question& q) {
  const auto owner = q.data.address(0);
  const auto id = q.data.word(1);
  if (!owner || !id) return reverted();
  if (*owner == pm::zero_address) return reverted("ERC1155: balance query for the zero address");
  return word(stated_balance(q, *owner, id));
}

RpcResult balance_of_batch(const Question& q) {
  const auto owners = q.data.array(0);
  const auto ids = q.data.array(1);
  if (!owners || !ids) return reverted();
  if (owners->size() != ids->size()) {
    return reverted("ERC1155: owners and IDs must have same lengths");
  }
  std::vector<U256> balances;
  for (std::size_t i = 0; i < owners->size(); ++i) {
    const auto owner = address_text((*owners)[i]);
    if (owner == pm::zero_address) {
      return reverted("ERC1155: some address in batch balance query is zero");
    }
    balances.push_back(stated_balance(q, owner, (*ids)[i]));
  }
  return Node::text(encoded_array(balances));
}

RpcResult is_approved_for_all(const Question& q) {
  const auto owner = q.data.address(0);
  const auto spender = q.data.address(1);
  if (!owner || !spender) return reverted();
  return flag(q.chain().approved_for_all(q.to, *owner, *spender, q.block));
}

RpcResult payout_numerators(const Question& q) {
  const auto condition = q.data.word(0);
  const auto index = q.data.word(1);
  if (!condition || !index) return reverted();
  const auto* payout = q.chain().payout(condition->hex(), q.block);
  if (payout == nullptr) return word(U256{});
  if (!index->fits_u64() || index->low() >= payout->numerators.size()) return reverted();
  return word(U256{payout->numerators[index->low()]});
}

RpcResult payout_denominator(const Question& q) {
  const auto condition = q.data.word(0);
  if (!condition) return reverted();
  const auto* payout = q.chain().payout(condition->hex(), q.block);
  std::uint64_t sum = 0;
  if (payout != nullptr) {
    for (const auto numerator : payout->numerators) sum += numerator;
  }
  return word(U256{sum});
}

RpcResult outcome_slots(const Question& q) {
  const auto condition = q.data.word(0);
  if (!condition) return reverted();
  const bool known = q.endpoint.world.polymarket.markets.contains(condition->hex());
  return word(U256{known ? 2U : 0U});
}

RpcResult condition_id(const Question& q) {
  const auto oracle = q.data.address(0);
  const auto question = q.data.word(1);
  const auto slots = q.data.word(2);
  if (!oracle || !question || !slots || !slots->fits_u64()) return reverted();
  return word(pm::condition_id(*oracle, *question, slots->low()));
}

// Of the zero parent only: nothing in the world is nested.
RpcResult collection_id(const Question& q) {
  const auto parent = q.data.word(0);
  const auto condition = q.data.word(1);
  const auto set = q.data.word(2);
  if (!parent || !parent->is_zero() || !condition || !set || !set->fits_u64()) return reverted();
  return word(pm::collection_id(*condition, set->low()));
}

RpcResult position_id(const Question& q) {
  const auto collateral = q.data.address(0);
  const auto collection = q.data.word(1);
  if (!collateral || !collection) return reverted();
  return word(pm::position_id(*collateral, *collection));
}

RpcResult erc20_balance(const Question& q) {
  const auto owner = q.data.address(0);
  if (!owner) return reverted();
  return word(stated_balance(q, *owner, std::nullopt));
}

RpcResult erc20_allowance(const Question& q) {
  const auto owner = q.data.address(0);
  const auto spender = q.data.address(1);
  if (!owner || !spender) return reverted();
  return word(U256{q.chain().allowance(q.to, *owner, *spender, q.block)});
}

const Account* account_at(const Question& q) {
  const auto found = q.chain().accounts.find(q.to);
  return found == q.chain().accounts.end() ? nullptr : &found->second;
}

// Safe: getOwners(), isOwner(address). Proxy and deposit wallets: owner().
RpcResult wallet_owner(const Question& q) {
  const auto* account = account_at(q);
  if (account == nullptr || account->kind == WalletKind::safe) return reverted();
  return word(address_word(account->owner));
}

RpcResult safe_owners(const Question& q) {
  const auto* account = account_at(q);
  if (account == nullptr || account->kind != WalletKind::safe) return reverted();
  return Node::text(encoded_array({address_word(account->owner)}));
}

RpcResult safe_is_owner(const Question& q) {
  const auto* account = account_at(q);
  const auto asked = q.data.address(0);
  if (account == nullptr || account->kind != WalletKind::safe || !asked) return reverted();
  return flag(*asked == account->owner);
}

enum class Home : std::uint8_t { erc1155, conditional_tokens, erc20, wallet };

struct Function {
  std::uint32_t selector;
  Home home;
  RpcResult (*answer)(const Question&);
};

constexpr std::array functions{
    Function{0x00fdd58e, Home::erc1155, balance_of},
    Function{0x4e1273f4, Home::erc1155, balance_of_batch},
    Function{0xe985e9c5, Home::erc1155, is_approved_for_all},
    Function{0x0504c814, Home::conditional_tokens, payout_numerators},
    Function{0xdd34de67, Home::conditional_tokens, payout_denominator},
    Function{0xd42dc0c2, Home::conditional_tokens, outcome_slots},
    Function{0x852c6ae2, Home::conditional_tokens, condition_id},
    Function{0x856296f7, Home::conditional_tokens, collection_id},
    Function{0x39dd7530, Home::conditional_tokens, position_id},
    Function{0x70a08231, Home::erc20, erc20_balance},
    Function{0xdd62ed3e, Home::erc20, erc20_allowance},
    Function{0x8da5cb5b, Home::wallet, wallet_owner},
    Function{0xa0e67e2b, Home::wallet, safe_owners},
    Function{0x2f54bf6e, Home::wallet, safe_is_owner},
};

bool lives_at(Home home, const Question& q) {
  switch (home) {
    case Home::erc1155:
      return q.to == pm::conditional_tokens || q.to == pm::position_manager;
    case Home::conditional_tokens:
      return q.to == pm::conditional_tokens;
    case Home::erc20:
      return q.to == pm::pusd || q.to == pm::usdc_e || q.to == pm::wrapped_collateral;
    case Home::wallet:
      return account_at(q) != nullptr && account_at(q)->kind != WalletKind::eoa;
  }
  return false;
}

}  // namespace

RpcResult call_contract(const Endpoint& endpoint, const std::string& to, const std::string& data,
                        Height block) {
  const auto parsed = CallData::parse(data);
  const Question question{endpoint, to, parsed.value_or(CallData{}), block};
  const bool is_contract = std::ranges::any_of(
      functions, [&](const Function& function) { return lives_at(function.home, question); });
  if (!is_contract) return Node::text("0x");  // no code there: a call succeeds and says nothing
  for (const auto& function : functions) {
    if (parsed && function.selector == parsed->selector() && lives_at(function.home, question)) {
      return function.answer(question);
    }
  }
  return reverted();
}

}  // namespace holdfast::sim::polygon
