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
#include "scenario/scenario.hpp"
#include "sim/simulator.hpp"

namespace holdfast::scenario {

// The simulated venues as a scenario needs them: what the listing, the feeds of events and the
// chain answer is said by the file, each by itself. So there are three worlds with the same
// accounts and markets, and a request goes to the world of its view. The answers are made by the
// simulator's strict venues, byte for byte as always.
class Views {
 public:
  // The Kalshi key "scenario-key" with this public half belongs to the account.
  Views(const Scenario& scenario, UtcTime base, const std::string& kalshi_public_pem);

  sim::Simulator& answering(std::string_view target);

  // What is true before the first step: listed, on the chain, and known to the feeds where a price
  // is given.
  Result<void> begin(const std::vector<HeldPlan>& held, UtcTime now);
  Result<void> show(const ShowHoldings& show, UtcTime now);
  Result<void> show(const ShowBalances& show, UtcTime now);
  Result<void> show(const ShowEvents& show, UtcTime now);
  Result<void> add(const AddFill& fill, UtcTime at);
  Result<void> add(const AddSettlement& settlement, UtcTime at);
  Result<void> add(const AddMove& move, UtcTime at);
  Result<void> set(const SetMarket& market, UtcTime now);

  [[nodiscard]] PositionKey key_of(const AccountId& account, const std::string& instrument) const;
  [[nodiscard]] static const std::string& wallet();  // of the Polymarket account, lower case
  [[nodiscard]] static std::string_view owner();     // who signs for it

  static constexpr std::string_view kalshi_key_id = "scenario-key";

 private:
  enum View : std::uint8_t { listing, events, chain };

  void add_markets(const Scenario& scenario);
  void add_kalshi(const InstrumentPlan& plan);
  void add_polymarket(const std::string& market, const std::vector<const InstrumentPlan*>& plans);
  void list_kalshi(const std::vector<HeldPlan>& rows);
  void list_polymarket(const std::vector<HeldPlan>& rows);
  std::vector<HeldPlan> with_filler(const ShowHoldings& show);
  void set_balance(const std::string& token, Quantity balance, UtcTime now);
  // Gives the wallet shares that no feed tells of, so that it can do what the file says.
  void slip_in(const std::string& token, Quantity needed, UtcTime at);
  void deliver(View view, std::string_view venue, std::string_view endpoint,
               const Delivery& delivery, UtcTime now);
  [[nodiscard]] const InstrumentPlan& plan_of(const std::string& instrument) const;
  [[nodiscard]] std::string token_of(const std::string& instrument) const;

  UtcTime base_;
  std::array<sim::Simulator, 3> simulators_;
  std::map<std::string, InstrumentPlan> plans_;
  std::map<std::string, std::string> tokens_;  // Polymarket: by the file's name
  std::map<std::string, Quantity> balances_;   // on the chain, by token
  std::set<std::string> filler_;
  std::map<std::pair<View, std::string>, std::vector<std::uint64_t>> switches_;
};

}  // namespace holdfast::scenario
