#pragma once
#include <functional>

#include "domain/ids.hpp"
#include "ports/change_signal.hpp"
#include "ports/clock.hpp"
#include "ports/log_sink.hpp"

namespace holdfast {

// Asks a signal of one account again and again; where it tells of a change, the account asks its
// venue afresh. A signal that fails is only a later answer: the account is asked in its turn
// anyway.
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
  void note(const Result<bool>& said);

  AccountId account_;
  ChangeSignal& signal_;
  Duration every_;
  Doors doors_;
  std::function<void()> ask_fresh_;
  bool failing_{};
};

}  // namespace holdfast
