#pragma once
#include <functional>
#include <optional>

#include "domain/ids.hpp"
#include "ports/change_signal.hpp"
#include "ports/clock.hpp"
#include "ports/log_sink.hpp"

namespace holdfast {

// Asks a signal of one account again and again; where it tells of a change, the account asks its
// venue afresh, and once more when the venue's own lists have had the time to show it. A signal
// that fails is only a later answer: the account is asked in its turn anyway.
class ChangeWatch {
 public:
  struct Doors {
    Clock& clock;
    LogSink& log;
  };
  ChangeWatch(AccountId account, ChangeSignal& signal, Duration every, Doors doors,
              std::function<void()> ask_fresh);

  // Runs until cancelled.
  boost::asio::awaitable<void> run();

 private:
  void ask_what_is_due(bool changed);
  void note(const Result<bool>& said);

  AccountId account_;
  ChangeSignal& signal_;
  Duration every_;
  Doors doors_;
  std::function<void()> ask_fresh_;
  bool failing_{};
  std::optional<Duration> ask_later_;  // uptime
};

}  // namespace holdfast
