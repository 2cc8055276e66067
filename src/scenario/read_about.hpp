#pragma once
#include <string>

#include "scenario/read_parts.hpp"

// Steps that are about one instrument: an object below the step's own word.
namespace holdfast::scenario {

// That object, with the account and instrument that it is about.
struct About {
  Form form;
  const InstrumentPlan* instrument{};
  std::string account;
  std::string id;
};
About read_about(Form& step, Names& names, std::string_view word);

AddFill read_fill(Form& step, Names& names, Duration now);
AddSettlement read_settlement(Form& step, Names& names, Duration now);
AddMove read_move(Form& step, Names& names, Duration now);
AddFunding read_funding(Form& step, Names& names, Duration now);
SetOrder read_order(Form& step, Names& names, Duration now);
SetTrade read_trade(Form& step, Names& names, Duration now);
SetApproval read_approval(Form& step, Names& names);
SetMarket read_market(Form& step, Names& names);
SetTick read_tick(Form& step, Names& names);

}  // namespace holdfast::scenario
