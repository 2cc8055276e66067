#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cli/session.hpp"

namespace holdfast::cli {

// A list of the API whole, however many pages it came in: on the command line lists are complete.
class Listing {
 public:
  struct Row {
    JsonTree tree;
    std::string json;
  };

  // `list` is the field with the rows. Lists that come in pages name their limit in `target`, so
  // the place goes on behind it.
  static Result<Listing> read(Session& session, const std::string& target, std::string_view list);

  [[nodiscard]] const std::vector<Row>& rows() const { return rows_; }
  [[nodiscard]] const std::string& as_of() const { return as_of_; }
  // As one page with all rows.
  [[nodiscard]] std::string json() const;

  // Leaves only rows whose `at` is not before the moment, and of these the last so many.
  void keep_since(UtcTime moment);
  void keep_last(std::size_t count);

 private:
  explicit Listing(std::string_view list) : list_{list} {}
  Result<std::string> take_page(std::string_view body);

  std::string list_;
  std::string as_of_;
  std::vector<std::pair<std::string, std::string>> fields_;  // of the first page, rows left out
  std::vector<Row> rows_;
};

}  // namespace holdfast::cli
