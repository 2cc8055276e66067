#include "chain/solana_endpoint.hpp"

#include <fmt/format.h>

#include <set>
#include <utility>

#include "net/status_fault.hpp"
#include "ports/tape.hpp"

namespace holdfast::solana {
namespace {

constexpr Duration chain_check_every = std::chrono::hours{24};
// A node that follows the chain has a final block of less than a minute ago.
constexpr Duration block_age_max = std::chrono::minutes{2};

std::string_view word_of(Commitment commitment) {
  return commitment == Commitment::confirmed ? "confirmed" : "finalized";
}

// Nodes behind a load balancer do not all know minContextSlot, so its effect is checked here too.
Result<AccountsPage> not_before(Result<AccountsPage> page, std::uint64_t min_slot) {
  if (page && page->slot < min_slot) {
    return fail(Fault::not_now,
                fmt::format("it answers from slot {}, before the asked {}", page->slot, min_slot));
  }
  return page;
}

Result<void> check_rows(const AccountsPage& page, std::string_view owner,
                        std::string_view program) {
  std::set<std::string_view> seen;
  for (const TokenAccount& account : page.accounts) {
    if (account.owner != owner) {
      return fail(Fault::identity, fmt::format("the answer about {} holds an account of {}", owner,
                                               account.owner.substr(0, 44)));
    }
    if (!program.empty() && account.program != program) {
      return fail(Fault::identity, "the answer holds an account of another token program: " +
                                       account.program.substr(0, 44));
    }
    if (!seen.insert(account.address).second) {
      return fail(Fault::incomplete, "a token account is listed twice: " + account.address);
    }
  }
  return {};
}

}  // namespace

Endpoint::Endpoint(json_rpc::EndpointAddress address, Reader reader, Transport& transport,
                   Clock& clock)
    : address_{std::move(address)},
      reader_{std::move(reader)},
      transport_{&transport},
      clock_{&clock} {}

Async<Endpoint::Asked> Endpoint::call(std::string method, std::string parameters, RawTape& tape) {
  const std::uint64_t id = ++next_id_;
  HttpRequest request{
      .method = Method::post,
      .origin = address_.origin,
      .target = address_.target,
      .headers = {{"Accept", "application/json"}, {"Content-Type", "application/json"}},
      .body = json_rpc::question(id, method, parameters)};
  auto response = co_await transport_->exchange(std::move(request));
  keep(tape, fmt::format("solana {} {}", address_.name, method), clock_->now(), response);
  if (!response) co_return tl::make_unexpected(std::move(response).error());
  if (response->status == 413) {
    co_return fail(Fault::incomplete, "413: the answer is too large for this endpoint");
  }
  auto accepted = net::accept_status(*std::move(response));
  if (!accepted) co_return tl::make_unexpected(std::move(accepted).error());
  co_return Asked{id, std::move(accepted->body)};
}

std::string Endpoint::settings(std::string_view more, std::uint64_t min_slot) const {
  std::string text = fmt::format(R"({{{}"commitment":"{}")", more, word_of(reader_.commitment));
  if (min_slot > 0) text += fmt::format(R"(,"minContextSlot":{})", min_slot);
  return text + "}";
}

Async<void> Endpoint::check_chain(RawTape& tape) {
  const Duration now = clock_->uptime();
  if (chain_checked_ && now - *chain_checked_ < chain_check_every) co_return Result<void>{};
  const auto asked = co_await call("getGenesisHash", "[]", tape);
  if (!asked) co_return tl::make_unexpected(asked.error());
  const auto genesis = parse_text(asked->body, asked->id);
  if (!genesis) co_return tl::make_unexpected(genesis.error());
  if (*genesis != reader_.genesis) {
    co_return fail(Fault::identity, fmt::format("it serves the chain of genesis {}, not {}",
                                                genesis->substr(0, 44), reader_.genesis));
  }
  chain_checked_ = now;
  co_return Result<void>{};
}

Async<AccountsPage> Endpoint::owned(std::string owner, std::string filter, std::uint64_t min_slot,
                                    RawTape& tape) {
  const auto asked = co_await call("getTokenAccountsByOwner",
                                   fmt::format(R"(["{}",{},{}])", owner, filter,
                                               settings(R"("encoding":"jsonParsed",)", min_slot)),
                                   tape);
  if (!asked) co_return tl::make_unexpected(asked.error());
  co_return not_before(parse_token_accounts(asked->body, asked->id), min_slot);
}

Async<AccountsPage> Endpoint::token_accounts(std::string owner, std::string program,
                                             std::uint64_t min_slot, RawTape& tape) {
  auto page =
      co_await owned(owner, fmt::format(R"({{"programId":"{}"}})", program), min_slot, tape);
  if (!page) co_return page;
  if (auto mine = check_rows(*page, owner, program); !mine) {
    co_return tl::make_unexpected(std::move(mine).error());
  }
  co_return page;
}

Async<AccountsPage> Endpoint::mint_accounts(std::string owner, std::string mint,
                                            std::uint64_t min_slot, RawTape& tape) {
  auto page = co_await owned(owner, fmt::format(R"({{"mint":"{}"}})", mint), min_slot, tape);
  if (!page) co_return page;
  if (auto mine = check_rows(*page, owner, ""); !mine) {
    co_return tl::make_unexpected(std::move(mine).error());
  }
  co_return page;
}

Async<AccountsPage> Endpoint::accounts(std::vector<std::string> addresses, std::uint64_t min_slot,
                                       RawTape& tape) {
  std::string list;
  for (const std::string& address : addresses) {
    list += fmt::format(R"({}"{}")", list.empty() ? "" : ",", address);
  }
  const auto asked = co_await call(
      "getMultipleAccounts",
      fmt::format("[[{}],{}]", list, settings(R"("encoding":"jsonParsed",)", min_slot)), tape);
  if (!asked) co_return tl::make_unexpected(asked.error());
  co_return not_before(parse_multiple_accounts(asked->body, asked->id, addresses), min_slot);
}

Async<UtcTime> Endpoint::block_time(std::uint64_t slot, RawTape& tape) {
  const auto asked = co_await call("getBlockTime", fmt::format("[{}]", slot), tape);
  if (!asked) co_return tl::make_unexpected(asked.error());
  auto at = parse_block_time(asked->body, asked->id);
  if (at && *at + block_age_max < clock_->now()) {
    co_return fail(Fault::not_now,
                   fmt::format("its newest slot {} is of {}: it is stuck, or this machine's clock "
                               "is fast",
                               slot, iso_text(*at)));
  }
  co_return at;
}

Async<std::vector<SignatureRow>> Endpoint::signatures(std::string address, std::string before,
                                                      std::uint32_t limit, RawTape& tape) {
  std::string more = fmt::format(R"("limit":{},)", limit);
  if (!before.empty()) more += fmt::format(R"("before":"{}",)", before);
  const auto asked = co_await call("getSignaturesForAddress",
                                   fmt::format(R"(["{}",{}])", address, settings(more, 0)), tape);
  if (!asked) co_return tl::make_unexpected(asked.error());
  co_return parse_signatures(asked->body, asked->id);
}

Async<TransactionEffect> Endpoint::transaction(std::string signature, RawTape& tape) {
  const auto asked = co_await call(
      "getTransaction",
      fmt::format(R"(["{}",{}])", signature,
                  settings(R"("encoding":"jsonParsed","maxSupportedTransactionVersion":0,)", 0)),
      tape);
  if (!asked) co_return tl::make_unexpected(asked.error());
  co_return parse_transaction(asked->body, asked->id);
}

}  // namespace holdfast::solana
