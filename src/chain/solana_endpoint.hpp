#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "chain/json_rpc.hpp"
#include "chain/solana_parse.hpp"
#include "domain/raw_answer.hpp"
#include "ports/clock.hpp"
#include "ports/transport.hpp"

namespace holdfast::solana {

// How final a state must be before it is believed. `finalized` trails `confirmed` by about 13 s and
// cannot be dropped any more.
enum class Commitment : std::uint8_t { finalized, confirmed };

struct Reader {
  Commitment commitment{Commitment::finalized};
  std::string genesis;  // the chain that is meant
};

// One JSON-RPC endpoint of Solana, asked by POST. An answer from before `min_slot` is
// Fault::not_now, also where the node ignores minContextSlot.
class Endpoint {
 public:
  Endpoint(json_rpc::EndpointAddress address, Reader reader, Transport& transport, Clock& clock);

  [[nodiscard]] const std::string& name() const { return address_.name; }
  // The expected genesis hash or Fault::identity. Asked once and again after a day.
  Async<void> check_chain(RawTape& tape);
  // All token accounts of the owner in one token program. Rows of another owner or program are
  // Fault::identity, an account listed twice Fault::incomplete.
  Async<AccountsPage> token_accounts(std::string owner, std::string program, std::uint64_t min_slot,
                                     RawTape& tape);
  // Those of one mint, whatever program keeps it.
  Async<AccountsPage> mint_accounts(std::string owner, std::string mint, std::uint64_t min_slot,
                                    RawTape& tape);
  // At most 100 addresses.
  Async<AccountsPage> accounts(std::vector<std::string> addresses, std::uint64_t min_slot,
                               RawTape& tape);
  // Of a slot that it has just answered from; Fault::not_now where that is long past.
  Async<UtcTime> block_time(std::uint64_t slot, RawTape& tape);
  // Newest first; `before` is a signature, empty: from the newest.
  Async<std::vector<SignatureRow>> signatures(std::string address, std::string before,
                                              std::uint32_t limit, RawTape& tape);
  Async<TransactionEffect> transaction(std::string signature, RawTape& tape);

 private:
  struct Asked {
    std::uint64_t id{};
    std::string body;
  };
  Async<Asked> call(std::string method, std::string parameters, RawTape& tape);
  Async<AccountsPage> owned(std::string owner, std::string filter, std::uint64_t min_slot,
                            RawTape& tape);
  [[nodiscard]] std::string settings(std::string_view more, std::uint64_t min_slot) const;

  json_rpc::EndpointAddress address_;
  Reader reader_;
  Transport* transport_;
  Clock* clock_;
  std::uint64_t next_id_{};
  std::optional<Duration> chain_checked_;  // uptime
};

}  // namespace holdfast::solana
