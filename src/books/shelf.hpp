#pragma once
#include <mutex>

#include "books/csv_book.hpp"
#include "books/kept_books.hpp"
#include "ports/bookshelf.hpp"

namespace holdfast::books {

// Books in memory: those of watched files and those handed in. A text that cannot be read never
// takes the place of one that could.
class Shelf final : public Bookshelf {
 public:
  static constexpr std::size_t books_max = 64;

  enum class From : std::uint8_t { file, owner };
  // A configured book, and where its columns are if it is a table.
  struct Configured {
    std::string name;
    ColumnMap columns{};
    std::string strategy{};          // of rows that do not say whose they are
    std::optional<BookMode> mode{};  // of rows that do not say
    From from{From::file};           // a watched file, or its owner's hand
  };
  // In order; each shows at once, as not read yet. `kept`: where what is handed in outlives us;
  // none: it does not.
  explicit Shelf(const std::vector<Configured>& configured, std::optional<KeptBooks> kept = {});

  // Before all else: what was handed in before the last end, as of then. Says what of it cannot be
  // used.
  std::vector<std::string> restore();

  [[nodiscard]] std::vector<ShelvedBook> books() const override;
  Result<ShelvedBook> post(const std::string& name, std::string_view text, UtcTime at) override;
  Result<bool> remove(const std::string& name) override;
  [[nodiscard]] Result<ForeignBook> read(std::string_view text,
                                         const std::string& name) const override;
  [[nodiscard]] Result<std::string> fill_ids(
      std::string_view row, const std::map<std::string, std::string>& ids) const override;

  // For whoever watches the files. Fault::malformed: the last good content stays; read again
  // soon, the owner may have been writing.
  Result<ShelvedBook> file_read(const std::string& name, std::string_view text, UtcTime at);
  // The file could not be opened; the last good content stays.
  void file_failed(const std::string& name, std::string error);

 private:
  struct Place {
    ShelvedBook shelved;
    std::optional<Configured> configured;
    [[nodiscard]] const std::string& name() const { return shelved.name; }
  };
  enum class Keep : std::uint8_t { yes, no };
  Result<ShelvedBook> take_handed(const std::string& name, std::string_view text, UtcTime at,
                                  Keep keep);
  Result<void> check_handed(const std::string& name, std::string_view text);
  Result<ForeignBook> parse(const std::string& name, std::string_view text);
  ShelvedBook put(const std::string& name, ForeignBook book, UtcTime at);
  // How the book of that name is read; none: no book is called so.
  [[nodiscard]] std::optional<Configured> manner_of(const std::string& name) const;
  Place* find(const std::string& name);

  std::mutex handing_;  // one book is handed in, or taken away, at a time: it is written to disk
  mutable std::mutex mutex_;
  std::vector<Place> places_;
  std::optional<KeptBooks> kept_;
};

}  // namespace holdfast::books
