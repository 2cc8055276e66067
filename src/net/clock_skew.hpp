#pragma once
#include <chrono>
#include <optional>
#include <span>

#include "domain/raw_answer.hpp"
#include "domain/time.hpp"
#include "ports/transport.hpp"

namespace holdfast::net {

// A Date header names whole seconds: less than this is no skew that anybody could see.
inline constexpr Duration visible_skew = std::chrono::seconds{2};

// The server's clock less ours, by the answer's Date header, which is taken to speak of the middle
// between question and answer; zero while it may speak of any moment between the two, or they agree
// within seconds. None without a readable Date.
std::optional<Duration> clock_skew(const HttpResponse& response, UtcTime asked, UtcTime answered);

// By skew a snapshot's age is told, and it may have been learned in an earlier pass: it goes with
// the answers onto the tape, unless there is none.
void keep_skew(RawTape& tape, UtcTime at, Duration skew);
// What `keep_skew` put there; zero where it put nothing.
Duration kept_skew(std::span<const RawAnswer> answers);

}  // namespace holdfast::net
