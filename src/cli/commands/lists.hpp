#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/session.hpp"
#include "domain/time.hpp"

namespace holdfast::cli {

// When a column is shown: of a past moment nobody can say all that is known of the present, and
// what is open has no end.
enum class Shown : std::uint8_t { always, of_the_present, with_ended };

struct ListColumn {
  std::string_view title;
  std::string_view field;
  Align align{Align::left};
  Shown shown{Shown::always};
};

// What the exit code of a list says beside that there was an answer.
enum class Ends : std::uint8_t { answered, by_verdict, by_gates };

struct ListTraits {
  bool has_past{};    // takes --at
  bool has_ended{};   // takes --all
  bool by_answers{};  // what accounts do not say is missing in it: it names those that are silent
  Ends ends{Ends::answered};
};

// A command that shows one list of the API as a table.
struct ListCommand {
  std::string_view name;
  std::string_view help;
  std::string_view target;
  std::string_view rows;     // the list's field in the answer
  std::string_view nothing;  // what to say of an empty one
  std::vector<ListColumn> columns;
  ListTraits traits{};
};

const std::vector<ListCommand>& list_commands();
// What of the list is wanted; empty: all, as it is now.
struct ListWish {
  std::string at{};  // a past moment
  std::string instrument{};
  std::string account{};
  bool ended{};                       // those that have ended, too
  std::optional<UtcTime> since{};     // rows that happened no earlier
  std::optional<std::size_t> last{};  // so many rows, the newest
};
int show_list(Session& session, const ListCommand& command, const ListWish& wish = {});

}  // namespace holdfast::cli
