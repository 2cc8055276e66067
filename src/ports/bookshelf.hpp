#pragma once
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/foreign_book.hpp"
#include "domain/error.hpp"

namespace holdfast {

struct ShelvedBook {
  std::string name;
  std::shared_ptr<const ForeignBook> book;  // the last good one; null while none could be read
  std::string error;                        // why the newest content could not be; empty: it could
  bool awaited{};                           // configured as handed in, and it was not yet
  friend bool operator==(const ShelvedBook&, const ShelvedBook&) = default;
};

// The foreign books that are compared with truth.
class Bookshelf {
 public:
  virtual ~Bookshelf() = default;
  // Configured ones first, in their order. Safe from any thread.
  [[nodiscard]] virtual std::vector<ShelvedBook> books() const = 0;
  // A book handed in by its owner. Fault::malformed when it cannot be read, and Fault::storage when
  // it cannot be kept for the next start: then the last good one stays. Fault::refused for a name
  // that is none or belongs to a watched file, or when the shelf is full.
  virtual Result<ShelvedBook> post(const std::string& name, std::string_view text, UtcTime at) = 0;
  // Takes away a book that was handed in; false: there is none. Fault::refused and Fault::storage
  // as above.
  virtual Result<bool> remove(const std::string& name) = 0;
  // A book's content, read as the book of that name is and not kept; without a name only as it says
  // itself. Fault::malformed as above; Fault::refused when no book is called so.
  [[nodiscard]] virtual Result<ForeignBook> read(std::string_view text,
                                                 const std::string& name) const = 0;
  // The text of one row with these `external_ids` filled in where it gives none.
  [[nodiscard]] virtual Result<std::string> fill_ids(
      std::string_view row, const std::map<std::string, std::string>& ids) const = 0;
};

}  // namespace holdfast
