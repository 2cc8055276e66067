#pragma once
#include <array>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "domain/error.hpp"
#include "domain/position_key.hpp"
#include "ports/transport.hpp"
#include "scenario/scenario.hpp"
#include "sim/simulator.hpp"

namespace holdfast::scenario {

// One account's venue as a scenario needs it: what the listing, the feeds of events and the second
// witness answer is said by the file, each by itself. So there are three worlds with the same
// account and markets, and a request goes to the world of its view. The answers are made by the
// simulator's strict venues, byte for byte as always. What differs by venue is in
// views_<venue>.cpp.
class Views {
 public:
  // A Kalshi account's key has this public half.
  Views(const AccountPlan& account, const Scenario& scenario, UtcTime base,
        const std::string& kalshi_public_pem);

  sim::Simulator& answering(const HttpRequest& request);
  // The subject (holdings, events …) whose `then` has bent nothing of the answers it was for, as
  // they have nothing of the kind; empty: there is none.
  [[nodiscard]] std::string missed_fault();

  // What is true before the first step: listed, on the chain, and known to the feeds where a price
  // is given.
  Result<void> begin(const std::vector<HeldPlan>& held, UtcTime now);
  Result<void> show(const ShowHoldings& show, UtcTime now);
  Result<void> show(const ShowWitness& show, UtcTime now);
  Result<void> show(const ShowEvents& show, UtcTime now);
  Result<void> show(const ShowPrices& show, UtcTime now);
  Result<void> add(const AddFill& fill, UtcTime at);
  Result<void> add(const AddSettlement& settlement, UtcTime at);
  Result<void> add(const AddMove& move, UtcTime at);
  Result<void> add(const AddFunding& funding, UtcTime at);
  Result<void> set(const SetOrder& order, UtcTime at);
  Result<void> set(const SetTrade& trade, UtcTime at);
  Result<void> set(const SetApproval& approval, UtcTime now);
  Result<void> set(const SetMarket& market, UtcTime now);
  Result<void> set(const SetTick& tick, UtcTime now);

  [[nodiscard]] VenueName venue() const { return venue_; }
  [[nodiscard]] PositionKey key_of(const std::string& instrument) const;
  // What binds the account: a key's id, a wallet, an address.
  [[nodiscard]] const std::string& owner() const { return owner_; }
  // TEST ONLY: what opens the simulated trading service, and nothing else.
  static constexpr std::string_view api_key = "11111111-2222-4333-8444-555555555555";
  static constexpr std::string_view api_secret = "c2NlbmFyaW8tc2VjcmV0LW9mLXRoZS1zaW11bGF0b3I=";
  static constexpr std::string_view api_passphrase = "scenario";
  // Who signs for a Polymarket wallet.
  [[nodiscard]] const std::string& signer() const { return signer_; }

 private:
  enum View : std::uint8_t { listing, events, witness };

  void begin_kalshi(const std::string& public_pem);
  void begin_polymarket(const std::string& address);
  void begin_pacifica(const std::string& address);
  void begin_solana(const std::string& address);
  void add_market(const std::string& market, const std::vector<const InstrumentPlan*>& plans);
  void add_kalshi(const InstrumentPlan& plan);
  void add_polymarket(const std::string& market, const std::vector<const InstrumentPlan*>& plans);
  void add_pacifica(const InstrumentPlan& plan);
  void add_solana(const InstrumentPlan& plan);
  void list(const std::vector<HeldPlan>& rows, UtcTime now);
  void list_kalshi(const std::vector<HeldPlan>& rows);
  void list_polymarket(const std::vector<HeldPlan>& rows);
  void list_pacifica(View view, const std::vector<HeldPlan>& rows, UtcTime now);
  void list_solana(const std::vector<HeldPlan>& rows, UtcTime now);
  void count_pacifica(std::int64_t positions, UtcTime now);
  std::vector<HeldPlan> with_filler(const ShowHoldings& show);
  std::vector<HeldPlan> once_each(std::vector<HeldPlan> rows, UtcTime now);
  void set_balance(const HeldPlan& row, UtcTime now);
  void set_tokens(const std::string& token, std::int64_t units, UtcTime now);
  void set_atoms(View view, const std::string& mint, std::int64_t atoms, UtcTime at);
  Result<void> fill_kalshi(const AddFill& fill, UtcTime at);
  Result<void> fill_polymarket(const AddFill& fill, UtcTime at);
  Result<void> fill_pacifica(const AddFill& fill, UtcTime at);
  Result<void> fill_solana(const AddFill& fill, UtcTime at);
  Result<void> settle_kalshi(const AddSettlement& settlement, UtcTime at);
  Result<void> redeem_polymarket(const AddSettlement& settlement, UtcTime at);
  Result<void> settle_pacifica(const AddSettlement& settlement, UtcTime at);
  Result<void> redeem_solana(const AddSettlement& settlement, UtcTime at);
  Result<void> order_kalshi(const SetOrder& order, UtcTime at);
  Result<void> order_polymarket(const SetOrder& order, UtcTime at);
  Result<void> order_pacifica(const SetOrder& order, UtcTime at);
  Result<void> order_solana(const SetOrder& order, UtcTime at);
  Result<void> resolve_polymarket(const std::string& token, Price payout, UtcTime at);
  Result<void> resolve_solana(const InstrumentPlan& plan, Price payout);
  // Gives the wallet shares that no feed tells of, so that it can do what the file says.
  void slip_in(const std::string& token, Quantity needed, UtcTime at);
  // What the feeds' world mined in that transaction is on the chain of the witness too.
  void mine(const std::string& transaction);
  void slip_in_atoms(const std::string& mint, std::int64_t needed);
  [[nodiscard]] View view_of(const HttpRequest& request) const;
  [[nodiscard]] std::string venues_field(View view, const std::string& word) const;
  [[nodiscard]] sim::SetFault fault_of(View view, const Delivery& delivery) const;
  void deliver(const std::string& about, View view, const Delivery& delivery,
               std::vector<sim::SetFault> faults, UtcTime now);
  [[nodiscard]] const InstrumentPlan& plan_of(const std::string& instrument) const;
  [[nodiscard]] std::string token_of(const std::string& instrument) const;

  std::string name_;
  VenueName venue_;
  UtcTime base_;
  std::string owner_;
  std::string signer_;
  std::string stranger_;  // somebody else at the venue
  std::array<sim::Simulator, 3> simulators_;
  std::map<std::string, InstrumentPlan> plans_;
  std::map<std::string, std::string> tokens_;     // token id or mint, by the file's name
  std::map<std::string, std::int64_t> balances_;  // the witness's, by token: units of 10^-9
  std::map<std::string, std::string> orders_;     // the venue's ids, by the file's
  std::set<std::string> filler_;
  std::set<std::string> redeemed_;  // Polymarket's conditions
  bool count_is_said_{};            // Pacifica: the account's count no longer follows the listing
  std::int64_t listings_{};
  std::map<std::string, std::vector<std::pair<View, std::uint64_t>>> switches_;
};

}  // namespace holdfast::scenario
