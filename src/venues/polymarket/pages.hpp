#pragma once
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "domain/page_walk.hpp"
#include "net/query_parameter.hpp"
#include "venues/polymarket/session.hpp"

namespace holdfast::polymarket {

// Takes a page's body and returns its next cursor, empty at the end.
using TakePage = std::function<Result<std::string>(const std::string& body)>;

// Data API v2: asks page after page until the venue's end marker. Each cursor goes with the same
// parameters, since it is bound to them. `first_body` is the first page where the caller has asked
// it already; empty: it is asked here.
Async<Completeness> walk_pages(Session& session, std::string target, std::string first_body,
                               RawTape& tape, TakePage take_page);

// Takes a page's body and returns how many rows it had.
using TakeRows = std::function<Result<std::size_t>(const std::string& body)>;

// Data API v1: offsets until a page that is not full. A full page at the highest offset is
// Fault::incomplete: what comes behind it cannot be read.
Async<Completeness> walk_offsets(Session& session, std::string target, RawTape& tape,
                                 TakeRows take_rows);

using net::parameter;

}  // namespace holdfast::polymarket
