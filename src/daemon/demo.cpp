#include "daemon/demo.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <system_error>

#include "platform/config_keys.hpp"
#include "platform/json_reader.hpp"
#include "platform/json_writer.hpp"
#include "platform/private_file.hpp"

namespace holdfast::daemon {
namespace {

namespace fs = std::filesystem;

Result<std::string> fresh_folder() {
  std::error_code ignored;
  std::string pattern = (fs::temp_directory_path(ignored) / "holdfast-demo-XXXXXX").string();
  if (::mkdtemp(pattern.data()) == nullptr) {
    return fail(Fault::storage, "cannot make a folder for the demo below " +
                                    fs::temp_directory_path(ignored).string());
  }
  return pattern;
}

// JSON's strings are TOML's too.
std::string toml_text(std::string_view text) {
  platform::JsonWriter json;
  json.string(text);
  return json.take();
}

// "a,b" as a list.
std::string list_of(std::string_view text) {
  std::string list;
  while (!text.empty()) {
    const auto end = std::min(text.find(','), text.size());
    list += (list.empty() ? "" : ", ") + toml_text(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return "[" + list + "]";
}

// What describes an account, by the .env name that says it.
struct AccountLine {
  std::string_view venue;  // empty: of the account above
  std::string_view key;
  std::string_view variable;
};
constexpr std::array<AccountLine, 5> account_lines{
    {{"kalshi", "key_id", "KALSHI_API_KEY_ID"},
     {"", "private_key_path", "KALSHI_PRIVATE_KEY_PATH"},
     {"polymarket", "address", "POLY_POSITIONS_USER"},
     {"pacifica", "address", "PACIFICA_ACCOUNT"},
     {"kalshi_solana", "address", "SOLANA_WALLET"}}};

}  // namespace

Result<std::unique_ptr<Demo>> Demo::start() {
  std::error_code error;
  const fs::path self = fs::read_symlink("/proc/self/exe", error);
  const fs::path simulator = self.parent_path() / "holdfast-sim";
  if (error || !fs::exists(simulator)) {
    return fail(Fault::storage, "holdfast-sim is not beside this program (" + simulator.string() +
                                    "); ./run builds both, or configure an account");
  }
  auto folder = fresh_folder();
  if (!folder) return tl::make_unexpected(folder.error());
  std::unique_ptr<Demo> demo{new Demo};
  demo->folder_ = *std::move(folder);
  auto child = ChildProcess::start(
      simulator.string(), {"--port", "0", "--port-polymarket-data", "0", "--port-polymarket-gamma",
                           "0", "--port-dflow-metadata", "0", "--port-dflow-trade", "0",
                           "--port-pacifica", "0", "--keys-dir", demo->folder_});
  if (!child) return tl::make_unexpected(child.error());
  demo->simulator_ = *std::move(child);
  if (auto learnt = demo->learn(demo->simulator_->first_line()); !learnt) {
    return tl::make_unexpected(learnt.error());
  }
  return demo;
}

Demo::~Demo() {
  simulator_.reset();
  std::error_code ignored;
  fs::remove_all(folder_, ignored);
}

Result<void> Demo::learn(std::string_view ready_line) {
  std::map<std::string, std::string, std::less<>> services;
  const auto keep = [](std::string& target, platform::JsonValue& value) -> Result<void> {
    auto text = value.string();
    if (!text) return tl::make_unexpected(text.error());
    target = *text;
    return {};
  };
  platform::JsonReader reader{ready_line};
  auto read = reader.object([&](std::string_view key, platform::JsonValue& value) -> Result<void> {
    if (key == "kalshi_key_id") return keep(names_["KALSHI_API_KEY_ID"], value);
    if (key == "kalshi_key_file") return keep(names_["KALSHI_PRIVATE_KEY_PATH"], value);
    if (key == "pacifica_account") return keep(names_["PACIFICA_ACCOUNT"], value);
    if (key == "polymarket_wallet") return keep(names_["POLY_POSITIONS_USER"], value);
    if (key == "solana_wallet") return keep(names_["SOLANA_WALLET"], value);
    if (key != "services") return value.skip();
    return value.each_field([&](std::string_view service, platform::JsonValue& url) {
      return keep(services[std::string{service}], url);
    });
  });
  if (!read) return tl::make_unexpected(read.error());
  names_["KALSHI_API_BASE"] = services["kalshi"];
  names_["POLY_DATA_API_BASE"] = services["polymarket_data"];
  names_["POLY_GAMMA_API_BASE"] = services["polymarket_gamma"];
  names_["PACIFICA_API_BASE"] = services["pacifica"];
  names_["POLY_WS_BASE"] = services["polymarket_ws"];
  names_["PACIFICA_WS_BASE"] = services["pacifica_ws"];
  // Another name for the same machine, or both endpoints would count as one provider.
  const auto by_another_name = [](std::string url) {
    const auto host = url.find("127.0.0.1");
    return host == std::string::npos ? url : url.replace(host, 9, "localhost");
  };
  names_["POLYGON_RPC_URLS"] = services["polygon_1"] + "," + by_another_name(services["polygon_2"]);
  names_["SOLANA_RPC_URLS"] = services["solana_1"] + "," + by_another_name(services["solana_2"]);
  names_["SOLANA_WS_URL"] = services["solana_ws"];
  names_["DFLOW_METADATA_API_BASE"] = services["dflow_metadata"];
  names_["DFLOW_TRADE_API_BASE"] = services["dflow_trade"];
  control_ = services["control"];
  return {};
}

void Demo::configure(platform::Environment& environment) const {
  for (const auto& [name, text] : names_) {
    environment.insert_or_assign(name, platform::Variable{text, {}, "demo"});
  }
}

Result<std::string> Demo::write_config(const std::string& bind, std::uint16_t port) const {
  std::string text = fmt::format(
      "# Of a demo that runs; it is removed with it.\n"
      "ledger.path = {}\nledger.heads_path = {}\nhttp.token_path = {}\n"
      "http.bind = {}\nhttp.port = {}\n",
      toml_text(ledger_path()), toml_text(heads_path()), toml_text(token_path()), toml_text(bind),
      port);
  for (const platform::ConfigKey& key : platform::config_keys()) {
    const auto named = names_.find(std::string{key.variable});
    if (key.place != platform::KeyPlace::plain || named == names_.end()) continue;
    const bool is_list = key.name.ends_with(".endpoints");
    text += fmt::format("{} = {}\n", key.name,
                        is_list ? list_of(named->second) : toml_text(named->second));
  }
  for (const AccountLine& line : account_lines) {
    if (!line.venue.empty()) {
      text += fmt::format("[[account]]\nname = \"main\"\nvenue = {}\n", toml_text(line.venue));
    }
    text += fmt::format("{} = {}\n", line.key, toml_text(names_.at(std::string{line.variable})));
  }
  std::string path = folder_ + "/holdfast.toml";
  if (auto written = platform::write_private_file(path, text); !written) {
    return tl::make_unexpected(written.error());
  }
  return path;
}

}  // namespace holdfast::daemon
