#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "venues/polymarket/derived_ids.hpp"
#include "venues/polymarket/pages.hpp"
#include "venues/polymarket/parse.hpp"
#include "venues/polymarket/refusal.hpp"
#include "venues/polymarket/venue.hpp"
#include "venues/polymarket/wallets.hpp"

namespace holdfast::polymarket {
namespace {

// One page of a wallet's open positions: tells something from nothing.
Async<std::vector<Holding>> some_positions(Session& session, DataShape shape, Holder holder,
                                           RawTape& tape) {
  const std::string user = parameter("user", holder.wallet.lower());
  if (shape == DataShape::v1) {
    const auto body =
        co_await session.get("/positions?" + user + "&sizeThreshold=0&limit=50", tape);
    if (!body) co_return tl::make_unexpected(body.error());
    auto page = parse_positions_v1(*body, holder);
    if (!page) co_return tl::make_unexpected(page.error());
    co_return std::move(page->holdings);
  }
  const auto body = co_await session.get(
      "/v2/positions?" + user + "&filter_type=TOKENS&filter_amount=0&limit=50", tape);
  if (!body) co_return tl::make_unexpected(body.error());
  auto page = parse_positions(*body, holder);
  if (!page) co_return tl::make_unexpected(page.error());
  co_return std::move(page->holdings);
}

std::string_view kind_of(const crypto::EthAddress& holder, const crypto::EthAddress& signer) {
  if (holder == signer) return "the key's own address (EOA)";
  for (const Wallet& wallet : wallets_of(signer)) {
    if (wallet.address == holder) return wallet.kind;
  }
  return "";
}

constexpr std::string_view fix_of_key =
    "give the address that polymarket.com shows as yours (POLY_FUNDER), or the private key that "
    "belongs to it";

// Only hints: reading needs no key, and a factory may have changed its code since.
IdentityCheck hint(std::string name, bool passed, std::string text) {
  return {.name = std::move(name),
          .passed = passed,
          .text = std::move(text),
          .fix = passed ? "" : std::string{fix_of_key},
          .weight = CheckWeight::hint};
}

IdentityCheck derived_check(const crypto::EthAddress& holder, const crypto::EthAddress& signer) {
  const std::string_view kind = kind_of(holder, signer);
  const auto text = kind.empty()
                        ? fmt::format(
                              "{} is none of the wallets that Polymarket makes for the "
                              "configured key ({})",
                              holder.checksummed(), signer.checksummed())
                        : fmt::format("{} is {} of the configured key", holder.checksummed(), kind);
  return hint("wallet and key", !kind.empty(), text);
}

bool names(const OnChainWallet& told, const crypto::EthAddress& signer) {
  return told.owners && std::ranges::find(*told.owners, signer.checksummed()) != told.owners->end();
}

// What the chain says of the wallet's address; of a Safe, whose it is.
IdentityCheck chain_check(const crypto::EthAddress& holder,
                          const std::optional<crypto::EthAddress>& signer,
                          const Result<OnChainWallet>& told) {
  constexpr const char* name = "wallet on the chain";
  const std::string address = holder.checksummed();
  if (!told) {
    IdentityCheck unasked = hint(name, false, "Polygon could not be asked: " + told.error().what);
    unasked.fix = "see to its endpoints (POLYGON_RPC_URLS)";
    unasked.fault = told.error().fault;
    return unasked;
  }
  if (!told->has_code) {
    return hint(
        name, true,
        address + " has no code: a key's own address, or a wallet that is not deployed yet");
  }
  if (!told->owners) return hint(name, true, address + " is a contract, and no Safe");
  const auto whose = fmt::format("{} is a Safe of {}", address, fmt::join(*told->owners, ", "));
  if (!signer || names(*told, *signer)) return hint(name, true, whose);
  return hint(name, false, whose + ", not of the configured key " + signer->checksummed());
}

constexpr std::string_view how_to_name =
    "set POLY_FUNDER, or `address` of the [[account]], to the wallet that polymarket.com shows as "
    "yours";

}  // namespace

std::string_view PolymarketVenue::fix() const { return how_to_name; }

std::vector<OwnerCandidate> PolymarketVenue::hints() const {
  if (!config_.signer) return {};
  std::vector<OwnerCandidate> found;
  for (const Wallet& wallet : wallets_of(*config_.signer)) {
    found.push_back(
        {wallet.address.checksummed(), fmt::format("{} of the configured key", wallet.kind)});
  }
  found.push_back({config_.signer->checksummed(), "the configured key's own address"});
  return found;
}

Result<void> PolymarketVenue::read_for(const std::string& owner) {
  const auto wallet = crypto::EthAddress::parse(owner);
  if (!wallet) return tl::make_unexpected(wallet.error());
  config_.holder = *wallet;
  return {};
}

// Asks the chain, and derives: a Safe that names the key is the key's, whatever made it.
Async<void> PolymarketVenue::check_wallet(std::vector<IdentityCheck>& checks, RawTape& tape) {
  const auto& wallet = config_.holder;
  const auto& signer = config_.signer;
  std::optional<Result<OnChainWallet>> told;
  if (config_.wallets != nullptr) {
    told = co_await config_.wallets->look_up(wallet.lower(), tape);
    if (!*told && told->error().fault == Fault::cancelled) {
      co_return tl::make_unexpected(told->error());
    }
  }
  if (signer) {
    auto derived = derived_check(wallet, *signer);
    const bool named = told && *told && names(**told, *signer);
    if (derived.passed || !named) checks.push_back(std::move(derived));
  }
  if (told) checks.push_back(chain_check(wallet, signer, *told));
  co_return Result<void>{};
}

Async<std::vector<IdentityCheck>> PolymarketVenue::identify(RawTape& tape) {
  std::vector<IdentityCheck> checks;
  const auto& wallet = config_.holder;
  checks.push_back({.name = "address",
                    .passed = !wallet.is_zero(),
                    .text = wallet.is_zero() ? "no wallet is known"
                                             : "positions are read from " + wallet.checksummed(),
                    .fix = wallet.is_zero() ? std::string{how_to_name} : ""});
  if (wallet.is_zero()) co_return checks;
  if (auto checked = co_await check_wallet(checks, tape); !checked) {
    co_return tl::make_unexpected(std::move(checked).error());
  }

  auto held = co_await some_positions(data_, shape_, {config_.account, wallet}, tape);
  if (!held && held.error().fault == Fault::refused && shape_ == DataShape::automatic) {
    shape_ = DataShape::v1;
    held = co_await some_positions(data_, shape_, {config_.account, wallet}, tape);
  }
  IdentityCheck check{.name = "positions", .passed = held.has_value()};
  if (!held) {
    if (held.error().fault != Fault::identity) co_return tl::make_unexpected(held.error());
    check.text = held.error().what;
    check.fix = "give the wallet that polymarket.com shows as yours";
    checks.push_back(std::move(check));
    co_return checks;
  }
  check.text = !held->empty() ? "the Data API lists positions there"
                              : "the Data API lists no positions there";
  if (held->empty() && config_.signer) {
    // Nothing here and something next door means that the wrong door was given.
    auto candidates = wallets_of(*config_.signer);
    candidates.push_back({"the key's own address (EOA)", *config_.signer});
    for (const Wallet& other : candidates) {
      if (other.address == wallet) continue;
      const auto there =
          co_await some_positions(data_, shape_, {config_.account, other.address}, tape);
      if (!there) co_return tl::make_unexpected(there.error());
      if (there->empty()) continue;
      check.passed = false;
      check.text +=
          fmt::format(", but there are some in {} ({})", other.address.checksummed(), other.kind);
      check.fix =
          fmt::format("set the account's address (POLY_FUNDER) to {}", other.address.checksummed());
    }
  }
  if (held->empty() && check.passed) {
    // Lost tokens and old trades count too: an address that never did anything is seldom the right
    // one, and a wrong one must not look like one that holds nothing.
    const auto used = co_await is_owner(wallet.checksummed(), {}, tape);
    if (!used) co_return tl::make_unexpected(used.error());
    if (!*used) {
      check.passed = false;
      check.text = "nothing was ever held or traded by " + wallet.checksummed();
      check.fix = std::string{how_to_name} + "; a new wallet is known after its first trade";
    }
  }
  checks.push_back(std::move(check));
  // Ids come from the venue: one that its market's condition does not give is named, no more.
  if (!held->empty()) {
    checks.push_back({.name = "token ids", .passed = true, .text = derivations_text(*held)});
  }
  co_return checks;
}

}  // namespace holdfast::polymarket
