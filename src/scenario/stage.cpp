#include "scenario/stage.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <cstdlib>
#include <tuple>
#include <utility>

#include "ledger/sqlite/open.hpp"
#include "scenario/kalshi_key.hpp"

namespace holdfast::scenario {
namespace {

using namespace std::chrono_literals;

// When what the ledger holds at the start is brought about: so long ago that it is stale, as if
// nobody had answered yet.
constexpr Duration before_the_start = 1h;

UtcTime base_time() { return std::chrono::sys_days{std::chrono::year{2026} / 11 / 21} + 12h; }

std::filesystem::path fresh_folder() {
  std::string pattern = std::filesystem::temp_directory_path() / "holdfast-scenario-XXXXXX";
  if (mkdtemp(pattern.data()) == nullptr) return {};
  return pattern;
}

}  // namespace

Stage::Stage(const Scenario& scenario)
    : scenario_{scenario},
      folder_{fresh_folder()},
      clock_{io_, base_time() - before_the_start},
      entropy_{1},
      signer_{kalshi_test_signer()} {
  for (const AccountPlan& plan : scenario.accounts) {
    accounts_.emplace(plan.id, std::make_unique<AccountStage>(
                                   plan, scenario, base_time(),
                                   AccountDoors{.clock = clock_,
                                                .entropy = entropy_,
                                                .signer = *signer_,
                                                .venue_time = [this] { return venue_time(); },
                                                .streams = streams_}));
  }
}

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
  for (const AccountPlan& plan : scenario_.accounts) {
    auto opened = account(plan.id).open(*engine_, *ledger_, *reader_);
    if (!opened) return opened;
  }
  return {};
}

// What is under way is cancelled, as when the daemon is told to stop.
void Stage::close() {
  stop_.emit(boost::asio::cancellation_type::terminal);
  if (io_.stopped()) io_.restart();
  io_.poll();
  engine_.reset();
  for (const auto& [id, account] : accounts_) account->close();
  reader_.reset();
  ledger_.reset();
}

Result<void> Stage::restart() {
  close();
  return open();
}

std::uint64_t Stage::requests() const {
  std::uint64_t sum = 0;
  for (const auto& [id, account] : accounts_) sum += account->requests();
  return sum;
}

std::vector<AccountId> Stage::accounts_where(
    const std::function<bool(const AccountStage&)>& fits) const {
  std::vector<AccountId> fitting;
  for (const auto& [id, account] : accounts_) {
    if (fits(*account)) fitting.push_back(account->id());
  }
  return fitting;
}

// What the pass did: nothing where it was refused, or told what is older than what is known.
PassCounts Stage::counts_since(const Replica& before, const std::vector<AccountId>& accounts) {
  PassCounts sum;
  const auto now = engine_->current();
  for (const AccountStatus& account : now->accounts) {
    if (std::ranges::find(accounts, account.id) == accounts.end()) continue;
    sum.active += account.counts.active;
    const auto known = std::ranges::find(before.accounts, account.id, &AccountStatus::id);
    if (known != before.accounts.end() && known->snapshot == account.snapshot) continue;
    sum.updated += account.counts.updated;
    sum.created += account.counts.created;
    sum.closed += account.counts.closed;
    sum.held_back += account.counts.held_back;
  }
  return sum;
}

// What happens meanwhile happens between two answers, on the same thread.
Result<void> Stage::pass(const std::vector<AccountId>& accounts,
                         const std::vector<Step>& meanwhile) {
  const std::uint64_t before = requests();
  const auto known = engine_->current();
  auto done = std::make_shared<bool>(false);
  boost::asio::co_spawn(io_, engine_->pass_once(accounts),
                        boost::asio::bind_cancellation_slot(
                            stop_.slot(), [done](const std::exception_ptr&) { *done = true; }));
  Result<void> outcome;
  if (io_.stopped()) io_.restart();
  io_.poll();
  for (const Step& step : meanwhile) {
    if (outcome) outcome = act(step);
  }
  while (!*done) {
    if (!clock_.step() && !*done) return fail(Fault::cancelled, "the pass never ends");
  }
  for (const AccountId& id : accounts) {
    const std::string missed = account(id.text).views().missed_fault();
    if (outcome && !missed.empty()) {
      outcome =
          fail(Fault::refused, fmt::format("{}: what then says of {} bends nothing: no answer "
                                           "has such a page, row or field",
                                           id.text, missed));
    }
  }
  counts_ = counts_since(*known, accounts);
  requests_ = requests() - before;
  return outcome;
}

