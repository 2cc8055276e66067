#pragma once
#include <fmt/format.h>

#include <map>
#include <optional>
#include <string>

#include "ports/transport.hpp"
#include "support/between.hpp"

namespace holdfast::polygon {

inline std::string hash_of(char digit) { return "0x" + std::string(64, digit); }

// A Polygon node as a test wants it: one chain, balances by token id, and ways to misbehave.
struct Node {
  std::string chain = "0x89";
  std::uint64_t finalized = 1'000;
  char fork = 'a';
  std::int64_t block_time = 1'790'000'000;
  std::map<std::string, std::string> balances;  // token id as a word: balance as a word
  std::map<std::string, std::string> spoiled;   // method: body to answer with
  std::map<std::string, int> status;            // method: HTTP status
  bool echoes_id = true;
  std::optional<char> forks_at_call;  // a reorganisation, right before balances are answered
  int calls{};
  std::string contract;  // of the last eth_call
};

inline std::string word(std::uint64_t number) { return fmt::format("{:064x}", number); }

// One host for each node: "http://node-1".
class Nodes final : public Transport {
 public:
  std::map<std::string, Node> nodes;
  std::vector<HttpRequest> asked;

  Async<HttpResponse> exchange(HttpRequest request) override {
    asked.push_back(request);
    const auto found = nodes.find(request.origin);
    if (found == nodes.end()) co_return fail(Fault::unreachable, "no such host");
    Node& node = found->second;
    ++node.calls;
    const std::string method = test::between(request.body, R"("method":")", "\"");
    HttpResponse response{.status = 200};
    if (const auto status = node.status.find(method); status != node.status.end()) {
      response.status = status->second;
    }
    if (const auto body = node.spoiled.find(method); body != node.spoiled.end()) {
      response.body = body->second;
      co_return response;
    }
    const std::string id = node.echoes_id ? test::between(request.body, R"("id":)", ",") : "77777";
    response.body = fmt::format(R"({{"jsonrpc":"2.0","id":{},"result":{}}})", id,
                                result(node, method, request.body));
    co_return response;
  }

 private:
  static std::string result(Node& node, const std::string& method, const std::string& body) {
    if (method == "eth_chainId") return "\"" + node.chain + "\"";
    if (method == "eth_getBlockByNumber") {
      const std::string tag = test::between(body, R"("params":[")", "\"");
      const std::uint64_t number =
          tag == "finalized" ? node.finalized : std::stoull(tag, nullptr, 16);
      if (number > node.finalized) return "null";
      return fmt::format(R"({{"number":"0x{:x}","hash":"{}","timestamp":"0x{:x}","extra":[]}})",
                         number, hash_of(node.fork), node.block_time);
    }
    return balances(node, body);
  }

  // The ids of a balanceOfBatch call are its last words.
  static std::string balances(Node& node, const std::string& body) {
    node.fork = node.forks_at_call.value_or(node.fork);
    node.contract = test::between(body, R"("to":")", "\"");
    const std::string data = test::between(body, R"("data":"0x4e1273f4)", "\"");
    const std::size_t count = std::stoull(data.substr(64UL * 2, 64), nullptr, 16);
    std::string answer = "0x" + word(32) + word(count);
    for (std::size_t i = 0; i < count; ++i) {
      const std::string id = data.substr(64 * (4 + count + i), 64);
      const auto balance = node.balances.find(id);
      answer += balance == node.balances.end() ? word(0) : balance->second;
    }
    return "\"" + answer + "\"";
  }
};

}  // namespace holdfast::polygon
