#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/order_book.hpp"
#include "domain/ids.hpp"
#include "domain/time.hpp"
#include "ports/stream.hpp"

namespace holdfast {

// What a message, or the passing of time, leads to.
struct FeedNews {
  std::vector<std::string> send;   // to be sent now, in order
  std::vector<std::string> lines;  // for the log
  bool changed{};    // what is held may have changed: ask the venue (REST is the judge)
  bool reconnect{};  // this connection cannot be healed: open another

  void add(FeedNews more);
};

// What a feed has seen since start.
struct FeedCounts {
  std::uint64_t messages{};
  std::uint64_t gaps{};      // frames that were missing, whatever showed it
  std::uint64_t repeated{};  // frames that came twice or too late
  std::uint64_t healed{};    // books made whole again by a snapshot
  std::uint64_t silent{};    // books that differed although nothing had said so
  std::uint64_t refused{};   // commands the venue refused
};

// The venue's last word on what a thing is worth, as a stream told it.
struct StreamPrice {
  Price price;
  UtcTime at;  // on our clock
};

// The protocol of one connection at one venue: no socket, no thread, no time but the clock it is
// given. It says what to send and what was meant; who carries the messages is app's feed_watch.
class Feed {
 public:
  virtual ~Feed() = default;
  [[nodiscard]] virtual std::string_view name() const = 0;  // "all", "market", "user", "accounts"
  // It has something to listen to; if not, no connection is kept.
  [[nodiscard]] virtual bool wanted() const = 0;
  // It is told of what is held and traded no more too: a book ends with its market, a wallet's
  // account does not.
  [[nodiscard]] virtual bool wants_untraded() const { return false; }
  // It is there for when the other connections of its account are full, and they are not.
  [[nodiscard]] virtual bool is_spare() const { return false; }
  // Of a new handshake: signatures are made anew each time.
  virtual Result<StreamAddress> address() = 0;
  // From now on these instruments, and no others. What is to be sent, if a connection is open.
  virtual FeedNews watch(const std::set<InstrumentId>& instruments) = 0;
  // A connection is open, and nothing was said on it yet.
  virtual FeedNews opened() = 0;
  // Fault::malformed for what is not the venue's language: the connection is given up.
  virtual Result<FeedNews> heard(std::string_view text) = 0;
  // What is due; called about twice a second while a connection is open.
  virtual FeedNews tick() = 0;
  // The connection is gone: every book is in doubt.
  virtual void closed() = 0;

  // The levels of a book, for whoever decides anything on them. Null when it is not fresh at that
  // moment (OrderBook), and when it is not watched: no other way leads from here to a book.
  [[nodiscard]] const BookLevels* book(const InstrumentId& instrument, Duration now) const;
  // What is told of it now may be relied on: a fresh book, or where there is none a subscription
  // that the venue has confirmed lately.
  [[nodiscard]] virtual bool is_fresh(const InstrumentId& instrument, Duration now) const;
  // None: not told on this connection.
  [[nodiscard]] virtual std::optional<StreamPrice> price(const InstrumentId&) const { return {}; }
  // What it watches, as the venue was asked.
  [[nodiscard]] virtual const std::set<InstrumentId>& watched() const = 0;
  [[nodiscard]] virtual FeedCounts counts() const = 0;

 private:
  // Fresh or not. Null: not watched, or nothing here has a book.
  [[nodiscard]] virtual const OrderBook* kept(const InstrumentId&) const { return nullptr; }
};

}  // namespace holdfast
