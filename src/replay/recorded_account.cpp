#include "replay/recorded_account.hpp"

#include <algorithm>
#include <charconv>
#include <set>
#include <string>
#include <utility>

#include "venues/kalshi/venue.hpp"
#include "venues/pacifica/venue.hpp"
#include "venues/polymarket/venue.hpp"

namespace holdfast::replay {
namespace {

// Nobody checks signatures here, and no key is needed.
class NoSigner final : public Signer {
 public:
  Result<std::string> sign(std::string_view) override { return std::string{"recorded"}; }
};

using Sources = std::set<std::string>;

Sources sources_of(const std::vector<RecordedPass>& passes) {
  Sources sources;
  for (const RecordedPass& pass : passes) {
    for (const RawAnswer& answer : pass.answers) sources.insert(answer.source);
  }
  return sources;
}

bool any_begins(const Sources& sources, std::string_view with) {
  return std::ranges::any_of(sources, [&](const auto& source) { return source.starts_with(with); });
}

// Where the venue was not asked which subaccounts there are, the configuration named them.
std::vector<std::uint16_t> named_subaccounts(const Sources& sources) {
  std::set<std::uint16_t> numbers;
  if (any_begins(sources, "kalshi GET /portfolio/subaccounts/")) return {};
  for (const std::string& source : sources) {
    constexpr std::string_view name = "subaccount=";
    const auto at = source.find(name);
    if (at == std::string::npos) continue;
    std::uint16_t number{};
    const char* const first = source.data() + at + name.size();
    if (std::from_chars(first, source.data() + source.size(), number).ec == std::errc{}) {
      numbers.insert(number);
    }
  }
  return {numbers.begin(), numbers.end()};
}

Result<std::vector<polygon::EndpointAddress>> endpoints_of(const Sources& sources) {
  std::vector<polygon::EndpointAddress> endpoints;
  std::set<std::string> names;
  for (const std::string& source : sources) {
    constexpr std::string_view venue = "polygon ";
    if (!source.starts_with(venue)) continue;
    names.insert(source.substr(venue.size(), source.rfind(' ') - venue.size()));
  }
  for (const std::string& name : names) {
    auto endpoint = polygon::endpoint_address("http://" + name);
    if (!endpoint) return tl::make_unexpected(std::move(endpoint).error());
    endpoints.push_back(*std::move(endpoint));
  }
  return endpoints;
}

// Whose venue remembers.
void hold(RecordedAccount& made, auto venue) {
  made.recall_venue = [&held = *venue](std::span<const RawAnswer> answers) {
    return held.recall(answers);
  };
  made.venue = std::move(venue);
}

RecordedAccount pacifica_account(const AccountRecord& account, RecordedTransport& transport,
                                 RecordedClock& clock) {
  RecordedAccount made;
  hold(made,
       std::make_unique<pacifica::PacificaVenue>(
           pacifica::Config{
               .account = account.id, .address = account.owner, .origin = origin_of(account.venue)},
           transport, clock));
  return made;
}

Result<RecordedAccount> polymarket_account(const AccountRecord& account, const Sources& sources,
                                           RecordedTransport& transport, RecordedClock& clock) {
  const auto holder = crypto::EthAddress::parse(account.owner);
  if (!holder) return tl::make_unexpected(holder.error());
  auto endpoints = endpoints_of(sources);
  if (!endpoints) return tl::make_unexpected(std::move(endpoints).error());
  const bool only_v1 = !any_begins(sources, "polymarket GET /v2/");
  RecordedAccount made;
  if (!endpoints->empty()) {
    polygon::Config chain;
    chain.endpoints = *std::move(endpoints);
    chain.holders.emplace(account.id, *holder);
    const bool logs = std::ranges::any_of(
        sources, [](const auto& source) { return source.ends_with(" eth_getLogs"); });
    if (logs) made.logs = std::make_unique<polygon::PolygonLogs>(chain, transport, clock);
    made.witness = std::make_unique<polygon::PolygonWitness>(std::move(chain), transport, clock);
  }
  auto venue = std::make_unique<polymarket::PolymarketVenue>(
      polymarket::Config{
          .account = account.id,
          .holder = *holder,
          .data_origin = origin_of(account.venue),
          .gamma_origin = origin_of(account.venue),
          .shape = only_v1 ? polymarket::DataShape::v1 : polymarket::DataShape::automatic,
          .logs = made.logs.get()},
      transport, clock);
  hold(made, std::move(venue));
  return made;
}

}  // namespace

Result<RecordedAccount> recorded_account(const AccountRecord& account,
                                         const std::vector<RecordedPass>& passes,
                                         RecordedTransport& transport, RecordedClock& clock) {
  const Sources sources = sources_of(passes);
  RecordedAccount made;
  switch (account.venue) {
    case VenueName::kalshi:
      made.signer = std::make_unique<NoSigner>();
      made.venue = std::make_unique<kalshi::KalshiVenue>(
          kalshi::Config{.account = account.id,
                         .origin = origin_of(account.venue),
                         .key_id = account.owner,
                         .subaccounts = named_subaccounts(sources)},
          transport, clock, *made.signer);
      return made;
    case VenueName::polymarket:
      return polymarket_account(account, sources, transport, clock);
    case VenueName::pacifica:
      return pacifica_account(account, transport, clock);
    case VenueName::kalshi_solana:
      break;
  }
  return fail(Fault::refused, account.id.text +
                                  " is read from Solana, and such a record cannot be "
                                  "run again yet");
}

Result<void> recall(RecordedAccount& account, const AccountRecord& whose,
                    const std::vector<RawAnswer>& answers) {
  if (account.recall_venue) {
    if (auto done = account.recall_venue(answers); !done) return done;
  }
  const auto block = std::ranges::find(answers, polygon::remembered_block, &RawAnswer::source);
  if (account.witness && block != answers.end()) {
    if (auto done = account.witness->recall(block->body); !done) return done;
  }
  const auto flows = std::ranges::find(answers, polygon::remembered_transfers, &RawAnswer::source);
  if (!account.logs || flows == answers.end()) return {};
  const auto holder = crypto::EthAddress::parse(whose.owner);
  if (!holder) return tl::make_unexpected(holder.error());
  return account.logs->recall(*holder, flows->body);
}

}  // namespace holdfast::replay
