#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "domain/error.hpp"
#include "domain/time.hpp"

namespace holdfast::books {

// The last good body of each book that was handed in, a file each in a folder of its own beside the
// ledger: its program may not hand it in again before long, and a restart must not lose it.
class KeptBooks {
 public:
  static constexpr std::size_t text_max = 8UL << 20;  // of a body, as the API takes them

  struct Body {
    std::string name;
    UtcTime read_at;  // to the millisecond
    std::string text;
  };
  // What lies there; of what cannot be used only what is wrong with it, and it stays where it is.
  struct Found {
    std::vector<Body> bodies;  // by name
    std::vector<std::string> damaged;
  };

  explicit KeptBooks(std::string folder) : folder_{std::move(folder)} {}

  [[nodiscard]] Result<void> keep(const std::string& name, UtcTime read_at,
                                  std::string_view text) const;
  // Also when there is none.
  [[nodiscard]] Result<void> drop(const std::string& name) const;
  [[nodiscard]] Found load() const;

 private:
  [[nodiscard]] std::string path_of(const std::string& name) const;

  std::string folder_;
};

}  // namespace holdfast::books
