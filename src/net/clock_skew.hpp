#pragma once
#include <chrono>
#include <optional>

#include "domain/time.hpp"
#include "ports/transport.hpp"

namespace holdfast::net {

// A Date header names whole seconds: less than this is no skew that anybody could see.
inline constexpr Duration visible_skew = std::chrono::seconds{2};

// The server's clock less ours, by the answer's Date header, which is taken to speak of the middle
// between question and answer; zero while they agree within seconds. None without a readable Date.
std::optional<Duration> clock_skew(const HttpResponse& response, UtcTime asked, UtcTime answered);

}  // namespace holdfast::net
