#include "app/change_watch.hpp"

#include <utility>

#include "app/listing_lag.hpp"

namespace holdfast {

ChangeWatch::ChangeWatch(AccountId account, ChangeSignal& signal, Duration every, Doors doors,
                         std::function<void()> ask_fresh)
    : account_{std::move(account)},
      signal_{signal},
      every_{every},
      doors_{doors},
      ask_fresh_{std::move(ask_fresh)} {}

boost::asio::awaitable<void> ChangeWatch::run() {
  for (;;) {
    const auto said = co_await signal_.changed();
    if (!said && said.error().fault == Fault::cancelled) co_return;
    note(said);
    ask_what_is_due(said.value_or(false));
    co_await doors_.clock.sleep_for(every_);
  }
}

void ChangeWatch::ask_what_is_due(bool changed) {
  const Duration now = doors_.clock.uptime();
  const bool shown_by_now = ask_later_ && now >= *ask_later_;
  if (!changed && !shown_by_now) return;
  ask_later_.reset();
  if (changed) ask_later_ = now + lists_show_after;
  ask_fresh_();
}

// Once when it begins to fail, and once when it is well again.
void ChangeWatch::note(const Result<bool>& said) {
  if (std::exchange(failing_, !said) == !said) return;
  doors_.log.write(
      said ? LogLevel::info : LogLevel::warn, "chain",
      account_.text + ": transfers are " +
          (said ? std::string{"watched again"}
                : "not watched, the account is asked in its turn: " + said.error().what));
}

}  // namespace holdfast
