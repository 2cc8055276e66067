#include "app/book_cases.hpp"

#include <algorithm>

#include "core/case_file.hpp"

namespace holdfast {

BookCases::BookCases(Ledger& ledger, Clock& clock, EventSink& events)
    : ledger_{ledger}, clock_{clock}, events_{events} {}

void BookCases::remember(const std::vector<Case>& lasting) {
  for (const Case& one : lasting) {
    if (is_of_book(one.account)) accounts_.insert(one.account);
  }
}

Result<bool> BookCases::judge(const std::string& book, const std::vector<BookTrouble>& troubles,
                              const Comparable& comparable) {
  const AccountId id = account_of_book(book);
  // A book with which nothing was ever wrong leaves nothing in the ledger.
  if (troubles.empty() && !accounts_.contains(id)) return false;
  if (accounts_.insert(id).second) {
    if (auto opened = ledger_.open_book(id); !opened) return tl::make_unexpected(opened.error());
  }
  const auto view = ledger_.view(id);
  if (!view) return tl::make_unexpected(view.error());
  const UtcTime now = clock_.now();
  CaseFile cases{id, view->cases, now};
  for (const BookTrouble& trouble : troubles) {
    if (!trouble.key || comparable.covers(*trouble.key)) cases.raise_book(trouble);
  }
  cases.keep_claims(comparable);
  cases.settle_rest({EvidenceKind::book, id.text, now, "the book does not show it any more"});
  Batch batch;
  batch.account = id;
  batch.seen_revision = view->revision;
  batch.cases = cases.changed();
  batch.events = cases.events();
  if (batch.empty()) return false;
  const auto commit = ledger_.commit(batch);
  if (!commit) return tl::make_unexpected(commit.error());
  last_event_ = std::max(last_event_, commit->last_event);
  for (const Event& event : batch.events) events_.publish(event);
  return true;
}

}  // namespace holdfast
