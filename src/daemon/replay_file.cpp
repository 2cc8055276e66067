#include "daemon/replay_file.hpp"

#include <array>
#include <cstdlib>
#include <filesystem>

#include "daemon/policy_of.hpp"
#include "ledger/sqlite/open.hpp"
#include "replay/replay.hpp"

namespace holdfast::daemon {
namespace {

class PassingFolder {
 public:
  PassingFolder()
      : path_{(std::filesystem::temp_directory_path() / "holdfast-replay-XXXXXX").string()},
        made_{mkdtemp(path_.data()) != nullptr} {}
  PassingFolder(const PassingFolder&) = delete;
  PassingFolder& operator=(const PassingFolder&) = delete;
  ~PassingFolder() {
    std::error_code ignored;
    if (made_) std::filesystem::remove_all(path_, ignored);
  }
  [[nodiscard]] bool made() const { return made_; }
  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  std::string path_;
  bool made_{};
};

}  // namespace

Result<std::vector<cli::Replayed>> replay_file(const platform::Config& config,
                                               const std::string& path) {
  const auto record = sqlite::open_reader(path);
  if (!record) return tl::make_unexpected(record.error());
  const PassingFolder folder;
  if (!folder.made()) return fail(Fault::storage, "no temporary folder could be made");
  return replay::replay(
      **record, [&](VenueName venue) { return policy_of(config, venue); }, folder.path());
}

}  // namespace holdfast::daemon
