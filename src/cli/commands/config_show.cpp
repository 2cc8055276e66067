#include <ostream>

#include "cli/commands/commands.hpp"

namespace holdfast::cli {

int config_show(Session& session) {
  const auto config = session.load_config(platform::Credentials::leave);
  if (!config) return session.refuse(config.error());
  if (session.wants_json()) {
    session.out() << "{\"settings\":[";
    bool first = true;
    for (const platform::Setting& setting : config->settings) {
      session.out() << (first ? "" : ",") << "{\"key\":" << json_quoted(setting.key)
                    << ",\"value\":" << json_quoted(setting.value)
                    << ",\"source\":" << json_quoted(setting.source) << "}";
      first = false;
    }
    session.out() << "]}\n";
    return 0;
  }
  std::vector<Line> rows;
  for (const platform::Setting& setting : config->settings) {
    rows.push_back({setting.key, setting.value, setting.source});
  }
  print_table(session.out(), {{"KEY"}, {"VALUE"}, {"FROM"}}, rows, session.table_form());
  for (const std::string& warning : config->warnings)
    session.err() << "warning: " << warning << "\n";
  return 0;
}

}  // namespace holdfast::cli
