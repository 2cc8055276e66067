#include "domain/page_walk.hpp"

#include <utility>

namespace holdfast {

Result<void> PageWalk::turn(std::string next_cursor) {
  if (at_end_) return fail(Fault::incomplete, "a page after the end of the listing");
  ++pages_;
  if (next_cursor.empty()) {
    at_end_ = true;
    cursor_.clear();
    return {};
  }
  if (pages_ >= pages_max) return fail(Fault::incomplete, "the listing has too many pages");
  if (!seen_.insert(next_cursor).second) {
    return fail(Fault::incomplete, "the listing's cursor loops: " + next_cursor.substr(0, 40));
  }
  cursor_ = std::move(next_cursor);
  return {};
}

Result<Completeness> PageWalk::proof() const {
  if (!at_end_) return fail(Fault::incomplete, "the listing was not read to its end");
  return Completeness{pages_, 1};
}

}  // namespace holdfast
