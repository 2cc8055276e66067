#pragma once
#include "platform/secret.hpp"

namespace holdfast::polymarket {

// An API key of the CLOB (L2), as its own clients derive it.
struct ApiCredentials {
  platform::Secret api_key;
  platform::Secret secret;
  platform::Secret passphrase;
};

}  // namespace holdfast::polymarket
