#pragma once
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cli/session.hpp"

namespace holdfast::cli {

struct ListColumn {
  std::string_view title;
  std::string_view field;
  Align align{Align::left};
  bool present_only{};  // not shown of a past moment, of which nobody can say it
};

// A command that shows one list of the API as a table.
struct ListCommand {
  std::string_view name;
  std::string_view help;
  std::string_view target;
  std::string_view rows;     // the list's field in the answer
  std::string_view nothing;  // what to say of an empty one
  std::vector<ListColumn> columns;
  bool has_past{};  // takes --at
};

const std::vector<ListCommand>& list_commands();
// What of the list is wanted; empty: all, as it is now.
struct ListWish {
  std::string at;  // a past moment
  std::string instrument;
};
int show_list(Session& session, const ListCommand& command, const ListWish& wish = {});
// The list of that name; null when there is none.
const ListCommand* find_list(std::string_view name);

}  // namespace holdfast::cli
