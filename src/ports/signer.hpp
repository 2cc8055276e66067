#pragma once
#include <string>
#include <string_view>

#include "domain/error.hpp"

namespace holdfast {

// Signs texts with a key it never shows. Throws nothing; a refusal is an error.
class Signer {
 public:
  virtual ~Signer() = default;
  // The signature in the venue's own encoding (Kalshi: standard base64).
  virtual Result<std::string> sign(std::string_view text) = 0;
};

}  // namespace holdfast
