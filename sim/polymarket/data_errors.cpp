#include <fmt/format.h>

#include <algorithm>

#include "sim/polymarket/data_answers.hpp"
#include "sim/world.hpp"

namespace holdfast::sim::polymarket {
namespace {

int status_of(std::string_view code) {
  if (code == "unauthorized") return 401;
  if (code == "not_found") return 404;
  if (code == "method_not_allowed") return 405;
  if (code == "rate_limited") return 429;
  if (code == "internal") return 500;
  if (code == "request_timeout" || code == "dependency_unavailable") return 503;
  return 400;
}

std::string trace_id(World& world) {
  auto& random = world.polymarket.trace_random;
  return fmt::format("{:016x}{:016x}", random.next(), random.next());
}

}  // namespace

Answer data_error(World& world, std::string_view code, std::string_view message,
                  std::string_view parameter) {
  const auto trace = trace_id(world);
  const int status = status_of(code);
  auto body = Node::object({{"error", Node::text(message)}, {"code", Node::text(code)}});
  if (!parameter.empty()) body.set("parameter", Node::text(parameter));
  body.set("retryable", Node::boolean(status == 429 || status >= 500))
      .set("trace_id", Node::text(trace));
  return {.status = status, .body = std::move(body), .headers = {{"x-trace-id", trace}}};
}

Answer data_answer(World& world, Node data) {
  return {.body = Node::object({{"data", std::move(data)}}),
          .headers = {{"x-trace-id", trace_id(world)}},
          .rows = "data"};
}

// 20 requests a second to one v2 route were answered, 30 were not (soak of September 2026).
std::optional<Answer> data_rate_limit(World& world, const Call& call) {
  auto& venue = world.polymarket;
  if (!venue.rate_limits) return std::nullopt;
  constexpr std::size_t most = 250;
  constexpr Duration window = std::chrono::seconds{10};
  auto& seen = venue.request_times[call.endpoint];
  while (!seen.empty() && seen.front() <= call.true_now - window) seen.pop_front();
  if (seen.size() >= most) return data_error(world, "rate_limited", "too many requests");
  seen.push_back(call.true_now);
  return std::nullopt;
}

const std::string* data_parameter(const Call& call, std::string_view snake_case) {
  if (const auto* value = call.target.find(snake_case)) return value;
  std::string camel;
  for (std::size_t i = 0; i < snake_case.size(); ++i) {
    const bool turns = snake_case[i] == '_' && i + 1 < snake_case.size();
    camel += turns ? static_cast<char>(snake_case[++i] - 'a' + 'A') : snake_case[i];
  }
  return call.target.find(camel);
}

std::string data_value(const Call& call, std::string_view snake_case, std::string_view otherwise) {
  const auto* value = data_parameter(call, snake_case);
  return value == nullptr ? std::string{otherwise} : *value;
}

std::string address_of(std::string_view text) {
  std::string address{text};
  std::ranges::transform(address, address.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  const bool fits = address.size() == 42 && address.starts_with("0x") &&
                    address.find_first_not_of("0123456789abcdef", 2) == std::string::npos;
  return fits ? address : "";
}

Answer through_cdn(World& world, const Call& call, Duration max_age,
                   Answer (*make)(World& world, const Call& call)) {
  auto& venue = world.polymarket;
  const bool bypass = !venue.cdn || call.fault(FaultKind::stale) != nullptr ||
                      call.fault(FaultKind::wrong_owner) != nullptr;
  if (!bypass) {
    if (const auto* kept = venue.cache.find(call.request.target, call.true_now)) {
      Answer again = *kept;
      again.headers.push_back({"cf-cache-status", "HIT"});
      return again;
    }
  }
  Answer fresh = make(world, call);
  if (fresh.status != 200) return fresh;
  const auto seconds = std::chrono::ceil<std::chrono::seconds>(max_age).count();
  fresh.headers.push_back({"Cache-Control", fmt::format("public, max-age={}", seconds)});
  if (!bypass) venue.cache.keep(call.request.target, fresh, call.true_now + max_age);
  return fresh;
}

}  // namespace holdfast::sim::polymarket
