#pragma once
#include <string>

#include "domain/error.hpp"

namespace holdfast::sqlite {

// The right to write one ledger: an flock on <ledger>.lock, which the system takes back when the
// process ends, however it ends. The file stays; it holds the writer's process id for people.
class Lease {
 public:
  // Fault::storage when another writer holds it.
  static Result<Lease> take(const std::string& ledger_path);
  Lease(Lease&& other) noexcept;
  Lease& operator=(Lease&& other) noexcept;
  Lease(const Lease&) = delete;
  Lease& operator=(const Lease&) = delete;
  ~Lease();

 private:
  explicit Lease(int descriptor) : descriptor_{descriptor} {}
  int descriptor_;
};

}  // namespace holdfast::sqlite
