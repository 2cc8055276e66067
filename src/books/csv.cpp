#include "books/csv.hpp"

#include <fmt/format.h>

#include <utility>

namespace holdfast::books {
namespace {

constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";

class Reader {
 public:
  explicit Reader(std::string_view text) : text_{text} {}

  Result<std::vector<CsvRow>> read() {
    while (at_ < text_.size()) {
      const auto done = text_[at_] == '"' && cell_.empty() ? quoted() : plain();
      if (!done) return tl::make_unexpected(done.error());
    }
    return std::move(rows_);
  }

 private:
  // From the opening quote to the closing one.
  Result<void> quoted() {
    const auto began = line_;
    ++at_;
    for (;; ++at_) {
      if (at_ >= text_.size()) {
        return fail(Fault::malformed,
                    fmt::format("the text ends inside the quotes that open in line {}", began));
      }
      if (text_[at_] != '"') {
        if (text_[at_] == '\n') ++line_;
        cell_ += text_[at_];
      } else if (at_ + 1 < text_.size() && text_[at_ + 1] == '"') {
        cell_ += text_[at_++];
      } else {
        ++at_;
        return {};
      }
    }
  }

  Result<void> plain() {
    const char c = text_[at_++];
    if (c == ',') {
      row_.cells.push_back(std::exchange(cell_, {}));
    } else if (c == '\n') {
      if (!cell_.empty() && cell_.back() == '\r') cell_.pop_back();
      row_.cells.push_back(std::exchange(cell_, {}));
      if (row_.cells.size() > 1 || !row_.cells.front().empty()) rows_.push_back(row_);
      row_ = {.cells = {}, .line = ++line_};
    } else {
      cell_ += c;
    }
    return {};
  }

  std::string_view text_;
  std::size_t at_{};
  std::string cell_;
  std::uint32_t line_{1};
  CsvRow row_{.cells = {}, .line = 1};
  std::vector<CsvRow> rows_;
};

}  // namespace

Result<std::vector<CsvRow>> read_csv(std::string_view text) {
  if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
  if (!text.empty() && text.back() != '\n') {
    return fail(Fault::malformed,
                "the last line has no end: the file may have been read while it was written");
  }
  return Reader{text}.read();
}

}  // namespace holdfast::books
