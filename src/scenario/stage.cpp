#include "scenario/stage.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <boost/asio/detached.hpp>
#include <cstdlib>
#include <tuple>
#include <utility>

#include "ledger/sqlite/open.hpp"
#include "scenario/kalshi_key.hpp"
#include "venues/kalshi/venue.hpp"
#include "venues/polymarket/venue.hpp"

namespace holdfast::scenario {
namespace {

using namespace std::chrono_literals;

constexpr Duration answer_within = 10s;
constexpr Duration before_the_start = 1h;

UtcTime base_time() { return std::chrono::sys_days{std::chrono::year{2026} / 11 / 21} + 12h; }

std::filesystem::path fresh_folder() {
  std::string pattern = std::filesystem::temp_directory_path() / "holdfast-scenario-XXXXXX";
  if (mkdtemp(pattern.data()) == nullptr) return {};
  return pattern;
}

SyncPolicy policy_of(const Scenario& scenario, VenueName venue) {
  SyncPolicy policy;
  policy.witness = venue == VenueName::polymarket ? WitnessNeed::chain : WitnessNeed::events;
  policy.patience = scenario.patience;
  policy.brake = scenario.brake;
  return policy;
}

}  // namespace

Stage::Stage(const Scenario& scenario)
    : scenario_{scenario},
      folder_{fresh_folder()},
      clock_{io_, base_time() - before_the_start},
      entropy_{1},
      signer_{kalshi_test_signer()},
      views_{scenario, base_time(), kalshi_test_public_pem()},
      wire_{[this](std::string_view target) -> sim::Simulator& { return views_.answering(target); },
            [this] { return venue_time(); }, clock_},
      deadline_{wire_, clock_, answer_within},
      retry_{deadline_, clock_, entropy_} {}

Stage::~Stage() {
  close();
  clock_.cancel_sleepers();
  std::error_code ignored;
  if (!folder_.empty()) std::filesystem::remove_all(folder_, ignored);
}

// The venues' clock goes on when the machine's jumps.
UtcTime Stage::venue_time() const {
  return base_time() - before_the_start + (clock_.uptime() - 1h);
}

void Stage::watch(const AccountPlan& account) {
  WatchTiming timing;
  if (scenario_.stale_after) timing.stale_after = *scenario_.stale_after;
  const SyncPolicy policy = policy_of(scenario_, account.venue);
  if (account.venue == VenueName::kalshi) {
    venues_.push_back(std::make_unique<kalshi::KalshiVenue>(
        kalshi::Config{.account = AccountId{account.id},
                       .origin = "http://sim",
                       .key_id = std::string{Views::kalshi_key_id}},
        retry_, clock_, *signer_));
    return engine_->watch(*venues_.back(), nullptr, policy, timing);
  }
  const auto holder = crypto::EthAddress::parse(Views::wallet()).value();
  venues_.push_back(std::make_unique<polymarket::PolymarketVenue>(
      polymarket::Config{.account = AccountId{account.id},
                         .holder = holder,
                         .signer = crypto::EthAddress::parse(Views::owner()).value(),
                         .data_origin = "http://sim/polymarket-data",
                         .gamma_origin = "http://sim/polymarket-gamma"},
      retry_, clock_));
  polygon::Config config;
  config.holders.emplace(AccountId{account.id}, holder);
  for (std::int64_t i = 1; i <= scenario_.chain_endpoints; ++i) {
    config.endpoints.push_back(
        polygon::endpoint_address(fmt::format("http://chain-{0}.sim/polygon/{0}", i)).value());
  }
  if (!config.endpoints.empty()) {
    witness_ = std::make_unique<polygon::PolygonWitness>(std::move(config), retry_, clock_);
  }
  engine_->watch(*venues_.back(), witness_.get(), policy, timing);
}

Result<void> Stage::open() {
  const std::string path = folder_ / "ledger.db";
  auto ledger = sqlite::open_ledger(path, clock_);
  if (!ledger) return tl::make_unexpected(ledger.error());
  ledger_ = *std::move(ledger);
  auto reader = sqlite::open_reader(path);
  if (!reader) return tl::make_unexpected(reader.error());
  reader_ = *std::move(reader);
  engine_ = std::make_unique<Engine>(io_.get_executor(), *ledger_, *reader_, clock_, entropy_,
                                     *this, *this);
  for (const AccountPlan& account : scenario_.accounts) {
    const bool kalshi = account.venue == VenueName::kalshi;
    auto opened =
        ledger_->open_account(AccountId{account.id}, account.venue,
                              kalshi ? std::string{Views::kalshi_key_id} : Views::wallet());
    if (!opened) return opened;
    watch(account);
  }
  return {};
}

void Stage::close() {
  engine_.reset();
  venues_.clear();
  witness_.reset();
  reader_.reset();
  ledger_.reset();
}

void Stage::pass(const std::string& account) {
  clock_.run(engine_->pass_once(account.empty() ? std::vector<AccountId>{}
                                                : std::vector{AccountId{account}}));
  last_synced_ = account;
}

Result<void> Stage::begin() {
  if (folder_.empty()) return fail(Fault::storage, "no temporary folder can be made");
  auto opened = open();
  if (!opened) return opened;
  auto shown = views_.begin(scenario_.ledger, venue_time());
  if (!shown) return shown;
  pass("");
  for (const HeldPlan& row : scenario_.ledger) {
    const auto view = ledger_->view(AccountId{row.account});
    if (!view) return tl::make_unexpected(view.error());
    const auto held = view->open.find(views_.key_of(AccountId{row.account}, row.instrument));
    if (held == view->open.end() || held->second.quantity != row.quantity) {
      return fail(Fault::refused, fmt::format("the engine did not come to hold {} of {}",
                                              row.quantity.text(), row.instrument));
    }
  }
  const Duration left = base_time() - clock_.now();
  clock_.advance(left);
  heard_.clear();
  return {};
}

Result<void> Stage::confirm(const Confirm& word) {
  const AccountId account{word.account};
  const PositionKey key = views_.key_of(account, word.instrument);
  const auto replica = engine_->current();
  for (const Case& open : replica->cases) {
    const bool holds = open.key == key || std::ranges::find(open.keys, key) != open.keys.end();
    if (!holds) continue;
    std::optional<Result<void>> outcome;
    engine_->confirm_case(open.id, {key}, "owner",
                          [&](Result<void> done) { outcome = std::move(done); });
    while (!outcome && clock_.step()) {
    }
    return outcome.value_or(fail(Fault::cancelled, "the engine did not answer"));
  }
  return fail(Fault::refused, "no open case is about " + word.instrument);
}

Result<void> Stage::act(const Step& step) {
  const UtcTime due = base_time() + step.at;
  if (venue_time() < due) clock_.advance(due - venue_time());
  if (!step.label.empty()) {
    auto now = hash();
    if (!now) return tl::make_unexpected(now.error());
    hashes_[step.label] = *std::move(now);
  }
  struct Doer {
    Stage& stage;
    Result<void> operator()(const ShowHoldings& show) const {
      return stage.views_.show(show, stage.venue_time());
    }
    Result<void> operator()(const ShowBalances& show) const {
      return stage.views_.show(show, stage.venue_time());
    }
    Result<void> operator()(const ShowEvents& show) const {
      return stage.views_.show(show, stage.venue_time());
    }
    Result<void> operator()(const AddFill& fill) const {
      return stage.views_.add(fill, base_time() + fill.at);
    }
    Result<void> operator()(const AddSettlement& settlement) const {
      return stage.views_.add(settlement, base_time() + settlement.at);
    }
    Result<void> operator()(const AddMove& move) const {
      return stage.views_.add(move, base_time() + move.at);
    }
    Result<void> operator()(const SetMarket& market) const {
      return stage.views_.set(market, stage.venue_time());
    }
    Result<void> operator()(const Sync& sync) const {
      stage.pass(sync.account);
      return {};
    }
    Result<void> operator()(const Restart&) const {
      stage.close();
      return stage.open();
    }
    Result<void> operator()(const JumpClock& jump) const {
      stage.clock_.set_utc(stage.clock_.now() + jump.by);
      return {};
    }
    Result<void> operator()(const Confirm& word) const { return stage.confirm(word); }
    Result<void> operator()(const Expect&) const { return {}; }
  };
  return std::visit(Doer{*this}, step.action);
}

Result<std::string> Stage::hash() {
  const auto accounts = reader_->accounts();
  if (!accounts) return tl::make_unexpected(accounts.error());
  std::string all;
  for (const AccountRecord& account : *accounts) all += account.id.text + "=" + account.head + ";";
  return all;
}

Observed Stage::look() {
  Observed seen{.replica = engine_->current(), .events = std::exchange(heard_, {})};
  if (auto lives = reader_->positions(PositionScope::all)) seen.lives = *std::move(lives);
  if (auto cases = reader_->cases(false)) seen.cases = *std::move(cases);
  std::ranges::sort(seen.cases, {},
                    [](const Case& known) { return std::tie(known.opened_at, known.id); });
  for (const AccountStatus& account : seen.replica->accounts) {
    if (account.id.text == last_synced_ || last_synced_.empty()) seen.counts = account.counts;
  }
  if (auto now = hash()) seen.hash = *std::move(now);
  seen.hashes = hashes_;
  for (const AccountPlan& account : scenario_.accounts) {
    seen.accounts[account.id] = AccountId{account.id};
    for (const InstrumentPlan& plan : scenario_.instruments) {
      if (plan.venue != account.venue) continue;
      seen.keys.emplace(plan.id, views_.key_of(AccountId{account.id}, plan.id));
    }
  }
  return seen;
}

}  // namespace holdfast::scenario
