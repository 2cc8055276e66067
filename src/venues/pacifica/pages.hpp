#pragma once
#include <cstdint>
#include <functional>
#include <string>

#include "domain/page_walk.hpp"
#include "venues/pacifica/session.hpp"

namespace holdfast::pacifica {

// Takes a page's body and returns its cursor, empty at the end.
using TakePage = std::function<Result<std::string>(const std::string& body)>;

// Asks page after page to the venue's end marker. `target` is without limit and cursor and has a
// query already.
Async<Completeness> walk_pages(Session& session, std::string target, RawTape& tape,
                               TakePage take_page);

// The same for knowledge that no quantity rests on: ends when `enough` says so, or after so many
// pages (0: however many there are), and proves nothing.
Async<void> look_through(Session& session, std::string target, RawTape& tape, TakePage take_page,
                         std::function<bool()> enough, std::uint32_t pages_max = 0);

}  // namespace holdfast::pacifica
