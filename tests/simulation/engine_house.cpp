#include "simulation/engine_house.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "ledger/sqlite/open.hpp"
#include "scenario/kalshi_key.hpp"
#include "sim/demo.hpp"
#include "sim/polymarket/ctf_ids.hpp"

namespace holdfast::simulation {
namespace {

using namespace std::chrono_literals;

constexpr std::int64_t one = 1'000'000'000;

const std::string& wallet() {
  static const std::string address = sim::polymarket::safe_wallet_of(sim::demo_owner);
  return address;
}
AccountId kalshi_account() { return AccountId{"kalshi/main"}; }
AccountId polymarket_account() { return AccountId{"polymarket/main"}; }

Price cents(std::uint64_t count) {
  return Price::from_units(static_cast<std::int64_t>(count) * (one / 100));
}

}  // namespace

EngineHouse::EngineHouse(std::uint64_t seed)
    : chance_{seed},
      entropy_{seed + 1},
      simulator_{sim::World{seed, clock_.now() - std::chrono::days{2}}},
      wire_{simulator_, clock_},
      deadline_{wire_, clock_, 10s},
      retry_{deadline_, clock_, entropy_},
      signer_{scenario::kalshi_test_signer()} {
  build_world();
  open_engine();
}

EngineHouse::~EngineHouse() { close_engine(); }

void EngineHouse::close_engine() {
  clock_.cancel_sleepers();
  engine_.reset();
  polymarket_.reset();
  witness_.reset();
  logs_.reset();
  kalshi_.reset();
  reader_.reset();
  ledger_.reset();
}

void EngineHouse::restart() {
  check_closes();
  close_engine();
  open_engine();
  engine_->run();
}

void EngineHouse::build_world() {
  sim::World& world = simulator_.world();
  world.kalshi.rate_limits = false;
  world.polymarket.rate_limits = false;
  const UtcTime began = world.genesis;
  world.kalshi.members["main"] = {.user_id = "main"};
  world.kalshi.keys["key"] = {.id = "key",
                              .account = "main",
                              .name = "simulation",
                              .public_pem = scenario::kalshi_test_public_pem()};
  sim::must(world.kalshi.move_cash("main", {.change = Money::from_units(1'000'000 * one)}, began));
  for (int i = 0; i < 4; ++i) open_kalshi_market();
  world.polymarket.chain.accounts[wallet()] = {.kind = sim::polygon::WalletKind::safe,
                                               .owner = std::string{sim::demo_owner}};
  world.polymarket.approve(wallet(), began);
  sim::must(
      world.polymarket.deposit(wallet(), Money::from_units(1'000'000 * one), began, world.random));
  for (int i = 0; i < 3; ++i) open_polymarket_market();
}

void EngineHouse::open_kalshi_market() {
  const UtcTime began = std::min(simulator_.world().genesis, clock_.now());
  const int number = markets_made_++;
  tickers_.push_back(fmt::format("KXSIM-{}", number));
  simulator_.world().kalshi.markets.emplace(
      tickers_.back(), sim::kalshi::Market{.ticker = tickers_.back(),
                                           .event_ticker = fmt::format("KXSIM{}", number),
                                           .title = "A question",
                                           .yes_sub_title = "Yes",
                                           .created_at = began,
                                           .open_at = began,
                                           .close_at = began + std::chrono::days{30},
                                           .updated_at = began,
                                           .step = cents(1)});
}

void EngineHouse::open_polymarket_market() {
  sim::World& world = simulator_.world();
  conditions_.push_back(
      world.polymarket.add_market({.slug = fmt::format("market-{}", markets_made_++),
                                   .question = "A question",
                                   .price = cents(40),
                                   .created_at = world.genesis,
                                   .end_at = world.genesis + std::chrono::days{30}},
                                  world.random));
}

void EngineHouse::renew_markets() {
  sim::World& world = simulator_.world();
  std::erase_if(tickers_, [&](const std::string& ticker) {
    return !world.kalshi.markets.at(ticker).result.empty();
  });
  while (tickers_.size() < 4) open_kalshi_market();
  std::erase_if(conditions_, [&](const std::string& condition) {
    return world.polymarket.markets.at(condition).resolved_at.has_value();
  });
  while (conditions_.size() < 3) open_polymarket_market();
}

void EngineHouse::open_engine() {
  const std::string path = folder_.file("ledger.db");
  ledger_ = std::move(sqlite::open_ledger(path, clock_)).value();
  reader_ = std::move(sqlite::open_reader(path)).value();
  sim::must(ledger_->open_account(kalshi_account(), VenueName::kalshi, "key"));
  sim::must(ledger_->open_account(polymarket_account(), VenueName::polymarket, wallet()));
  kalshi_ = std::make_unique<kalshi::KalshiVenue>(
      kalshi::Config{.account = kalshi_account(), .origin = "http://sim", .key_id = "key"}, retry_,
      clock_, *signer_);
  const auto holder = crypto::EthAddress::parse(wallet()).value();
  polygon::Config chain;
  chain.holders.emplace(polymarket_account(), holder);
  for (int i = 1; i <= 2; ++i) {
    chain.endpoints.push_back(
        polygon::endpoint_address(fmt::format("http://chain-{0}.sim/polygon/{0}", i)).value());
  }
  logs_ = std::make_unique<polygon::PolygonLogs>(chain, retry_, clock_);
  witness_ = std::make_unique<polygon::PolygonWitness>(std::move(chain), retry_, clock_);
  polymarket_ = std::make_unique<polymarket::PolymarketVenue>(
      polymarket::Config{.account = polymarket_account(),
                         .holder = holder,
                         .data_origin = "http://sim/polymarket-data",
                         .gamma_origin = "http://sim/polymarket-gamma",
                         .logs = logs_.get()},
      retry_, clock_);
  engine_ = std::make_unique<Engine>(io_.get_executor(), *ledger_, *reader_, clock_, entropy_,
                                     heard_, log_);
  SyncPolicy by_events;
  SyncPolicy by_chain;
  by_chain.witness = WitnessNeed::chain;
  engine_->watch(*kalshi_, nullptr, by_events, {});
  engine_->watch(*polymarket_, witness_.get(), by_chain, {});
}

void EngineHouse::start() {
  for (int i = 0; i < 6; ++i) {
    trade_kalshi();
    trade_polymarket();
  }
  clock_.advance(2min);
  note_truth();
  engine_->run();
}

void EngineHouse::live(Duration duration) {
  // The world changes between the calls, not within them: a look every ten seconds sees it all.
  for (Duration left = duration; left > Duration{};) {
    const Duration step = std::min<Duration>(left, 10s);
    note_truth();
    const UtcTime before = clock_.now();
    clock_.advance(step);
    check_closes();
    check_waits(before);
    left -= step;
  }
}

EngineHouse::Truth EngineHouse::truth() {
  Truth held;
  const auto key = [](AccountId account, VenueName venue, const std::string& instrument) {
    return PositionKey{
        .account = std::move(account), .venue = venue, .instrument = InstrumentId{instrument}};
  };
  for (const auto& [row, state] : simulator_.world().kalshi.timeline.truth().of("main").rows) {
    held[key(kalshi_account(), VenueName::kalshi, row.ticker)] = state.position;
  }
  const auto* known = simulator_.world().polymarket.timeline.truth().find(wallet());
  if (known == nullptr) return held;
  for (const auto& [token, holding] : known->holdings) {
    // What resolved at zero is nothing, however long it stays in the wallet.
    const auto payout = simulator_.world().polymarket.outcome_of(token)->payout;
    const bool lost = payout && payout->is_zero();
    held[key(polymarket_account(), VenueName::polymarket, token)] =
        lost ? Quantity{} : holding.size;
  }
  return held;
}

void EngineHouse::note_truth() {
  for (const auto& [key, quantity] : truth()) {
    const auto before = last_truth_.try_emplace(key, quantity).first;
    const bool crossed = before->second.is_negative() != quantity.is_negative();
    if (quantity.is_zero() || crossed) last_zero_[key] = clock_.now();
    before->second = quantity;
  }
}

// A position may end only if the world, since it began, held nothing of it or went across that;
// however long it took to hear of it.
void EngineHouse::check_closes() {
  auto events = std::exchange(heard_.events, {});
  std::erase_if(events,
                [](const Event& event) { return event.kind != EventKind::position_closed; });
  if (events.empty()) return;
  std::map<PositionKey, UtcTime> began;  // the newest life that ended
  const auto lives = reader_->positions(PositionScope::closed).value();
  for (const Position& life : lives) {
    UtcTime& newest = began[life.key];
    newest = std::max(newest, life.opened_at);
  }
  for (const Event& event : events) {
    ++closes_;
    const auto zero = last_zero_.find(*event.key);
    if (zero == last_zero_.end() || zero->second < began.at(*event.key)) {
      false_closes_.push_back(event.text + " although the world holds it");
    }
  }
}

void EngineHouse::trade_kalshi() {
  sim::World& world = simulator_.world();
  const std::string& ticker = tickers_.at(draw(tickers_.size()));
  const auto held = truth()[{
      .account = kalshi_account(), .venue = VenueName::kalshi, .instrument = InstrumentId{ticker}}];
  // Every third trade ends what is held, the others add or take some, also across zero.
  auto change = static_cast<std::int64_t>(draw(4'000) + 1) * (one / 100);
  if (draw(2) == 0) change = -change;
  if (draw(3) == 0 && !held.is_zero()) change = -held.units();
  // A settled market refuses, and then nothing happens.
  const auto traded = world.kalshi.trade({.account = "main",
                                          .ticker = ticker,
                                          .change = Quantity::from_units(change),
                                          .yes_price = cents(draw(97) + 2)},
                                         clock_.now(), world.random);
  done(change == -held.units() ? "kalshi close" : "kalshi trade", traded.has_value());
}

void EngineHouse::trade_polymarket() {
  sim::World& world = simulator_.world();
  auto& venue = world.polymarket;
  const std::string& condition = conditions_.at(draw(conditions_.size()));
  const auto token = venue.markets.at(condition).outcomes.at(draw(2)).token_id;
  const auto held = venue.held(wallet(), token);
  const auto some = Quantity::from_units(static_cast<std::int64_t>(draw(90'000) + 1) * 1'000'000);
  const UtcTime now = clock_.now();
  const auto trade = [&](const char* what, Quantity size, bool sells) {
    const auto traded = venue.trade({.wallet = wallet(),
                                     .token_id = token,
                                     .size = size,
                                     .price = cents(draw(97) + 2),
                                     .sells = sells},
                                    now, world.random);
    done(what, traded.has_value());
  };
  switch (draw(6)) {
    case 0:
      return trade("polymarket close", held, true);
    case 1:
      return trade("polymarket sell", some, true);
    case 2:
      return done("split", venue.split(wallet(), condition, some, now, world.random).has_value());
    case 3:
      return done("merge", venue.merge(wallet(), condition, some, now, world.random).has_value());
    case 4:
      return transfer_polymarket(token, held);
    default:
      trade("polymarket buy", some, false);
  }
}

// Shows in no feed, only in the chain's logs.
void EngineHouse::transfer_polymarket(const std::string& token, Quantity size) {
  sim::World& world = simulator_.world();
  const auto sent =
      world.polymarket.transfer(wallet(), "0x00000000000000000000000000000000000000aa", token, size,
                                clock_.now(), world.random);
  done("transfer", sent.has_value());
}

void EngineHouse::settle_kalshi() {
  constexpr std::array<const char*, 3> results{"yes", "no", "scalar"};
  const char* result = results.at(draw(results.size()));
  const auto settled = simulator_.world().kalshi.settle(
      tickers_.at(draw(tickers_.size())), result,
      std::string_view{result} == "scalar" ? std::optional{cents(draw(101))} : std::nullopt,
      clock_.now());
  done(std::string{"settled "} + result, settled.has_value());
}

void EngineHouse::resolve_polymarket() {
  sim::World& world = simulator_.world();
  const std::string& condition = conditions_.at(draw(conditions_.size()));
  if (world.polymarket.resolve(condition, cents(draw(3) * 50), clock_.now())) {
    resolved_.push_back(condition);
  }
}

void EngineHouse::redeem_polymarket() {
  if (resolved_.empty()) return;
  const auto which = resolved_.begin() + static_cast<std::ptrdiff_t>(draw(resolved_.size()));
  sim::World& world = simulator_.world();
  const auto paid = world.polymarket.redeem(wallet(), *which, clock_.now(), world.random);
  done("redemption", paid.has_value());
  if (paid) resolved_.erase(which);
}

void EngineHouse::act() {
  const auto what = draw(20);
  if (what == 0) return settle_kalshi();
  if (what == 1) return resolve_polymarket();
  if (what == 2) return redeem_polymarket();
  if (what % 2 == 0) return trade_kalshi();
  trade_polymarket();
}

void EngineHouse::break_things() {
  using Kind = sim::FaultKind;
  struct Trouble {
    Kind kind;
    std::map<std::string, std::string> params;
  };
  const std::vector<Trouble> troubles{
      {Kind::timeout, {}},
      {Kind::reset, {}},
      {Kind::slow, {{"ms", "4000"}}},
      {Kind::truncated, {{"at", "40"}}},
      {Kind::http, {{"status", "502"}}},
      {Kind::rate_limited, {{"retry_after", "3"}}},
      {Kind::auth_as_empty, {}},
      {Kind::empty, {{"body", "[]"}}},
      {Kind::empty, {{"body", "{}"}}},
      {Kind::duplicate_row, {}},
      {Kind::unauthorised, {}},
      {Kind::rename_field, {{"from", "position_fp"}, {"to", "position"}}},
      {Kind::wrong_owner, {{"owner", "0xdead"}}},
  };
  for (const Trouble& trouble : troubles) {
    if (draw(2) == 0) continue;
    simulator_.world().faults.set({.kind = trouble.kind,
                                   .chance_ppm = 20'000,
                                   .params = trouble.params,
                                   .since = clock_.now()});
  }
  for (const auto& [kind, name] :
       {std::pair{Kind::lie, "polygon/2"}, std::pair{Kind::behind, "polygon/1"}}) {
    if (draw(2) == 0) continue;
    simulator_.world().faults.set(
        {.venue = name, .kind = kind, .chance_ppm = 20'000, .params = {}, .since = clock_.now()});
  }
}

void EngineHouse::hide_events() {
  simulator_.world().faults.set({.venue = "kalshi",
                                 .endpoint = "fills",
                                 .kind = sim::FaultKind::http,
                                 .params = {{"status", "502"}},
                                 .since = clock_.now()});
}

void EngineHouse::set_clock_ahead() {
  simulator_.world().faults.set({.venue = "polymarket-data",
                                 .kind = sim::FaultKind::clock_skew,
                                 .params = {{"ms", "40000"}},
                                 .since = clock_.now()});
}

void EngineHouse::mend_things() { simulator_.world().faults.clear_all(); }

std::vector<std::string> EngineHouse::differences() {
  std::vector<std::string> found;
  Truth held = truth();
  std::erase_if(held, [](const auto& entry) { return entry.second.is_zero(); });
  Truth ours;
  for (const Position& position : engine_->current()->positions) {
    ours[position.key] = position.quantity;
  }
  for (const auto& [key, quantity] : held) {
    if (ours[key] != quantity) {
      found.push_back(
          fmt::format("{}: world {}, ledger {}", key.text(), quantity.text(), ours[key].text()));
    }
  }
  for (const auto& [key, quantity] : ours) {
    if (!held.contains(key) && !quantity.is_zero()) {
      found.push_back(fmt::format("{}: world 0, ledger {}", key.text(), quantity.text()));
    }
  }
  return found;
}

std::vector<std::string> EngineHouse::verify() {
  auto report = reader_->verify();
  if (!report) return {report.error().what};
  std::vector<std::string> findings = report->findings;
  const auto lives = reader_->positions(PositionScope::closed);
  if (!lives) return {lives.error().what};
  for (const Position& life : *lives) {
    if (!life.closing) findings.push_back(life.key.text() + " was closed without evidence");
  }
  return findings;
}

std::string EngineHouse::hash() {
  std::string all;
  const auto accounts = reader_->accounts();
  if (!accounts) return accounts.error().what;
  for (const AccountRecord& account : *accounts) all += account.head + " ";
  return all;
}

}  // namespace holdfast::simulation
