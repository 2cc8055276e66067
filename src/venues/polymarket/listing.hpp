#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "crypto/sha256.hpp"
#include "domain/page_walk.hpp"
#include "venues/polymarket/parse.hpp"
#include "venues/polymarket/session.hpp"

namespace holdfast::polymarket {

enum class DataShape : std::uint8_t;

// What the walks of one pass gather: one holding for each token.
class Listing {
 public:
  enum class Kind : std::uint8_t { open, lost };

  // A token twice in one walk is Fault::incomplete: the list moved under us. One that is in both
  // walks is one holding, and lost; with two different sizes it is unknown.
  Result<void> add(Holding row, Kind kind);
  void add_body(const std::string& body) { hash_.add(body); }
  void add_proof(Completeness proof);

  [[nodiscard]] const std::optional<Completeness>& proof() const { return proof_; }
  [[nodiscard]] std::string content_hash() const { return hash_.hex(); }
  [[nodiscard]] std::vector<Holding> holdings() &&;

 private:
  struct Entry {
    Holding holding;
    bool open{};
    bool lost{};
  };
  std::map<PositionKey, Entry> entries_;
  std::optional<Completeness> proof_;
  crypto::PieceHash hash_;
};

// Lists the wallet's positions, the lost ones too, into `listing`; with conditions, those of their
// tokens only. `shape` becomes v1 when the newer API is not there.
Async<void> list_positions(Session& session, const Holder& holder, DataShape& shape,
                           Listing& listing, RawTape& tape,
                           std::span<const std::string> conditions = {});

}  // namespace holdfast::polymarket
