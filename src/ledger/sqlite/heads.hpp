#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "domain/error.hpp"
#include "domain/ids.hpp"

namespace holdfast::sqlite {

// The end of one account's chain.
struct Head {
  std::uint64_t sequence{};
  std::string hash;  // hex
  friend bool operator==(const Head&, const Head&) = default;
};
using Heads = std::map<AccountId, Head>;

// What the file says; of several lines of one account the furthest counts.
struct KeptHeads {
  std::string ledger_id;  // empty: the file is absent or holds nothing readable
  Heads heads;
};
Result<KeptHeads> read_heads(const std::string& path);

// The heads outside the ledger's folder. A commit appends one line (its cost follows the change,
// not the number of accounts); each line carries a check of its own, so a torn one is passed over.
// The file is replaced whole, atomically, when it is opened and when it has grown. The ledger is
// written first: its heads may be ahead of the file after a crash, never behind it.
class HeadsFile {
 public:
  static Result<HeadsFile> replace(const std::string& path, std::string ledger_id, Heads heads);
  HeadsFile(HeadsFile&& other) noexcept;
  HeadsFile& operator=(HeadsFile&& other) noexcept;
  HeadsFile(const HeadsFile&) = delete;
  HeadsFile& operator=(const HeadsFile&) = delete;
  ~HeadsFile();

  Result<void> note(const AccountId& account, const Head& head);

 private:
  HeadsFile(std::string path, std::string ledger_id, Heads heads)
      : path_{std::move(path)}, ledger_id_{std::move(ledger_id)}, heads_{std::move(heads)} {}
  Result<void> rewrite();
  [[nodiscard]] Result<void> fill_and_rename(int descriptor, const std::string& fresh) const;

  std::string path_;
  std::string ledger_id_;
  Heads heads_;
  int descriptor_{-1};
  std::uint64_t appended_{};
};

}  // namespace holdfast::sqlite
