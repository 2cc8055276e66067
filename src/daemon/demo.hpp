#pragma once
#include <cstdint>
#include <map>
#include <memory>
#include <string>

#include "daemon/child_process.hpp"
#include "platform/environment.hpp"

namespace holdfast::daemon {

// The simulator's venues beside us, with accounts to watch, for somebody who has configured none.
// Its ledger and its token live in a folder of its own that is removed at the end: play never
// touches what is real.
class Demo {
 public:
  // Starts holdfast-sim from the folder of this program.
  static Result<std::unique_ptr<Demo>> start();
  ~Demo();
  Demo(const Demo&) = delete;
  Demo& operator=(const Demo&) = delete;

  // The accounts, as .env would name them; anything else of `environment` is kept.
  void configure(platform::Environment& environment) const;
  [[nodiscard]] std::string ledger_path() const { return folder_ + "/ledger/ledger.sqlite"; }
  [[nodiscard]] std::string heads_path() const { return folder_ + "/heads/demo.txt"; }
  [[nodiscard]] std::string token_path() const { return folder_ + "/token"; }
  // Writes a configuration with which the other commands find this daemon, its ledger and its
  // accounts; its path.
  [[nodiscard]] Result<std::string> write_config(const std::string& bind, std::uint16_t port) const;
  [[nodiscard]] const std::string& control() const { return control_; }

 private:
  Demo() = default;
  Result<void> learn(std::string_view ready_line);

  std::string folder_;
  std::unique_ptr<ChildProcess> simulator_;
  std::map<std::string, std::string> names_;  // by .env name
  std::string control_;
};

}  // namespace holdfast::daemon
