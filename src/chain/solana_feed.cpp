#include "chain/solana_feed.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "chain/json_rpc.hpp"
#include "chain/solana_programs.hpp"
#include "chain/solana_stream.hpp"
#include "crypto/solana_address.hpp"
#include "net/printable.hpp"

namespace holdfast::solana {
namespace {

using namespace std::chrono_literals;

// A notification comes only when something moves, so a subscription is made anew every minute.
constexpr AskRule rule{.lease = 120s, .answer_within = 5s, .in_row = 3};
// Of what is held; more would be a storm at every new connection, and money moves in any case.
constexpr std::size_t accounts_max = 100;

}  // namespace

AccountFeed::AccountFeed(FeedConfig config, Clock& clock)
    : config_{std::move(config)}, clock_{clock}, accounts_{rule} {}

// None for what is no address: nobody can watch it.
std::optional<std::string> AccountFeed::account_of(const InstrumentId& mint) const {
  const auto money = std::ranges::find(config_.money, mint.text, &MintAccount::mint);
  const auto owner = crypto::SolanaAddress::parse(config_.wallet());
  const auto token = crypto::SolanaAddress::parse(mint.text);
  const auto program = crypto::SolanaAddress::parse(
      money == config_.money.end() ? token_2022_program : std::string_view{money->program});
  if (!owner || !token || !program) return std::nullopt;
  const auto account = crypto::token_account_of(*owner, *program, *token);
  return account ? std::optional{account->text()} : std::nullopt;
}

FeedNews AccountFeed::watch(const std::set<InstrumentId>& instruments) {
  FeedNews news;
  std::set<InstrumentId> first;
  for (const InstrumentId& mint : instruments) {
    if (first.size() == accounts_max) break;
    first.insert(mint);
  }
  if (first == wanted_) return news;
  wanted_ = std::move(first);
  if (instruments.size() > wanted_.size()) {
    news.lines.push_back(fmt::format(
        "solana stream: {} token accounts are watched, {} are not: their trades show by the money",
        wanted_.size(), instruments.size() - wanted_.size()));
  }
  if (open_) news.add(settle());
  return news;
}

FeedNews AccountFeed::opened() {
  open_ = true;
  return settle();
}

void AccountFeed::closed() {
  open_ = false;
  accounts_.clear();
  asked_.clear();
  by_subscription_.clear();
}

FeedNews AccountFeed::settle() {
  FeedNews news;
  std::set<InstrumentId> all;
  for (const MintAccount& money : config_.money) all.insert(InstrumentId{money.mint});
  for (const InstrumentId& mint : wanted_) {
    if (account_of(mint)) all.insert(mint);
  }
  const auto [more, less] = accounts_.become(all, clock_.uptime());
  for (const InstrumentId& mint : less) unsubscribe(mint, news);
  for (const InstrumentId& mint : more) subscribe(mint, news);
  return news;
}

void AccountFeed::subscribe(const InstrumentId& mint, FeedNews& news) {
  asked_.emplace(next_id_, mint);
  news.send.push_back(json_rpc::question(
      next_id_++, "accountSubscribe",
      fmt::format(R"(["{}",{{"encoding":"base64","commitment":"{}"}}])", *account_of(mint),
                  config_.commitment == Commitment::confirmed ? "confirmed" : "finalized")));
}

void AccountFeed::unsubscribe(const InstrumentId& mint, FeedNews& news) {
  std::erase_if(asked_, [&](const auto& one) { return one.second == mint; });
  for (auto at = by_subscription_.begin(); at != by_subscription_.end();) {
    if (at->second != mint) {
      ++at;
      continue;
    }
    news.send.push_back(
        json_rpc::question(next_id_++, "accountUnsubscribe", fmt::format("[{}]", at->first)));
    at = by_subscription_.erase(at);
  }
}

Result<FeedNews> AccountFeed::heard(std::string_view text) {
  const auto message = parse_stream(text);
  if (!message) return tl::make_unexpected(message.error());
  ++counts_.messages;
  FeedNews news;
  if (message->is_account) {
    const auto known = by_subscription_.find(*message->subscription);
    if (known == by_subscription_.end()) return news;  // of a subscription that is over
    const InstrumentId& mint = known->second;
    const auto [newest, first] = slots_.try_emplace(mint, *message->slot);
    if (!first && *message->slot <= newest->second) {
      ++counts_.repeated;
      return news;
    }
    newest->second = *message->slot;
    accounts_.find(mint)->confirm(clock_.uptime());
    news.changed = true;
    return news;
  }
  if (!message->error.empty()) {
    ++counts_.refused;
    news.lines.push_back("solana stream: the endpoint refuses a command: " +
                         net::printable(message->error, 160));
    return news;
  }
  const auto asked = message->id ? asked_.find(*message->id) : asked_.end();
  if (asked == asked_.end() || !message->subscription) return news;
  const InstrumentId mint = asked->second;
  asked_.erase(asked);
  by_subscription_.insert_or_assign(*message->subscription, mint);
  accounts_.find(mint)->confirm(clock_.uptime());
  accounts_.note_answer(mint);
  return news;
}

FeedNews AccountFeed::tick() {
  FeedNews news;
  const auto due = accounts_.due(clock_.uptime());
  if (!due.mute.empty()) {
    news.reconnect = true;
    news.lines.emplace_back(
        "solana stream: a subscription is not answered; opening another connection");
    return news;
  }
  accounts_.note_asked(due.ask, clock_.uptime());
  for (const InstrumentId& mint : due.ask) {
    // In this order: a node that finds the same subscription twice on a connection counts it once.
    unsubscribe(mint, news);
    subscribe(mint, news);
  }
  return news;
}

bool AccountFeed::is_fresh(const InstrumentId& instrument, Duration now) const {
  const Subscribed* account = accounts_.find(instrument);
  return account != nullptr && !account->in_doubt() && now - account->confirmed_at() <= rule.lease;
}

}  // namespace holdfast::solana
