#include "app/change_watch.hpp"

#include <utility>

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
    if (said.value_or(false)) ask_fresh_();
    co_await doors_.clock.sleep_for(every_);
  }
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
