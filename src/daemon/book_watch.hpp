#pragma once
#include <boost/asio/awaitable.hpp>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "books/shelf.hpp"
#include "platform/config.hpp"
#include "ports/clock.hpp"
#include "ports/log_sink.hpp"

namespace holdfast::daemon {

// Reads the configured books when they change. Their owners rewrite them whole and not atomically,
// so half a file is met now and then: the shelf keeps the last good one and we look again.
class BookWatch {
 public:
  BookWatch(const std::vector<platform::BookConfig>& books, books::Shelf& shelf, Clock& clock,
            LogSink& log);

  // Reads what changed since the last look.
  void look();
  // Looks every two seconds until cancelled, and calls `looked` each time.
  boost::asio::awaitable<void> run(std::function<void()> looked);

 private:
  struct Watched {
    std::string name;
    std::string path;
    std::filesystem::file_time_type changed;
    std::uintmax_t size{};
    bool read_well{};
    std::string said;  // the trouble that was logged last
  };
  void look_at(Watched& watched);
  void say(Watched& watched, const std::string& trouble);

  std::vector<Watched> watched_;
  books::Shelf& shelf_;
  Clock& clock_;
  LogSink& log_;
};

}  // namespace holdfast::daemon
