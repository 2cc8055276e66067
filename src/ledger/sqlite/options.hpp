#pragma once
#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "domain/error.hpp"
#include "domain/time.hpp"

namespace holdfast::sqlite {

// Told of each write before it is done, by its SQL or by "COMMIT"; an error it returns takes the
// place of the write. Tests use it to break a commit between any two writes.
using WriteObserver = std::function<std::optional<Error>(std::string_view write)>;

struct Options {
  // Whether the accounts' money is real: "live" or "simulated". A ledger is one of the two from its
  // first opening on, and never the other. Empty: not asked.
  std::string mode;
  // The newest hash of every account is kept here too, outside the ledger's folder, so that an
  // older copy of the ledger is noticed. Empty: not kept.
  std::string heads_path;
  // Raw venue bytes (compressed) beyond this size or age are dropped, oldest first, except those
  // of open cases.
  std::uint64_t raw_bytes_max{256ULL << 20U};
  Duration raw_age_max{std::chrono::hours{24 * 90}};
  // A registered SQLite VFS by name (a disk with faults); empty: the system's.
  std::string vfs;
  WriteObserver before_write;
};

}  // namespace holdfast::sqlite
