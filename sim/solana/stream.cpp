#include "sim/solana/stream.hpp"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <map>
#include <utility>

#include "sim/solana/keys.hpp"
#include "sim/solana/rpc.hpp"
#include "sim/stream/message_json.hpp"
#include "sim/world.hpp"

// accountSubscribe and accountUnsubscribe as Agave has them: no state at the beginning, one
// notification for each change of an account, at the asked commitment. The same subscription twice
// on one connection is one.
namespace holdfast::sim::solana {
namespace {

struct Subscription {
  std::string address;
  std::string encoding;
  std::string commitment;
  std::optional<TokenAccount> told;  // as it was when it was told last, or subscribed
};

// What one commitment shows, kept until a transaction comes in.
struct Shown {
  std::size_t transactions{};
  std::size_t of{};  // how many there were at all
  Accounts accounts;
};

class Session final : public StreamSession {
 public:
  explicit Session(std::int64_t number) : number_{number} {}

  void hear(World& world, std::string_view text, UtcTime now) override;
  void look(World& world, UtcTime now) override;
  [[nodiscard]] std::vector<LiveSubscription> live() const override {
    std::vector<LiveSubscription> all;
    for (const auto& [id, one] : subscriptions_) all.push_back({"account", one.address});
    return all;
  }
  void forget(std::string_view, std::string_view key) override {
    std::erase_if(subscriptions_, [&](const auto& one) { return one.second.address == key; });
  }

 private:
  RpcResult answer(World& world, const std::string& method, const Params& params, UtcTime now);
  // True when anything may be different from the last look.
  bool refresh(const World& world, const std::string& commitment, UtcTime now);
  [[nodiscard]] Slot slot_at(const World& world, const std::string& commitment, UtcTime now) const;

  std::int64_t number_;
  std::map<std::uint64_t, Subscription> subscriptions_;
  std::map<std::string, Shown> shown_;  // by commitment
  std::uint64_t next_id_{23'784};
};

std::optional<TokenAccount> find(const Accounts& accounts, const std::string& address) {
  const auto found = accounts.find(address);
  return found == accounts.end() ? std::nullopt : std::optional{found->second};
}

Slot Session::slot_at(const World& world, const std::string& commitment, UtcTime now) const {
  const auto lag = world.faults.lag_of("solana-ws", "account", endpoint_lag(number_));
  return slot_behind(Chain::slot_at(now - lag), commitment);
}

bool Session::refresh(const World& world, const std::string& commitment, UtcTime now) {
  const Chain& chain = world.dflow.chain;
  const auto slot = slot_at(world, commitment, now);
  const auto& all = chain.transactions();
  const auto reached = static_cast<std::size_t>(
      std::ranges::upper_bound(all, slot, {}, &Transaction::slot) - all.begin());
  const auto [known, fresh] = shown_.try_emplace(commitment);
  Shown& shown = known->second;
  if (!fresh && shown.transactions == reached && shown.of == all.size()) return false;
  shown = {.transactions = reached, .of = all.size(), .accounts = chain.accounts_at(slot)};
  return true;
}

RpcResult Session::answer(World& world, const std::string& method, const Params& params,
                          UtcTime now) {
  if (method == "accountUnsubscribe") {
    const auto* id = params.at(0);
    const bool known = id != nullptr && id->is_int64() &&
                       subscriptions_.erase(static_cast<std::uint64_t>(id->get_int64())) > 0;
    if (!known) return refuse(-32602, "Invalid subscription id.");
    return Node::boolean(true);
  }
  if (method != "accountSubscribe") return refuse(-32601, "Method not found");
  Subscription made{.address = params.text(0),
                    .encoding = params.setting(1, "encoding"),
                    .commitment = params.setting(1, "commitment"),
                    .told = std::nullopt};
  if (!is_address(made.address)) return refuse(-32602, "Invalid Request: Invalid pubkey provided");
  if (made.commitment.empty()) made.commitment = "finalized";
  if (made.encoding.empty()) made.encoding = "base58";
  for (const auto& [id, one] : subscriptions_) {
    const bool same = one.address == made.address && one.encoding == made.encoding &&
                      one.commitment == made.commitment;
    if (same) return Node::number(static_cast<std::int64_t>(id));
  }
  refresh(world, made.commitment, now);
  made.told = find(shown_.at(made.commitment).accounts, made.address);
  const auto id = next_id_++;
  subscriptions_.emplace(id, std::move(made));
  return Node::number(static_cast<std::int64_t>(id));
}

void Session::hear(World& world, std::string_view text, UtcTime now) {
  look(world, now);  // whatever happened before the question comes before its answer
  const auto message = stream_message(text);
  if (!message) return end("the message is no JSON object");
  const auto* id = message->if_contains("id");
  if (id == nullptr) return;  // a notification of the client, as web3.js's pings are
  const auto* list = message->if_contains("params");
  const auto method = member(*message, "method");
  auto said = answer(world, method, {list == nullptr ? nullptr : list->if_array()}, now);
  auto response = Node::object({{"jsonrpc", Node::text("2.0")}});
  if (said) {
    response.set("result", std::move(*said));
  } else {
    response.set("error", Node::object({{"code", Node::number(said.error().code)},
                                        {"message", Node::text(said.error().message)}}));
  }
  response.set("id", Node::raw(boost::json::serialize(*id)));
  say("answer", method, response.json());
}

void Session::look(World& world, UtcTime now) {
  std::map<std::string, bool> moved;
  for (auto& [id, one] : subscriptions_) {
    const auto [asked, fresh] = moved.try_emplace(one.commitment, false);
    if (fresh) asked->second = refresh(world, one.commitment, now);
    if (!asked->second) continue;
    auto current = find(shown_.at(one.commitment).accounts, one.address);
    if (current == one.told) continue;
    one.told = std::move(current);
    auto params = Node::object(
        {{"result", with_context(slot_at(world, one.commitment, now),
                                 one.told ? told_account(world, *one.told, one.encoding)
                                          : closed_account(one.encoding))},
         {"subscription", Node::number(static_cast<std::int64_t>(id))}});
    say("account", one.address,
        Node::object({{"jsonrpc", Node::text("2.0")},
                      {"method", Node::text("accountNotification")},
                      {"params", std::move(params)}})
            .json());
  }
}

}  // namespace

std::unique_ptr<StreamSession> open_stream(std::int64_t number) {
  return std::make_unique<Session>(number);
}

}  // namespace holdfast::sim::solana
