#include <sodium.h>

#include <algorithm>

#include "sim/dflow/orders.hpp"
#include "sim/dflow/venue.hpp"
#include "sim/solana/keys.hpp"
#include "sim/world.hpp"

namespace holdfast::sim::dflow {
namespace {

constexpr std::uint64_t contract = 1'000'000;

Answer refused(int status, std::string_view code, std::string_view message) {
  return {.status = status,
          .body = Node::object({{"code", Node::text(code)}, {"msg", Node::text(message)}})};
}

// What an exchange of these mints would be; empty mints: no route.
struct Quote {
  HandTrade trade;
  std::string input_mint;
  std::string output_mint;
  std::uint64_t input{};
  std::uint64_t output{};
};

std::uint64_t worth(std::uint64_t atoms, Price price) {
  return static_cast<std::uint64_t>(Int128{atoms} * price.units() / 1'000'000'000);
}

// Buys cost the ask, sales bring the bid; only whole contracts are bought.
std::optional<Quote> quote_for(const VenueWorld& venue, const std::string& from,
                               const std::string& to, std::uint64_t amount) {
  constexpr std::int64_t spread = 20'000'000;
  const bool sells = venue.rail_of(from) != nullptr;
  const std::string& mint = sells ? from : to;
  const auto* rail = venue.rail_of(mint);
  if (rail == nullptr || rail->settlement_mint != (sells ? to : from)) return std::nullopt;
  const auto* market = venue.market_of(mint);
  if (market->status != "active") return std::nullopt;
  const auto yes_bid = market->yes_bid.units();
  const bool yes = rail->yes_mint == mint;
  const auto bid = yes ? yes_bid : std::max<std::int64_t>(0, 1'000'000'000 - yes_bid - spread);
  const auto price = Price::from_units(sells ? bid : bid + spread);
  Quote quote{.trade = {.mint = mint, .price = price, .sells = sells},
              .input_mint = from,
              .output_mint = to};
  if (sells) {
    if (amount < contract) return std::nullopt;
    quote.input = amount;
    quote.output = worth(amount, price);
  } else {
    const auto each = worth(contract, price);
    const auto count = each == 0 ? 0 : amount / each;
    if (count == 0) return std::nullopt;
    quote.output = count * contract;
    quote.input = worth(quote.output, price);
  }
  const auto contracts = static_cast<std::int64_t>((sells ? quote.input : quote.output) * 1'000);
  quote.trade.contracts = Quantity::from_units(contracts);
  quote.trade.filled = quote.trade.contracts;
  return quote;
}

// A versioned transaction (v0) with one signer and one instruction that carries the quote's number.
Bytes message_of(const std::string& payer, const std::string& blockhash, std::uint64_t number) {
  const auto key = *solana::bytes_from_base58(payer);
  const auto hash = *solana::bytes_from_base58(blockhash);
  const auto program = *solana::bytes_from_base58(solana::address_named("dflow program"));
  Bytes bytes{0x80, 1, 0, 1, 2};
  const auto add = [&](const Bytes& more) { bytes.insert(bytes.end(), more.begin(), more.end()); };
  add(key);
  add(program);
  add(hash);
  add({1, 1, 0, 8});  // one instruction of account 1, no accounts, eight bytes
  for (unsigned i = 0; i < 8; ++i) bytes.push_back(static_cast<std::uint8_t>(number >> (8 * i)));
  bytes.push_back(0);  // no lookup tables
  return bytes;
}

// Only buyers must have proven who they are.
Answer unverified(const std::string& wallet) {
  auto answer = refused(403, "unverified_wallet_not_allowed", "The wallet is not verified");
  answer.body.set(
      "details",
      Node::object({{"deepLink", Node::text("https://dflow.net/proof?wallet=" + wallet)}}));
  return answer;
}

constexpr std::size_t signature_size = 64;

}  // namespace

Answer quote_order(World& world, const Call& call) {
  const auto from = call.target.value("inputMint");
  const auto to = call.target.value("outputMint");
  const auto amount = whole_number(call.target.value("amount")).value_or(0);
  if (from.empty() || to.empty() || amount <= 0) {
    return refused(400, "bad_request", "inputMint, outputMint and amount are required");
  }
  auto quote = quote_for(world.dflow, from, to, static_cast<std::uint64_t>(amount));
  if (!quote) return refused(404, "route_not_found", "Route not found");
  if (quote->output == 0) return refused(400, "zero_out_amount", "The output amount is zero");
  const auto wallet = call.target.value("userPublicKey");
  if (!quote->trade.sells && world.dflow.unverified.contains(wallet)) return unverified(wallet);
  const auto slot = solana::Chain::slot_at(call.true_now);
  const auto atoms = [](std::uint64_t value) { return Node::text(std::to_string(value)); };
  auto body = Node::object({{"inputMint", Node::text(from)},
                            {"inAmount", atoms(quote->input)},
                            {"outputMint", Node::text(to)},
                            {"outAmount", atoms(quote->output)},
                            {"otherAmountThreshold", atoms(quote->output)},
                            {"minOutAmount", atoms(quote->output)},
                            {"slippageBps", Node::number(50)},
                            {"predictionMarketSlippageBps", Node::number(200)},
                            {"platformFee", Node{}},
                            {"priceImpactPct", Node::text("0")},
                            {"contextSlot", Node::number(static_cast<std::int64_t>(slot))},
                            {"executionMode", Node::text("async")},
                            {"revertMint", Node::text(from)}});
  if (const auto* payer = call.target.find("userPublicKey")) {
    if (!solana::is_address(*payer)) return refused(400, "bad_request", "userPublicKey is no key");
    const auto number = world.dflow.random.next();
    const auto message =
        message_of(*payer, solana::address_named("block" + std::to_string(slot)), number);
    Bytes bytes{1};
    bytes.resize(1 + signature_size);
    bytes.insert(bytes.end(), message.begin(), message.end());
    quote->trade.wallet = *payer;
    world.dflow.pending[std::string{message.begin(), message.end()}] = {
        quote->trade, call.true_now + std::chrono::seconds{60}};
    body.set("transaction", Node::text(base64_text(bytes)));
    body.set("lastValidBlockHeight",
             Node::number(static_cast<std::int64_t>(slot - slot / 20 + 150)));
    body.set("prioritizationFeeLamports", Node::number(10'000));
    body.set("computeUnitLimit", Node::number(300'000));
  }
  return {.body = std::move(body)};
}

Sent send_transaction(World& world, const std::string& base64, UtcTime now) {
  const auto bytes = bytes_from_base64(base64);
  if (!bytes || bytes->size() <= 1 + signature_size || bytes->front() != 1) {
    return {"", -32602,
            "failed to deserialize solana_transaction::versioned::VersionedTransaction"};
  }
  const Bytes signature{bytes->begin() + 1, bytes->begin() + 1 + signature_size};
  const Bytes message{bytes->begin() + 1 + signature_size, bytes->end()};
  const auto found = world.dflow.pending.find(std::string{message.begin(), message.end()});
  if (found == world.dflow.pending.end()) {
    return {"", -32002,
            "Transaction simulation failed: This transaction has already been processed"};
  }
  const auto [trade, valid_until] = found->second;
  if (!solana::verifies(signature, message, trade.wallet)) {
    return {"", -32003, "Transaction signature verification failure"};
  }
  const auto name = solana::base58_text(signature);
  if (now > valid_until) {
    world.dflow.expired.insert(name);
    return {"", -32002, "Transaction simulation failed: Blockhash not found"};
  }
  world.dflow.pending.erase(found);
  const auto done = world.dflow.trade(trade, now, name);
  if (!done) return {"", -32002, "Transaction simulation failed: " + done.error().what};
  return {name, 0, ""};
}

std::optional<std::string> sign_transaction(const std::string& base64, ByteView secret) {
  auto bytes = bytes_from_base64(base64);
  if (!bytes || bytes->size() <= 1 + signature_size || bytes->front() != 1) return std::nullopt;
  const Bytes message{bytes->begin() + 1 + signature_size, bytes->end()};
  crypto_sign_detached(bytes->data() + 1, nullptr, message.data(), message.size(), secret.data());
  return base64_text(*bytes);
}

}  // namespace holdfast::sim::dflow
