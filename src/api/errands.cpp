#include "api/errands.hpp"

#include <algorithm>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/experimental/channel.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>

namespace holdfast::api {

namespace asio = boost::asio;
using asio::experimental::awaitable_operators::operator||;

namespace {

using Signal = asio::experimental::channel<void(boost::system::error_code)>;

bool covers(const std::vector<AccountId>& asked, const std::vector<AccountId>& wanted) {
  if (asked.empty()) return true;  // none named: all
  return !wanted.empty() && std::ranges::all_of(wanted, [&](const AccountId& account) {
    return std::ranges::find(asked, account) != asked.end();
  });
}

}  // namespace

struct Errands::Waiting {
  explicit Waiting(const asio::any_io_executor& executor) : signal{executor, 1} {}
  void end() { signal.try_send(boost::system::error_code{}); }
  Signal signal;
};

// One question to the desk and all who wait for its end.
struct Errands::Flight {
  std::vector<AccountId> accounts;
  std::optional<Result<void>> outcome;
  Duration ended_at{};
  std::vector<std::weak_ptr<Waiting>> waiting;
};

// The desk answers on its own thread, once.
EngineDesk::Done Errands::landing(const std::shared_ptr<Flight>& flight, Clock& clock) {
  return [gate = gate_, flight, &clock](Result<void> outcome) {
    gate->post([flight, outcome = std::move(outcome), &clock]() mutable {
      flight->outcome = std::move(outcome);
      flight->ended_at = clock.uptime();
      for (const auto& waiter : flight->waiting) {
        if (const auto waiting = waiter.lock()) waiting->end();
      }
      flight->waiting.clear();
    });
  };
}

std::shared_ptr<Errands::Flight> Errands::start(std::vector<AccountId> accounts, Clock& clock) {
  auto flight = std::make_shared<Flight>();
  flight->accounts = std::move(accounts);
  flights_.push_back(flight);
  desk_.sync(flight->accounts, landing(flight, clock));
  return flight;
}

std::shared_ptr<Errands::Flight> Errands::join_or_start(const SyncErrand& wanted, Clock& clock) {
  const Duration now = clock.uptime();
  constexpr Duration longest_reuse = std::chrono::seconds{10};
  std::erase_if(flights_, [&](const auto& flight) {
    return flight->outcome && now - flight->ended_at >= longest_reuse;
  });
  for (const auto& flight : flights_) {
    const bool usable = !flight->outcome || now - flight->ended_at < wanted.reuse;
    if (usable && covers(flight->accounts, wanted.accounts)) return flight;
  }
  return start(wanted.accounts, clock);
}

asio::awaitable<Asked> Errands::run(Errand errand, Clock& clock, Duration most) {
  Asked asked;
  std::shared_ptr<Flight> flight;
  if (auto* sync = std::get_if<SyncErrand>(&errand)) {
    asked.accounts = sync->accounts;
    flight = join_or_start(*sync, clock);
  } else if (auto* word = std::get_if<ConfirmErrand>(&errand)) {
    flight = std::make_shared<Flight>();
    desk_.confirm_case(word->id, word->keys, word->by, landing(flight, clock));
  } else if (auto* marked = std::get_if<MarkErrand>(&errand)) {
    flight = std::make_shared<Flight>();
    desk_.mark_case(marked->id, marked->mark, landing(flight, clock));
  } else if (auto* known = std::get_if<KnowledgeErrand>(&errand)) {
    asked.entries = known->entries.size();
    flight = std::make_shared<Flight>();
    desk_.book_knowledge(std::move(known->entries), landing(flight, clock));
  } else {
    co_return asked;
  }
  if (!flight->outcome) {
    auto waiting = std::make_shared<Waiting>(co_await asio::this_coro::executor);
    flight->waiting.push_back(waiting);
    std::erase_if(waiting_, [](const auto& other) { return other.expired(); });
    waiting_.push_back(waiting);
    try {
      co_await (waiting->signal.async_receive(asio::use_awaitable) || clock.sleep_for(most));
    } catch (const boost::system::system_error&) {
      // The server is stopping: nobody reads the answer.
    }
  }
  asked.outcome = flight->outcome;
  co_return asked;
}

void Errands::release() {
  for (const auto& waiter : waiting_) {
    if (const auto waiting = waiter.lock()) waiting->end();
  }
}

}  // namespace holdfast::api
