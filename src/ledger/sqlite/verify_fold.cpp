#include "ledger/sqlite/verify_fold.hpp"

#include <fmt/format.h>

#include <map>
#include <utility>

#include "core/book.hpp"

namespace holdfast::sqlite {
namespace {

using LifeKey = std::pair<PositionKey, std::uint32_t>;

// Takes the entries key by key, as they come from the journal.
class FoldWalk {
 public:
  FoldWalk(std::map<LifeKey, Position> stored, VerifyReport& report)
      : stored_{std::move(stored)}, report_{report} {}

  void visit(Link&& link) {
    if (!entries_.empty() && entries_.front().key != link.entry.key) finish_key();
    entries_.push_back(std::move(link.entry));
  }

  void finish() {
    finish_key();
    for (const auto& [life, position] : stored_) {
      found(life.first, life.second, "no journal entry leads to this position");
    }
  }

 private:
  void finish_key() {
    if (entries_.empty()) return;
    const PositionKey key = entries_.front().key;
    const auto lives = fold(entries_);
    entries_.clear();
    if (!lives) {
      report_.findings.push_back(
          fmt::format("position {}: its entries do not fold: {}", key.text(), lives.error().what));
      return;
    }
    for (const Position& life : *lives) compare(life);
  }

  void compare(const Position& folded) {
    const auto stored = stored_.find({folded.key, folded.life});
    if (stored == stored_.end()) {
      found(folded.key, folded.life, "the journal leads to it, but it is not there");
      return;
    }
    if (stored->second != folded) {
      found(folded.key, folded.life,
            fmt::format("it says {}, the journal says {}", stored->second.quantity.text(),
                        folded.quantity.text()));
    }
    stored_.erase(stored);
  }

  void found(const PositionKey& key, std::uint32_t life, const std::string& what) {
    report_.findings.push_back(fmt::format("position {} (life {}): {}", key.text(), life, what));
  }

  std::map<LifeKey, Position> stored_;
  VerifyReport& report_;
  std::vector<JournalEntry> entries_;
};

}  // namespace

Result<void> verify_folds(Tables& tables, VerifyReport& report) {
  std::map<LifeKey, Position> stored;
  auto read = tables.positions.each([&](PositionTable::Stored&& row) -> Result<void> {
    Position& position = row.position;
    if (!row.sealed) {
      report.findings.push_back(fmt::format("position {} (life {}): the row is damaged",
                                            position.key.text(), position.life));
    }
    const LifeKey life{position.key, position.life};
    stored.insert_or_assign(life, std::move(position));
    return {};
  });
  if (!read) return read;
  FoldWalk walk{std::move(stored), report};
  read = tables.journal.each_by_key([&walk](Link&& link) -> Result<void> {
    walk.visit(std::move(link));
    return {};
  });
  if (!read) return read;
  walk.finish();
  return {};
}

}  // namespace holdfast::sqlite
