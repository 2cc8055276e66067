#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <variant>

#include "ports/signer.hpp"

namespace holdfast::pacifica {

class SignedValue;

// Fields of an operation. A map, because the signed text has its keys sorted.
using SignedFields = std::map<std::string, SignedValue, std::less<>>;

// What an operation's field holds. Amounts and prices are texts, and the signature covers their
// exact spelling ("0.10" is not "0.1"); no field is a fraction.
class SignedValue {
 public:
  SignedValue(std::string text) : held_{std::move(text)} {}       // NOLINT(*-explicit-*)
  SignedValue(const char* text) : held_{std::string{text}} {}     // NOLINT(*-explicit-*)
  SignedValue(std::int64_t whole) : held_{whole} {}               // NOLINT(*-explicit-*)
  SignedValue(bool flag) : held_{flag} {}                         // NOLINT(*-explicit-*)
  SignedValue(SignedFields fields) : held_{std::move(fields)} {}  // NOLINT(*-explicit-*)

  void write(std::string& out) const;

 private:
  std::variant<std::string, std::int64_t, bool, SignedFields> held_;
};

// One operation, as Pacifica's signing rules name it. `fields` are its own only: no account, agent
// or signature.
struct Operation {
  std::string type;  // "create_market_order"
  std::int64_t timestamp_ms{};
  std::int64_t expiry_window_ms{30'000};
  SignedFields fields;
};

// The text that is signed: {"data":{...},"expiry_window":...,"timestamp":...,"type":...}, keys
// sorted in every object, no white space.
std::string canonical_text(const Operation& operation);

// Who an operation is for and who signs it: an agent wallet signs for its main account and is named
// beside it, outside of what is signed.
struct Signatory {
  std::string account;       // base58, always the main account
  std::string agent_wallet;  // base58; empty when the account signs itself
};

// The body to POST: the account, signature and times beside the operation's fields, flat.
Result<std::string> signed_body(const Operation& operation, const Signatory& signatory,
                                Signer& signer);

}  // namespace holdfast::pacifica