Result<void> Stage::begin() {
  if (folder_.empty()) return fail(Fault::storage, "no temporary folder can be made");
  const auto holds = [&](const std::string& id) {
    return std::ranges::find(scenario_.ledger, id, &HeldPlan::account) != scenario_.ledger.end();
  };
  // What the ledger holds of a wallet came while that was configured.
  for (const AccountPlan& plan : scenario_.accounts) {
    if (holds(plan.id)) account(plan.id).set_wallet(WalletSource::configured);
  }
  auto opened = open();
  if (!opened) return opened;
  for (const auto& [id, account] : accounts_) {
    auto shown = account->views().begin(scenario_.ledger, venue_time());
    if (!shown) return shown;
  }
  // That a wallet is missing is the file's first sync to find.
  const auto begun = accounts_where([](const AccountStage& its) { return its.is_configured(); });
  if (auto passed = begun.empty() ? Result<void>{} : pass(begun, {}); !passed) return passed;
  for (const HeldPlan& row : scenario_.ledger) {
    const auto view = ledger_->view(AccountId{row.account});
    if (!view) return tl::make_unexpected(view.error());
    const auto held = view->open.find(account(row.account).views().key_of(row.instrument));
    if (held == view->open.end() || held->second.quantity != row.quantity) {
      line_of_start_ = row.line;
      return fail(Fault::refused, fmt::format("the engine did not come to hold {} of {}",
                                              row.quantity.text(), row.instrument));
    }
  }
  bool searched = false;
  for (const AccountPlan& plan : scenario_.accounts) {
    account(plan.id).set_wallet(plan.wallet);
    searched = searched || plan.wallet != WalletSource::configured;
  }
  if (searched) opened = restart();
  if (opened && scenario_.book) opened = put(*scenario_.book);
  const Duration left = base_time() - clock_.now();
  clock_.advance(left);
  heard_.clear();
  return opened;
}

VenueName Stage::venue_of(const std::string& instrument) const {
  return std::ranges::find(scenario_.instruments, instrument, &InstrumentPlan::id)->venue;
}

Result<void> Stage::each_of(VenueName venue, const std::function<Result<void>(Views&)>& what) {
  for (const auto& [id, account] : accounts_) {
    if (account->plan().venue != venue) continue;
    if (auto done = what(account->views()); !done) return done;
  }
  return {};
}

// A book that cannot be read is its owner's trouble: the last good one stays.
Result<void> Stage::put(const SetBook& book) {
  const auto id_of = [&](const std::string& instrument) {
    for (const auto& [id, account] : accounts_) {
      const auto plan = std::ranges::find(scenario_.instruments, instrument, &InstrumentPlan::id);
      if (plan != scenario_.instruments.end() && plan->venue == account->plan().venue) {
        return account->views().key_of(instrument).instrument.text;
      }
    }
    return "@" + instrument;
  };
  const auto posted = shelf_.post(book.name, positions_json(book, id_of), clock_.now());
  if (posted || posted.error().fault == Fault::malformed) return {};
  return tl::make_unexpected(posted.error());
}

Result<Stage::OpenCase> Stage::case_about(const std::string& instrument,
                                          const std::string& account_id) {
  PositionKey key = account(account_id).views().key_of(instrument);
  const auto replica = engine_->current();
  for (const Case& open : replica->cases) {
    const bool holds = open.key == key || std::ranges::find(open.keys, key) != open.keys.end();
    if (holds) return OpenCase{open.id, std::move(key)};
  }
  return fail(Fault::refused, "no open case is about " + instrument);
}

Result<void> Stage::outcome_of(const std::function<void(EngineDesk::Done)>& ask) {
  std::optional<Result<void>> outcome;
  ask([&](Result<void> done) { outcome = std::move(done); });
  while (!outcome && clock_.step()) {
  }
  return outcome.value_or(fail(Fault::cancelled, "the engine did not answer"));
}

