#pragma once
#include <map>
#include <string>

#include "domain/time.hpp"
#include "sim/call.hpp"

// Privy keeps wallets for an application and signs with them.
namespace holdfast::sim::privy {

// Its id is the name that its Solana key is made from.
struct Wallet {
  UtcTime created;
  std::string owner_key;  // P-256, SPKI in base64; empty: the application alone decides
  std::string owner_id;   // empty with it
};

struct Transaction {
  std::string wallet;
  std::string hash;
  UtcTime sent;
  bool sponsored{};
};

// What was said to the request with that idempotency key.
struct Remembered {
  std::string request;
  Answer answer;
  UtcTime at;
};

struct Service {
  std::string app_id;  // empty: no application, so nobody is let in
  std::string app_secret;
  bool sponsor_credits{true};                    // of the application
  std::map<std::string, Wallet> wallets;         // by id
  std::map<std::string, Transaction> sent;       // by id
  std::map<std::string, Remembered> remembered;  // by idempotency key
};

}  // namespace holdfast::sim::privy
