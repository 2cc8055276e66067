#pragma once
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <cstddef>
#include <list>
#include <memory>
#include <vector>

#include "domain/time.hpp"
#include "net/connection.hpp"

namespace holdfast::net {

// The connections of one origin: those in use are counted, those idle are kept, and whoever comes
// when all are in use waits for his turn.
class Lane : public std::enable_shared_from_this<Lane> {
 public:
  Lane(std::size_t most, Duration longest_idle) : most_{most}, longest_idle_{longest_idle} {}

  // The right to use one connection, given back when destroyed.
  class Permit {
   public:
    explicit Permit(std::shared_ptr<Lane> lane) : lane_{std::move(lane)} {}
    Permit(Permit&&) noexcept = default;
    Permit& operator=(Permit&&) = delete;
    ~Permit() {
      if (lane_) lane_->release();
    }

   private:
    std::shared_ptr<Lane> lane_;
  };
  boost::asio::awaitable<Permit> enter(boost::asio::any_io_executor executor);

  // An idle connection that is fit for use, the one used last first; null when there is none.
  std::unique_ptr<Connection> take();
  void park(std::unique_ptr<Connection> connection);
  // Closes what stood idle too long or was closed by the other side; returns how many are left.
  std::size_t sweep();
  void clear() { idle_.clear(); }

 private:
  struct Waiter {
    boost::asio::steady_timer timer;  // never expires; cancelled when it is his turn
    bool admitted{};
  };
  void release();
  [[nodiscard]] bool fit(Connection& connection) const;

  std::size_t most_;
  Duration longest_idle_;
  std::size_t used_{};
  std::vector<std::unique_ptr<Connection>> idle_;
  std::list<Waiter*> waiting_;
};

}  // namespace holdfast::net