Result<void> Stage::confirm(const Confirm& word) {
  const auto about = case_about(word.instrument, word.account);
  if (!about) return tl::make_unexpected(about.error());
  return outcome_of([&](EngineDesk::Done done) {
    engine_->confirm_case(about->id, {about->key}, "owner", std::move(done));
  });
}

Result<void> Stage::note(const WriteNote& note) {
  const auto about = case_about(note.instrument, note.account);
  if (!about) return tl::make_unexpected(about.error());
  return outcome_of([&](EngineDesk::Done done) {
    engine_->mark_case(about->id, {CaseMark::Kind::note, note.text, "owner"}, std::move(done));
  });
}

struct Stage::Doer {
  Stage& stage;

  [[nodiscard]] UtcTime now() const { return stage.venue_time(); }
  [[nodiscard]] Views& views(const std::string& account) const {
    return stage.account(account).views();
  }
  Result<void> operator()(const ShowHoldings& show) const {
    return views(show.account).show(show, now());
  }
  Result<void> operator()(const ShowWitness& show) const {
    return views(show.account).show(show, now());
  }
  Result<void> operator()(const ShowEvents& show) const {
    return views(show.account).show(show, now());
  }
  Result<void> operator()(const ShowPrices& show) const {
    return views(show.account).show(show, now());
  }
  Result<void> operator()(const AddFill& fill) const {
    return views(fill.account).add(fill, base_time() + fill.at);
  }
  Result<void> operator()(const AddSettlement& settlement) const {
    return views(settlement.account).add(settlement, base_time() + settlement.at);
  }
  Result<void> operator()(const AddMove& move) const {
    return views(move.account).add(move, base_time() + move.at);
  }
  Result<void> operator()(const AddFunding& funding) const {
    return views(funding.account).add(funding, base_time() + funding.at);
  }
  Result<void> operator()(const SetOrder& order) const {
    return views(order.account).set(order, base_time() + order.at);
  }
  Result<void> operator()(const SetTrade& trade) const {
    return views(trade.account).set(trade, base_time() + trade.at);
  }
  Result<void> operator()(const SetApproval& approval) const {
    return views(approval.account).set(approval, now());
  }
  Result<void> operator()(const SetMarket& market) const {
    return stage.each_of(stage.venue_of(market.instrument),
                         [&](Views& views) { return views.set(market, now()); });
  }
  Result<void> operator()(const SetTick& tick) const {
    return stage.each_of(stage.venue_of(tick.instrument),
                         [&](Views& views) { return views.set(tick, now()); });
  }
  Result<void> operator()(const SetBook& book) const { return stage.put(book); }
  Result<void> operator()(const SetWallet& wallet) const {
    stage.account(wallet.account).set_wallet(wallet.source);
    return stage.restart();
  }
  Result<void> operator()(const Sync& sync) const {
    const auto meant = stage.accounts_where([&](const AccountStage& its) {
      return sync.account.empty() || its.id().text == sync.account;
    });
    return stage.pass(meant, sync.meanwhile);
  }
  Result<void> operator()(const Restart&) const { return stage.restart(); }
  Result<void> operator()(const JumpClock& jump) const {
    stage.clock_.set_utc(stage.clock_.now() + jump.by);
    return {};
  }
  Result<void> operator()(const Confirm& word) const { return stage.confirm(word); }
  Result<void> operator()(const WriteNote& note) const { return stage.note(note); }
  Result<void> operator()(const Expect&) const { return {}; }
};

Result<void> Stage::act(const Step& step) {
  const UtcTime due = base_time() + step.at;
  if (venue_time() < due) clock_.advance(due - venue_time());
  if (!step.label.empty()) {
    auto now = hash();
    if (!now) return tl::make_unexpected(now.error());
    hashes_[step.label] = *std::move(now);
  }
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
  seen.counts = counts_;
  seen.requests = requests_;
  if (auto now = hash()) seen.hash = *std::move(now);
  seen.hashes = hashes_;
  for (const auto& [id, account] : accounts_) {
    for (const InstrumentPlan& plan : scenario_.instruments) {
      if (plan.venue != account->plan().venue) continue;
      seen.keys.emplace(std::pair{id, plan.id}, account->views().key_of(plan.id));
    }
  }
  seen.books = reconcile_all(shelf_, seen.replica);
  return seen;
}

}  // namespace holdfast::scenario
