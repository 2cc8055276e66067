#include "replay/recorded_transport.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <utility>

#include "ports/tape.hpp"
#include "venues/kalshi/urls.hpp"
#include "venues/pacifica/urls.hpp"

namespace holdfast::replay {
namespace {

constexpr std::string_view scheme = "http://";

// The text between two others; empty when they are not there.
std::string_view between(std::string_view text, std::string_view before, std::string_view after) {
  const auto begin = text.find(before);
  if (begin == std::string_view::npos) return {};
  const auto start = begin + before.size();
  return text.substr(start, text.find_first_of(after, start) - start);
}

// What the tape calls this question: "kalshi GET /portfolio/balance", "polygon host eth_call".
std::string source_of(const HttpRequest& request) {
  const auto host = std::string_view{request.origin}.substr(scheme.size());
  if (request.method == Method::post) {
    return fmt::format("polygon {} {}", host, between(request.body, R"("method":")", "\""));
  }
  std::string_view target = request.target;
  const std::array<std::pair<VenueName, std::string_view>, 2> prefixes{
      std::pair{VenueName::kalshi, kalshi::urls::prefix},
      std::pair{VenueName::pacifica, pacifica::urls::prefix}};
  for (const auto& [venue, prefix] : prefixes) {
    if (host == name_of(venue) && target.starts_with(prefix)) target.remove_prefix(prefix.size());
  }
  return fmt::format("{} {} {}", host, name_of(request.method), target);
}

// A node's answer bears the number of the question that it answered then.
std::string renumbered(std::string body, std::string_view question) {
  constexpr std::string_view name = R"("id":)";
  const auto asked = between(question, name, ",}");
  auto at = body.find(name);
  if (asked.empty() || at == std::string::npos) return body;
  at = body.find_first_not_of(' ', at + name.size());
  const auto end = body.find_first_of(",}", at);
  if (end == std::string::npos) return body;
  return body.replace(at, end - at, asked);
}

// Asked once a day and hardly ever in the record.
std::string chain_id(std::string_view question) {
  return fmt::format(R"({{"jsonrpc":"2.0","id":{},"result":"0x89"}})",
                     between(question, R"("id":)", ",}"));
}

}  // namespace

std::string origin_of(VenueName venue) { return std::string{scheme} + std::string{name_of(venue)}; }

void RecordedTransport::play(const std::vector<RawAnswer>& answers) { left_ = answers; }

Async<HttpResponse> RecordedTransport::exchange(HttpRequest request) {
  const std::string source = source_of(request);
  const auto found = std::ranges::find(left_, source, &RawAnswer::source);
  if (found == left_.end()) {
    if (source.ends_with(" eth_chainId")) {
      co_return HttpResponse{.status = 200, .headers = {}, .body = chain_id(request.body)};
    }
    co_return fail(Fault::unreachable, "the record has no answer to " + source);
  }
  RawAnswer answer = std::move(*found);
  left_.erase(found);
  clock_.set(std::max(clock_.now(), answer.at));
  auto outcome = outcome_of(std::move(answer));
  if (outcome && request.method == Method::post) {
    outcome->body = renumbered(std::move(outcome->body), request.body);
  }
  co_return outcome;
}

}  // namespace holdfast::replay
