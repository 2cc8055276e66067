#pragma once
#include <optional>

#include "scenario/form.hpp"
#include "scenario/scenario.hpp"

namespace holdfast::scenario {

// The parts of a file that steps refer to by name.
class Names {
 public:
  Names(const Scenario& scenario, std::optional<Refusal>& refusal)
      : scenario_{scenario}, refusal_{refusal} {}
  // The account named in the form; the venue's only one where it names none.
  std::string account(Form& form, VenueName venue);
  // The account named in the form; the only one that is a wallet where it names none.
  std::string wallet(Form& form);
  [[nodiscard]] bool knows_account(std::string_view id) const;
  const InstrumentPlan* instrument(Form& form);
  [[nodiscard]] const InstrumentPlan* find(std::string_view id) const;
  std::optional<Refusal>& refusal() { return refusal_; }

 private:
  const Scenario& scenario_;
  std::optional<Refusal>& refusal_;
};

void read_config(Scenario& scenario, Form& file, std::optional<Refusal>& refusal);
void read_accounts(Scenario& scenario, Form& file, std::optional<Refusal>& refusal);
void read_instruments(Scenario& scenario, Form& file, std::optional<Refusal>& refusal);
// Rows of {instrument, side, quantity, average_price} of one account.
std::vector<HeldPlan> read_held(const std::vector<Value>& rows, Names& names, VenueName venue,
                                std::string_view where);
void read_ledger(Scenario& scenario, Form& file, Names& names);
// `otherwise` is when it happens where it does not say so: at the moment of the step before.
Step read_step(const Value& value, Names& names, Duration otherwise);
// That a step needs what this version has not: the file is no mistake.
std::optional<Refusal> beyond_this_version(const Value& file);
Expect read_expect(const Value& value, Names& names);
Delivery read_delivery(Form& form, const Names& names, std::initializer_list<Delivery::Kind> known);
std::optional<VenueName> read_venue(Form& form, std::string_view name);
WalletSource wallet_source(Form& form);
// Whose owner is looked for when he is not configured.
bool has_wallet(VenueName venue);
// A foreign book: the whole content of a positions.json, or rows of instruments with quantities.
SetBook book_of(const Value& value, Names& names);

// Words of steps and of expectations, for the schema's test.
std::vector<std::string_view> step_words();
std::vector<std::string_view> unsupported_step_words();

}  // namespace holdfast::scenario
