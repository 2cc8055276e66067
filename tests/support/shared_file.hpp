#pragma once
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>

namespace holdfast::test {

// A recorded sample that lies outside the repository; none where it is absent, and the test that
// wants it is skipped with a notice.
inline std::optional<std::string> shared_file(const std::string& path) {
  const std::filesystem::path file = std::filesystem::path{HOLDFAST_SHARED_DIR} / path;
  if (!std::filesystem::exists(file)) return std::nullopt;
  std::ifstream stream{file, std::ios::binary};
  return std::string{std::istreambuf_iterator<char>{stream}, {}};
}

}  // namespace holdfast::test
