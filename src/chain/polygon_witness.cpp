#include "chain/polygon_witness.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <sstream>
#include <utility>

#include "chain/contracts.hpp"
#include "chain/excuses.hpp"
#include "chain/quorum.hpp"
#include "ports/tape.hpp"

namespace holdfast::polygon {

PolygonWitness::PolygonWitness(Config config, Transport& transport, Clock& clock)
    : config_{std::move(config)},
      clock_{clock},
      endpoints_{endpoints_at(config_.endpoints, transport, clock)} {}

namespace {

// One eth_call: tokens of one wallet in one contract.
struct Question {
  crypto::EthAddress contract;
  crypto::EthAddress owner;
  std::vector<PositionKey> keys;
  std::vector<U256> ids;
};

struct Plan {
  std::vector<Question> questions;
  std::map<PositionKey, std::string> unreadable;  // no token ids
};

Result<Plan> plan_of(const std::vector<PositionKey>& keys, const Config& config) {
  using Place = std::pair<crypto::EthAddress, crypto::EthAddress>;
  std::map<Place, Question> open;
  Plan plan;
  for (const PositionKey& key : keys) {
    const auto holder = config.holders.find(key.account);
    if (holder == config.holders.end() || key.venue != VenueName::polymarket) {
      return fail(Fault::identity, "no wallet on Polygon is configured for " + key.account.text);
    }
    const auto id = U256::parse_decimal(key.instrument.text);
    if (!id) {
      plan.unreadable.emplace(key, "not a token id: " + key.instrument.text.substr(0, 90));
      continue;
    }
    const auto& contract = contract_of(*id);
    Question& question = open[{contract, holder->second}];
    question.contract = contract;
    question.owner = holder->second;
    question.keys.push_back(key);
    question.ids.push_back(*id);
    if (question.ids.size() >= config.ids_per_call) {
      plan.questions.push_back(std::exchange(question, {}));
    }
  }
  for (auto& [place, question] : open) {
    if (!question.ids.empty()) plan.questions.push_back(std::move(question));
  }
  return plan;
}

// An endpoint that is on the right chain, and its newest finalised block.
struct Candidate {
  Endpoint* endpoint{};
  Block finalized;
};

using json_rpc::Excuses;

// A finalised block is a few minutes old at most, and never from the future.
Result<void> check_age(const Block& block, UtcTime now, Duration age_max) {
  constexpr Duration ahead_max = std::chrono::seconds{60};
  if (block.at > now + ahead_max) {
    return fail(Fault::malformed, fmt::format("its block {} is of {}, which has not come",
                                              block.number, iso_text(block.at)));
  }
  if (block.at + age_max < now) {
    return fail(Fault::incomplete,
                fmt::format("its newest finalised block {} is of {}: it is stuck, or this "
                            "machine's clock is wrong",
                            block.number, iso_text(block.at)));
  }
  return {};
}

Async<std::vector<Candidate>> find_candidates(std::vector<Endpoint>& endpoints, UtcTime now,
                                              Duration age_max, Excuses& excuses, RawTape& tape) {
  std::vector<Candidate> candidates;
  for (Endpoint& endpoint : endpoints) {
    const auto chain = co_await endpoint.check_chain(tape);
    if (!chain) {
      if (chain.error().fault == Fault::cancelled) co_return tl::make_unexpected(chain.error());
      excuses.add(endpoint.name(), chain.error());
      continue;
    }
    const auto block = co_await endpoint.finalized_block(tape);
    const auto fresh = block ? check_age(*block, now, age_max) : tl::make_unexpected(block.error());
    if (!fresh) {
      if (fresh.error().fault == Fault::cancelled) co_return tl::make_unexpected(fresh.error());
      excuses.add(endpoint.name(), fresh.error());
      continue;
    }
    candidates.push_back({&endpoint, *block});
  }
  co_return candidates;
}

// Leaves out whoever is too far behind; the block that all others have finalised.
std::optional<std::uint64_t> common_block(std::vector<Candidate>& candidates,
                                          std::uint64_t behind_max, Excuses& excuses) {
  if (candidates.empty()) return std::nullopt;
  const auto number = [](const Candidate& candidate) { return candidate.finalized.number; };
  const std::uint64_t newest = number(*std::ranges::max_element(candidates, {}, number));
  std::erase_if(candidates, [&](const Candidate& candidate) {
    if (newest - number(candidate) <= behind_max) return false;
    excuses.add(
        candidate.endpoint->name(),
        {Fault::incomplete, fmt::format("it is {} blocks behind", newest - number(candidate))});
    return true;
  });
  return number(*std::ranges::min_element(candidates, {}, number));
}

// What an endpoint said, and whether the block it spoke of was still there at the end.
struct Answer {
  Statement statement;
  bool replaced{};
};
Async<Answer> question_endpoint(Candidate candidate, const Plan& plan, std::uint64_t number,
                                RawTape& tape) {
  Statement statement{.endpoint = candidate.endpoint->name(), .block = candidate.finalized};
  if (candidate.finalized.number != number) {
    const auto block = co_await candidate.endpoint->block(number, tape);
    if (!block) co_return tl::make_unexpected(block.error());
    statement.block = *block;
  }
  for (const Question& question : plan.questions) {
    const auto balances = co_await candidate.endpoint->balances(question.contract, question.owner,
                                                                question.ids, number, tape);
    if (!balances) co_return tl::make_unexpected(balances.error());
    for (std::size_t i = 0; i < question.keys.size(); ++i) {
      statement.balances.emplace(question.keys[i], (*balances)[i]);
    }
  }
  // Balances are asked for by number: another block may have it by now.
  const auto still = co_await candidate.endpoint->block(number, tape);
  if (!still) co_return tl::make_unexpected(still.error());
  const bool replaced = still->hash != statement.block.hash;
  co_return Answer{std::move(statement), replaced};
}

// What the endpoints have in the place of the block that earlier balances were read at; nothing
// where it stands. One that has not got so far is left out.
struct Replaced {
  std::string text;
  std::size_t by{};  // how many endpoints
};
Async<Replaced> find_replaced(std::vector<Candidate>& candidates, const Block& rests_on,
                              Excuses& excuses, RawTape& tape) {
  Replaced replaced;
  for (auto at = candidates.begin(); at != candidates.end();) {
    const auto block = co_await at->endpoint->block(rests_on.number, tape);
    if (!block) {
      if (block.error().fault == Fault::cancelled) co_return tl::make_unexpected(block.error());
      excuses.add(at->endpoint->name(), block.error());
      at = candidates.erase(at);
      continue;
    }
    if (block->hash != rests_on.hash) {
      replaced.text += fmt::format("{} {} has {}", replaced.by == 0 ? ":" : ",",
                                   at->endpoint->name(), block->hash);
      ++replaced.by;
    }
    ++at;
  }
  if (replaced.by > 0) {
    replaced.text = fmt::format("block {} with {}, which earlier balances were read at, is gone{}",
                                rests_on.number, rests_on.hash, replaced.text);
  }
  co_return replaced;
}

// Nothing is agreed.
Readings in_doubt(const std::vector<PositionKey>& keys, const std::string& why, std::size_t asked,
                  std::size_t answered) {
  Readings readings;
  for (const PositionKey& key : keys) readings.disputed.emplace(key, why);
  readings.endpoints_asked = static_cast<std::uint32_t>(asked);
  readings.endpoints_answered = static_cast<std::uint32_t>(answered);
  readings.text = why;
  return readings;
}

}  // namespace

Async<std::vector<IdentityCheck>> PolygonWitness::identify(RawTape& tape) {
  std::vector<IdentityCheck> checks;
  for (Endpoint& endpoint : endpoints_) {
    const auto chain = co_await endpoint.check_chain(tape);
    const auto block = chain ? co_await endpoint.finalized_block(tape)
                             : Result<Block>{tl::make_unexpected(chain.error())};
    const auto fresh = block ? check_age(*block, clock_.now(), config_.block_age_max)
                             : tl::make_unexpected(block.error());
    checks.push_back(json_rpc::endpoint_check(
        "polygon", endpoint.name(), fresh,
        block ? fmt::format("chain 137, block {} is final", block->number) : "",
        "give another endpoint of Polygon's main chain (POLYGON_RPC_URLS)"));
  }
  co_return checks;
}

Result<void> PolygonWitness::recall(std::string_view memory) {
  rests_on_.reset();
  if (memory.empty()) return {};
  Block block;
  std::istringstream words{std::string{memory}};
  if (!(words >> block.number >> block.hash)) {
    return fail(Fault::malformed, "the record does not say which block was remembered");
  }
  rests_on_ = std::move(block);
  return {};
}

Async<Readings> PolygonWitness::read(std::vector<PositionKey> keys, RawTape& tape) {
  const auto plan = plan_of(keys, config_);
  if (!plan) co_return tl::make_unexpected(plan.error());
  keep_memory(tape, remembered_block, clock_.now(),
              rests_on_ ? fmt::format("{} {}", rests_on_->number, rests_on_->hash) : "");
  Excuses excuses;
  auto candidates =
      co_await find_candidates(endpoints_, clock_.now(), config_.block_age_max, excuses, tape);
  if (!candidates) co_return tl::make_unexpected(std::move(candidates).error());
  if (rests_on_) {
    const auto replaced = co_await find_replaced(*candidates, *rests_on_, excuses, tape);
    if (!replaced) co_return tl::make_unexpected(replaced.error());
    if (replaced->by > 0) {
      // Where all have moved to another chain, the next reading begins anew there.
      if (replaced->by == candidates->size()) rests_on_.reset();
      co_return in_doubt(keys, replaced->text, endpoints_.size(), candidates->size());
    }
  }
  const auto number = common_block(*candidates, config_.blocks_behind_max, excuses);
  std::vector<Statement> statements;
  for (const Candidate& candidate : *candidates) {
    auto answer = co_await question_endpoint(candidate, *plan, *number, tape);
    if (answer && answer->replaced) {
      // What the others said before is of a chain that is gone.
      co_return in_doubt(keys,
                         fmt::format("{} replaced block {} while balances at it were read",
                                     candidate.endpoint->name(), *number),
                         endpoints_.size(), candidates->size());
    }
    if (answer) {
      statements.push_back(std::move(answer->statement));
      continue;
    }
    if (answer.error().fault == Fault::cancelled) {
      co_return tl::make_unexpected(std::move(answer).error());
    }
    excuses.add(candidate.endpoint->name(), answer.error());
  }
  if (statements.empty()) co_return excuses.fault("Polygon");
  Readings readings = compare(statements, endpoints_.size());
  readings.disputed.insert(plan->unreadable.begin(), plan->unreadable.end());
  readings.text += excuses.text();
  const Block& read_at = statements.front().block;
  if (!readings.agreed.empty() && (!rests_on_ || rests_on_->number <= read_at.number)) {
    rests_on_ = read_at;
  }
  co_return readings;
}

}  // namespace holdfast::polygon
