#include "daemon/book_watch.hpp"

#include <fstream>
#include <sstream>
#include <system_error>

namespace holdfast::daemon {

namespace fs = std::filesystem;

BookWatch::BookWatch(const std::vector<platform::BookConfig>& books, books::Shelf& shelf,
                     Clock& clock, LogSink& log)
    : shelf_{shelf}, clock_{clock}, log_{log} {
  for (const platform::BookConfig& book : books) {
    if (book.is_handed_in()) continue;
    watched_.push_back({book.name, book.path, {}, 0, false, {}});
  }
}

void BookWatch::say(Watched& watched, const std::string& trouble) {
  if (watched.said == trouble) return;
  watched.said = trouble;
  if (trouble.empty()) return;
  log_.write(LogLevel::warn, "book", watched.name + ": " + trouble);
}

void BookWatch::look_at(Watched& watched) {
  std::error_code error;
  const auto changed = fs::last_write_time(watched.path, error);
  const auto size = error ? 0 : fs::file_size(watched.path, error);
  if (error) {
    const std::string trouble = "cannot read " + watched.path + ": " + error.message();
    shelf_.file_failed(watched.name, trouble);
    watched.read_well = false;
    return say(watched, trouble);
  }
  if (watched.read_well && changed == watched.changed && size == watched.size) return;
  std::ifstream file{watched.path, std::ios::binary};
  std::stringstream text;
  text << file.rdbuf();
  const auto read = shelf_.file_read(watched.name, text.str(), clock_.now());
  watched.changed = changed;
  watched.size = size;
  watched.read_well = read.has_value();
  say(watched, read ? "" : read.error().what);
}

void BookWatch::look() {
  for (Watched& watched : watched_) look_at(watched);
}

boost::asio::awaitable<void> BookWatch::run(std::function<void()> looked) {
  for (;;) {
    look();
    looked();
    co_await clock_.sleep_for(std::chrono::seconds{2});
  }
}

}  // namespace holdfast::daemon
