#pragma once
#include <mutex>

#include "books/csv_book.hpp"
#include "ports/bookshelf.hpp"

namespace holdfast::books {

// Books in memory: those of watched files and those handed in. A text that cannot be read never
// takes the place of one that could.
class Shelf final : public Bookshelf {
 public:
  static constexpr std::size_t books_max = 64;

  // A watched file's book, and where its columns are if it is a table.
  struct Watched {
    std::string name;
    ColumnMap columns{};
    std::string strategy{};          // of rows that do not say whose they are
    std::optional<BookMode> mode{};  // of rows that do not say
  };
  // In order; each shows at once, as not read yet.
  explicit Shelf(const std::vector<Watched>& watched);

  [[nodiscard]] std::vector<ShelvedBook> books() const override;
  Result<ShelvedBook> post(const std::string& name, std::string_view text, UtcTime at) override;
  [[nodiscard]] Result<ForeignBook> read(std::string_view text) const override;
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
    std::optional<Watched> watched;  // none: no file, it was handed in
  };
  enum class From : std::uint8_t { file, owner };
  Result<ShelvedBook> take(const std::string& name, std::string_view text, UtcTime at, From from);
  Watched watched_as(const std::string& name);
  Place* find(const std::string& name);

  mutable std::mutex mutex_;
  std::vector<Place> places_;
};

}  // namespace holdfast::books
