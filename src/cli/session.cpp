#include "cli/session.hpp"

#include <fmt/format.h>

#include <array>
#include <fstream>
#include <ostream>
#include <sstream>
#include <utility>

#include "cli/exit_code.hpp"
#include "cli/print/words.hpp"
#include "net/host_port.hpp"
#include "platform/escape_controls.hpp"

namespace holdfast::cli {
namespace {

Fault fault_of_status(int status) {
  if (status == 401 || status == 403) return Fault::unauthorised;
  if (status == 503) return Fault::not_now;
  if (status >= 500) return Fault::unreachable;
  return Fault::refused;
}

// The API names its addresses where a person at a terminal has commands.
std::string with_commands(std::string text) {
  using Spoken = std::pair<std::string_view, std::string_view>;
  constexpr std::array<Spoken, 6> spoken{
      Spoken{"GET /api/v1/ledger/positions?scope=all", "`holdfast positions`"},
      Spoken{"GET /api/v1/cases?scope=all", "`holdfast cases --all`"},
      Spoken{"GET /api/v1/cases", "`holdfast cases`"},
      Spoken{"GET /api/v1/books", "`holdfast books`"},
      Spoken{"GET /api/v1/accounts", "`holdfast accounts`"},
      Spoken{"GET /api/v1/status", "`holdfast status`"}};
  for (const auto& [address, command] : spoken) {
    const auto at = text.find(address);
    if (at != std::string::npos) text.replace(at, address.size(), command);
  }
  return text;
}

}  // namespace

std::string url_quoted(std::string_view text) {
  constexpr std::string_view plain =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~";
  std::string quoted;
  for (const char c : text) {
    if (plain.find(c) != std::string_view::npos) {
      quoted.push_back(c);
    } else {
      quoted += fmt::format("%{:02X}", static_cast<unsigned>(static_cast<unsigned char>(c)));
    }
  }
  return quoted;
}

Result<std::string> content_of(const std::string& path, const std::string& meant) {
  std::ifstream file{path, std::ios::binary};
  std::ostringstream content;
  // Nothing to read is no failure of a file that is there.
  if (file && file.peek() != std::ifstream::traits_type::eof()) content << file.rdbuf();
  if (!file.is_open() || file.bad() || !content) {
    return fail(Fault::refused, "cannot read " + path + ". " + meant);
  }
  return content.str();
}

TableForm Session::table_form() const {
  if (options_.form == Form::csv) return TableForm::csv;
  return doors_.terminal ? TableForm::aligned : TableForm::tabs;
}

std::string_view Session::paint_of(std::string_view verdict) const {
  return doors_.colour ? verdict_paint(verdict) : std::string_view{};
}

Result<platform::Config> Session::load_config(platform::Credentials credentials) {
  // The environment is copied without its secrets, which only the daemon needs.
  platform::Environment environment;
  for (const auto& [name, variable] : doors_.environment) {
    if (variable.secret.empty()) {
      environment.emplace(name, platform::Variable{variable.text, {}, variable.source});
    } else if (credentials == platform::Credentials::read) {
      environment.emplace(
          name,
          platform::Variable{{}, platform::Secret{variable.secret.reveal()}, variable.source});
    }
  }
  platform::ConfigInputs inputs = platform::real_config_inputs(std::move(environment));
  inputs.config_path = options_.config_path;
  inputs.overrides = options_.overrides;
  inputs.credentials = credentials;
  return doors_.load_config(std::move(inputs));
}

Result<const platform::Config*> Session::config() {
  if (!config_) {
    auto loaded = load_config(platform::Credentials::leave);
    if (!loaded) return tl::make_unexpected(loaded.error());
    config_ = *std::move(loaded);
  }
  return &*config_;
}

Result<std::string> Session::ask(const std::string& method, const std::string& target,
                                 const std::string& body) {
  if (const auto loaded = config(); !loaded) return tl::make_unexpected(loaded.error());
  auto answer = doors_.ask_daemon(*config_, method, target, body);
  if (!answer) return tl::make_unexpected(answer.error());
  if (answer->status >= 200 && answer->status < 300) return std::move(answer->body);
  if (answer->status == 401) {
    return fail(
        Fault::unauthorised,
        fmt::format("the daemon on {} does not take the token in {}. Run as the user who started "
                    "it, with the same configuration (and port).",
                    net::host_port(config_->http.bind, config_->http.port),
                    config_->http.token_path));
  }
  const auto problem = read_tree(answer->body);
  std::string what = fmt::format("the daemon answered {}", answer->status);
  if (problem) {
    what = std::string{problem->text("detail")};
    if (const auto fix = problem->text("fix"); !fix.empty())
      what += " " + with_commands(std::string{fix});
  }
  return fail(fault_of_status(answer->status), std::move(what));
}

Result<std::string> Session::get(const std::string& target) { return ask("GET", target, ""); }
Result<std::string> Session::post(const std::string& target, const std::string& body) {
  return ask("POST", target, body);
}
Result<std::string> Session::del(const std::string& target) { return ask("DELETE", target, ""); }

void Session::complain(std::string_view name, const std::string& what) const {
  if (wants_json()) {
    err() << fmt::format(R"({{"type":"urn:holdfast:problem:{}","title":{},"detail":{}}})", name,
                         json_quoted(name), json_quoted(what))
          << "\n";
    return;
  }
  // Some list what they speak of, one a line.
  std::string lines;
  std::istringstream all{what};
  for (std::string line; std::getline(all, line);) {
    lines += (lines.empty() ? "holdfast: " : "") + platform::escape_controls(line) + "\n";
  }
  err() << lines;
}

int Session::refuse(const Error& error) const {
  complain(name_of(error.fault), error.what);
  return code_of(error);
}

int Session::usage(const std::string& what) const {
  complain("usage", what);
  return code(ExitCode::usage);
}

}  // namespace holdfast::cli
