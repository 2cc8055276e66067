#pragma once
#include <optional>
#include <string>
#include <vector>

#include "cli/doors.hpp"
#include "cli/json_tree.hpp"
#include "cli/print/table.hpp"
#include "platform/json_writer.hpp"

namespace holdfast::cli {

enum class Form : std::uint8_t { text, json, csv };

struct Options {
  Form form{Form::text};
  std::string config_path;
  std::vector<platform::Override> overrides;
};

// One run of the command line: its doors, its options and the configuration. Commands return the
// exit code; whatever goes wrong is said here, in one form.
class Session {
 public:
  Session(Doors& doors, Options options) : doors_{doors}, options_{std::move(options)} {}

  [[nodiscard]] Doors& doors() const { return doors_; }
  [[nodiscard]] const Options& options() const { return options_; }
  [[nodiscard]] std::ostream& out() const { return doors_.out; }
  [[nodiscard]] std::ostream& err() const { return doors_.err; }
  [[nodiscard]] bool wants_json() const { return options_.form == Form::json; }
  [[nodiscard]] TableForm table_form() const;
  // The verdict's colour where colours are wanted (NO_COLOR, CLICOLOR_FORCE), else nothing.
  [[nodiscard]] std::string_view paint_of(std::string_view verdict) const;

  // `read` opens key files too; most commands only talk to the daemon.
  Result<platform::Config> load_config(platform::Credentials credentials);
  // Loaded once, without credentials.
  Result<const platform::Config*> config();
  // The body of a good answer; every other answer as the error it means, with its fix.
  Result<std::string> get(const std::string& target);
  Result<std::string> post(const std::string& target, const std::string& body);
  Result<std::string> del(const std::string& target);

  // Says what is wrong, on stderr: text, or one problem object with --json.
  int refuse(const Error& error) const;
  int usage(const std::string& what) const;

 private:
  void complain(std::string_view name, const std::string& what) const;
  Result<std::string> ask(const std::string& method, const std::string& target,
                          const std::string& body);

  Doors& doors_;
  Options options_;
  std::optional<platform::Config> config_;
};

// A file that a command was given, whole. `meant` says in a sentence what to name instead.
Result<std::string> content_of(const std::string& path, const std::string& meant);

using platform::json_quoted;
std::string url_quoted(std::string_view text);

}  // namespace holdfast::cli
