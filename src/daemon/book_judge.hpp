#pragma once
#include <memory>
#include <optional>
#include <vector>

#include "app/engine.hpp"
#include "ports/bookshelf.hpp"

namespace holdfast::daemon {

// Holds the books against what is held whenever either has changed, and lets the engine keep the
// cases of what is wrong with them and book what strategies say is their own. On the engine's
// thread.
class BookJudge {
 public:
  BookJudge(const Bookshelf& shelf, Engine& engine, Clock& clock, LogSink& log);

  // A book that could not be read at this look and the last one has a case: between two of them its
  // owner has long written it to the end.
  void look();

 private:
  void allocate(const std::vector<ReadBook>& books, const BookTruth& truth, const Replica& replica);

  const Bookshelf& shelf_;
  Engine& engine_;
  Clock& clock_;
  LogSink& log_;
  std::optional<std::vector<ShelvedBook>> before_;  // as of the last look
  std::shared_ptr<const Replica> compared_;
  bool settled_{};  // the last look saw the same books as the one before it
};

}  // namespace holdfast::daemon
