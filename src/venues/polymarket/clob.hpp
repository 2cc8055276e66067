#pragma once
#include <memory>
#include <string>
#include <vector>

#include "crypto/eth_address.hpp"
#include "domain/unsettled_trade.hpp"
#include "venues/polymarket/credentials.hpp"
#include "venues/polymarket/pages.hpp"
#include "venues/polymarket/parse.hpp"
#include "venues/polymarket/session.hpp"

namespace holdfast::polymarket {

// How the trading service (CLOB) is asked about one's own orders and matches.
struct ClobAccess {
  std::string origin;
  ApiCredentials credentials;
  crypto::EthAddress owner;  // whose key it is: the EOA that signs, not the wallet that holds
};

// Reads the CLOB; sends nothing that changes it. Transport and clock must outlive it.
class ClobReader {
 public:
  ClobReader(std::shared_ptr<const ClobAccess> access, Transport& transport, Clock& clock);

  // The last day's matches of the wallet that are neither confirmed nor failed, to the venue's end
  // marker.
  Async<std::vector<UnsettledTrade>> unsettled(Holder holder, RawTape& tape);
  // What the wallet has in its books.
  Async<std::vector<ClobOrder>> open_orders(Holder holder, RawTape& tape);

 private:
  [[nodiscard]] Result<Headers> sign(std::string_view path) const;
  Async<void> walk(std::string_view path, std::string query, RawTape& tape, TakePage take_page);

  std::shared_ptr<const ClobAccess> access_;
  Clock& clock_;
  Session session_;
};

}  // namespace holdfast::polymarket
