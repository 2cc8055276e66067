#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "sim/privy/service.hpp"
#include "sim/routes.hpp"

namespace holdfast::sim::privy {

Answer refusal(int status, std::string_view code, std::string_view message);
// The application is not known, or this is not its secret.
Answer wrong_application();

// The application's id and secret; of a write that it has not expired, and the signature of the
// wallet's owner where it has one. None: the call may pass.
std::optional<Answer> guard(const Service& service, const Call& call, const Route& route);

// Whether it is a key that can own a wallet.
bool is_owner_key(const std::string& spki_base64);

}  // namespace holdfast::sim::privy
