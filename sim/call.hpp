#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sim/faults.hpp"
#include "sim/message.hpp"
#include "sim/node.hpp"
#include "sim/target.hpp"

namespace holdfast::sim {

// Who the venue takes the caller for, once its signature has been verified.
struct Caller {
  std::string account;
  std::string key_id;
  std::optional<std::uint16_t> pinned_subaccount;
};

// One request on its way to the venue that answers it.
struct Call {
  const Request& request;
  Target target;
  std::string venue;     // "kalshi", "polymarket-data", "polymarket-gamma", "polygon/1"
  std::string endpoint;  // the router's name for the path: what faults and counters speak of
  std::vector<std::string> captures;  // the path's variable segments
  UtcTime now;                        // the venue's clock: header times, Date
  UtcTime true_now;                   // the world's clock: what views show
  std::vector<SetFault> faults;       // the switches that fired on this call
  Caller caller;

  // The first switch of that kind which fired; null when none did.
  [[nodiscard]] const SetFault* fault(FaultKind kind) const {
    for (const auto& fault : faults) {
      if (fault.kind == kind) return &fault;
    }
    return nullptr;
  }
};

// What the venue says, before faults bend it and before it is written as text.
struct Answer {
  int status{200};
  Node body;
  std::vector<Header> headers;
  std::string rows;  // the member that lists rows; "." when the body itself is the list
  std::string
      cursor;  // the member that carries the next cursor: "cursor", "pagination.next_cursor"
  std::string first_cursor;  // a cursor that leads to the first page again
  bool empty_body{};         // no body at all (204)
};

}  // namespace holdfast::sim
