#include "app/engine.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/post.hpp>
#include <set>
#include <utility>

#include "core/case_file.hpp"

namespace holdfast {
namespace {

boost::asio::awaitable<void> nothing() { co_return; }

}  // namespace

Engine::Engine(boost::asio::any_io_executor executor, Ledger& ledger, LedgerReader& reader,
               Clock& clock, Entropy& entropy, EventSink& events, LogSink& log)
    : executor_{std::move(executor)},
      ledger_{ledger},
      reader_{reader},
      clock_{clock},
      entropy_{entropy},
      events_{events},
      log_{log},
      books_{ledger, clock, events} {
  auto lasting = reader_.cases(true);
  if (!lasting) {
    log_.write(LogLevel::error, "ledger", lasting.error().what);
    return;
  }
  books_.remember(*lasting);
}

void Engine::watch(Venue& venue, Witness* witness, SyncPolicy policy, WatchTiming timing,
                   AccountProof* proof) {
  watches_.push_back(std::make_unique<AccountWatch>(
      executor_, SyncSubject{venue, witness, ledger_, clock_, policy, proof}, timing, entropy_,
      events_, log_, [this] { publish(); }));
  std::ranges::sort(watches_, {}, [](const auto& watch) { return watch->account(); });
  learn_instruments();
  publish();
}

void Engine::listen(const AccountId& account, Feed& feed, StreamDoor& streams) {
  feeds_.push_back(std::make_unique<FeedWatch>(
      executor_, account, feed, FeedWatch::Doors{streams, clock_, entropy_, log_},
      FeedWatch::Hooks{.ask_fresh = [this, account] { ask_fresh(account); },
                       .changed = [this] { publish(); }}));
  following_.try_emplace(account);
  publish();
}

void Engine::attend(const AccountId& account, ChangeSignal& signal, Duration every) {
  signals_.push_back(std::make_unique<ChangeWatch>(account, signal, every,
                                                   ChangeWatch::Doors{clock_, log_},
                                                   [this, account] { ask_fresh(account); }));
}

void Engine::ask_fresh(const AccountId& account) {
  if (AccountWatch* watch = find(account)) watch->ask_fresh();
}

void Engine::run() {
  for (const auto& watch : watches_) {
    boost::asio::co_spawn(executor_, watch->run(), boost::asio::detached);
    boost::asio::co_spawn(executor_, watch->age(), boost::asio::detached);
  }
  for (const auto& feed : feeds_) {
    boost::asio::co_spawn(executor_, feed->run(), boost::asio::detached);
  }
  for (const auto& signal : signals_) {
    boost::asio::co_spawn(executor_, signal->run(), boost::asio::detached);
  }
}

// Its streams watch what the account holds by its ledger, and nothing else.
void Engine::follow(const AccountView& view) {
  const auto following = following_.find(view.account);
  if (following == following_.end()) return;
  const auto change = following->second.follow(view.open, instruments_);
  for (const PositionKey& key : change.dropped) {
    const std::string text = "Removed sold position: " + key.text();
    log_.write(LogLevel::info, "stream", text);
    events_.publish({EventKind::subscription_dropped, view.account, key, clock_.now(), text, ""});
  }
  for (const auto& feed : feeds_) {
    if (feed->account() == view.account)
      feed->follow(feed->wants_untraded() ? change.held : change.traded);
  }
}

std::shared_ptr<const Snapshot> Engine::repriced(std::shared_ptr<const Snapshot> snapshot) const {
  std::map<InstrumentId, Price> newer;
  for (const auto& feed : feeds_) {
    if (!snapshot || feed->account() != snapshot->header().account) continue;
    for (const auto& [key, row] : snapshot->holdings()) {
      const auto told = feed->price(key.instrument);
      if (!told || told->at < snapshot->as_of() || row.about.price == told->price) continue;
      newer.insert_or_assign(key.instrument, told->price);
    }
  }
  if (newer.empty()) return snapshot;
  auto copy = std::make_shared<Snapshot>(*snapshot);
  copy->reprice(newer);
  return copy;
}

boost::asio::awaitable<void> Engine::pass_once(std::vector<AccountId> accounts) {
  using namespace boost::asio::experimental::awaitable_operators;
  const auto pass = [](AccountWatch& watch) -> boost::asio::awaitable<void> {
    co_await watch.pass_once();
  };
  boost::asio::awaitable<void> all = nothing();
  for (AccountWatch* watch : watches_of(accounts)) all = (std::move(all) && pass(*watch));
  co_await std::move(all);
}

// Names of what the ledger holds are known before the first answer of any venue.
void Engine::learn_instruments() {
  auto known = reader_.instruments();
  if (!known) return log_.write(LogLevel::error, "ledger", known.error().what);
  for (Instrument& instrument : *known) {
    const InstrumentId id = instrument.id;
    instruments_.insert_or_assign(id, std::move(instrument));
  }
}

std::shared_ptr<const Replica> Engine::current() const { return replica_.get(); }

void Engine::publish() {
  auto replica = std::make_shared<Replica>();
  replica->at = clock_.now();
  for (const auto& watch : watches_) {
    const auto known = ledger_.shared_view(watch->account());
    if (!known) {
      log_.write(LogLevel::error, "ledger", known.error().what);
      continue;
    }
    const AccountView& view = **known;
    replica->revision += view.revision;
    replica->last_event = std::max(replica->last_event, watch->last_event());
    replica->accounts.push_back(watch->status(view.cases));
    replica->accounts.back().revision = view.revision;
    auto& shown = replica->accounts.back().snapshot;
    shown = repriced(std::move(shown));
    if (const auto& snapshot = replica->accounts.back().snapshot) {
      for (const auto& [key, row] : snapshot->holdings()) {
        instruments_.insert_or_assign(row.about.id, row.about);
      }
    }
    follow(view);
    for (const auto& feed : feeds_) {
      if (feed->account() == watch->account() && !feed->is_spare()) {
        replica->accounts.back().streams.push_back(feed->status());
      }
    }
    replica->accounts.back().polled_only = unwatched(feeds_, watch->account());
    for (const auto& [key, position] : view.open) replica->positions.push_back(position);
    std::ranges::copy(view.cases, std::back_inserter(replica->cases));
  }
  for (const AccountId& book : books_.accounts()) {
    const auto known = ledger_.shared_view(book);
    if (known) std::ranges::copy((*known)->cases, std::back_inserter(replica->cases));
  }
  replica->last_event = std::max(replica->last_event, books_.last_event());
  replica->instruments = instruments_;
  std::ranges::sort(replica->cases, {}, &Case::opened_at);
  replica->verdict = replica->accounts.empty() ? Verdict::unknown : Verdict::agrees;
  for (const AccountStatus& account : replica->accounts) {
    replica->verdict = worse(replica->verdict, account.verdict);
  }
  open_gates(*replica);
  replica_.set(std::move(replica));
}

AccountWatch* Engine::find(const AccountId& account) {
  const auto found = std::ranges::find_if(
      watches_, [&](const auto& watch) { return watch->account() == account; });
  return found == watches_.end() ? nullptr : found->get();
}

std::vector<AccountWatch*> Engine::watches_of(const std::vector<AccountId>& accounts) {
  std::vector<AccountWatch*> asked;
  for (const auto& watch : watches_) {
    const bool wanted =
        accounts.empty() || std::ranges::find(accounts, watch->account()) != accounts.end();
    if (wanted) asked.push_back(watch.get());
  }
  return asked;
}

void Engine::sync(std::vector<AccountId> accounts, Done done) {
  boost::asio::post(executor_, [this, accounts = std::move(accounts), done = std::move(done)] {
    const std::vector<AccountWatch*> asked = watches_of(accounts);
    for (const AccountId& account : accounts) {
      if (find(account) == nullptr) {
        return done(fail(Fault::refused, "no account is called " + account.text));
      }
    }
    if (asked.empty()) return done({});
    struct Round {
      std::size_t left;
      Result<void> outcome;
      Done done;
    };
    auto round = std::make_shared<Round>(Round{asked.size(), {}, done});
    for (AccountWatch* watch : asked) {
      watch->ask([round](Result<void> outcome) {
        if (!outcome && round->outcome) round->outcome = std::move(outcome);
        if (--round->left == 0) round->done(std::move(round->outcome));
      });
    }
  });
}

void Engine::confirm_case(CaseId id, std::vector<PositionKey> keys, std::string by, Done done) {
  boost::asio::post(executor_, [this, id = std::move(id), keys = std::move(keys),
                                by = std::move(by), done = std::move(done)] {
    const auto changed = change_case(
        id, [&](const Case& open) { return confirmed_case(open, keys, by, clock_.now()); },
        "confirmed by " + by);
    if (!changed) return done(tl::make_unexpected(changed.error()));
    if (*changed != nullptr) (*changed)->ask_fresh();
    done({});
  });
}

void Engine::mark_case(CaseId id, CaseMark mark, Done done) {
  boost::asio::post(
      executor_, [this, id = std::move(id), mark = std::move(mark), done = std::move(done)] {
        const bool dismisses = mark.kind == CaseMark::Kind::dismissal;
        const auto changed = change_case(
            id, [&](const Case& open) { return marked_case(open, mark, clock_.now()); },
            fmt::format("{} by {}", dismisses ? "dismissed" : "noted", mark.by));
        done(changed ? Result<void>{} : tl::make_unexpected(changed.error()));
      });
}

std::vector<AccountId> Engine::with_cases() const {
  std::vector<AccountId> accounts{books_.accounts().begin(), books_.accounts().end()};
  for (const auto& watch : watches_) accounts.push_back(watch->account());
  return accounts;
}

Result<AccountWatch*> Engine::change_case(const CaseId& id, const Change& change,
                                          std::string text) {
  for (const AccountId& account : with_cases()) {
    auto view = ledger_.shared_view(account);
    if (!view) return tl::make_unexpected(view.error());
    const std::vector<Case>& cases = (*view)->cases;
    const auto found = std::ranges::find(cases, id, &Case::id);
    if (found == cases.end()) continue;
    auto changed = change(*found);
    if (!changed) return tl::make_unexpected(changed.error());
    Batch batch;
    batch.account = account;
    batch.seen_revision = (*view)->revision;
    view->reset();
    batch.events = {{EventKind::case_updated, batch.account, changed->key, clock_.now(),
                     std::move(text), id.text}};
    batch.cases = {*std::move(changed)};
    const auto commit = ledger_.commit(batch);
    if (!commit) return tl::make_unexpected(commit.error());
    AccountWatch* const watch = find(account);
    if (watch != nullptr) watch->note_events(commit->last_event);
    for (const Event& event : batch.events) events_.publish(event);
    publish();
    return watch;
  }
  return fail(Fault::refused,
              "no open case has the id " + id.text + "; `holdfast cases` lists the open ones");
}

namespace {

// Of what the account holds, by its ledger or by its listing.
MarketStates markets_of(const AccountStatus& account, const Replica& replica) {
  MarketStates markets;
  for (const Position& position : replica.positions) {
    const auto known = replica.instruments.find(position.key.instrument);
    const bool mine = position.key.account == account.id && known != replica.instruments.end();
    if (mine) markets.emplace(position.key, known->second.state);
  }
  if (!account.snapshot) return markets;
  for (const auto& [key, row] : account.snapshot->holdings()) {
    markets.insert_or_assign(key, row.about.state);
  }
  return markets;
}

// What a program that asks before it enters would now hear otherwise than before.
std::vector<PositionKey> changed_keys(const AccountGates& before, const AccountGates& after) {
  std::set<PositionKey> keys;
  for (const auto* gates : {&before, &after}) {
    for (const auto& [key, state] : gates->keys) keys.insert(key);
  }
  std::erase_if(keys, [&](const PositionKey& key) {
    // What is held no more since its market has ended has not been opened by that.
    const bool ended = !after.keys.contains(key) && after.any.gate == Gate::open &&
                       before.of(key).reason == reason_of(MarketState::closed);
    return ended || before.of(key) == after.of(key);
  });
  return {keys.begin(), keys.end()};
}

std::string text_of(const GateState& state) {
  return std::string{name_of(state.gate)} + (state.reason.empty() ? "" : " (" + state.reason + ")");
}

}  // namespace

// Gates follow from what everybody reads, and each change is told once.
void Engine::open_gates(Replica& replica) {
  for (const AccountStatus& account : replica.accounts) {
    std::vector<Case> mine;
    std::ranges::copy_if(replica.cases, std::back_inserter(mine),
                         [&](const Case& one) { return one.account == account.id; });
    AccountGates gates = gates_of(account.current, mine, markets_of(account, replica));
    const auto tell = [&](const std::optional<PositionKey>& key, const GateState& before,
                          const GateState& after) {
      const std::string text =
          fmt::format("entries into {}: {}, was {}", key ? key->text() : account.id.text,
                      text_of(after), text_of(before));
      events_.publish(
          {EventKind::gate_changed, account.id, key, clock_.now(), text, after.case_id.text});
    };
    const AccountGates& before = gates_[account.id];
    if (before.any != gates.any) tell(std::nullopt, before.any, gates.any);
    for (const PositionKey& key : changed_keys(before, gates)) {
      tell(key, before.of(key), gates.of(key));
    }
    gates_[account.id] = std::move(gates);
  }
  replica.gates = gates_;
}

void Engine::judge_books(const std::map<std::string, std::vector<BookTrouble>>& troubles,
                         const Comparable& comparable) {
  bool changed = false;
  auto all = troubles;
  for (const AccountId& known : books_.accounts()) all.try_emplace(book_of_account(known));
  for (const auto& [book, wrong] : all) {
    const auto judged = books_.judge(book, wrong, comparable);
    if (!judged) log_.write(LogLevel::error, "ledger", judged.error().what);
    changed = changed || judged.value_or(false);
  }
  if (changed) publish();
}

void Engine::book_knowledge(std::vector<JournalEntry> entries, Done done) {
  boost::asio::post(executor_, [this, entries = std::move(entries), done = std::move(done)] {
    done(book(entries));
  });
}

// All positions are looked at before the first entry is booked.
Result<void> Engine::book(const std::vector<JournalEntry>& entries) {
  std::map<AccountId, Batch> batches;
  for (const JournalEntry& entry : entries) {
    const auto view = ledger_.shared_view(entry.key.account);
    if (!view) return tl::make_unexpected(view.error());
    const auto held = (*view)->open.find(entry.key);
    const bool same = held != (*view)->open.end() && entry.change.is_zero() &&
                      held->second.changed_at < entry.at &&
                      (!entry.seed || held->second.quantity == entry.seed->quantity) &&
                      (!entry.allocation || held->second.life == entry.allocation->life);
    if (!same) {
      return fail(Fault::conflict, entry.key.text() + " has changed meanwhile; nothing was booked");
    }
    Batch& batch = batches[entry.key.account];
    batch.account = entry.key.account;
    batch.seen_revision = (*view)->revision;
    batch.entries.push_back(entry);
    batch.events.push_back({EventKind::position_updated, entry.key.account, entry.key, clock_.now(),
                            entry.evidence.text, entry.id.text});
  }
  for (const auto& [account, batch] : batches) {
    const auto commit = ledger_.commit(batch);
    if (!commit) return tl::make_unexpected(commit.error());
    if (AccountWatch* watch = find(account)) watch->note_events(commit->last_event);
    for (const Event& event : batch.events) events_.publish(event);
  }
  publish();
  return {};
}

}  // namespace holdfast
