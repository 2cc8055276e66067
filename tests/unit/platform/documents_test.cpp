#include <fmt/format.h>
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <vector>

#include "config_world.hpp"
#include "domain/case.hpp"
#include "platform/config_keys.hpp"
#include "platform/metric_list.hpp"
#include "platform/toml_file.hpp"

// What is written for people must say what the code does.
namespace holdfast::platform {
namespace {

std::vector<std::string> lines_of(const std::string& path) {
  std::ifstream file{std::string{HOLDFAST_SOURCE_DIR} + "/" + path};
  EXPECT_TRUE(file) << path;
  std::vector<std::string> lines;
  for (std::string line; std::getline(file, line);) lines.push_back(line);
  return lines;
}

std::string trimmed(std::string_view text) {
  const auto begin = text.find_first_not_of(" `");
  if (begin == std::string_view::npos) return "";
  return std::string{text.substr(begin, text.find_last_not_of(" `") - begin + 1)};
}

// The cells of rows whose first cell is code.
std::vector<std::vector<std::string>> rows_of(const std::string& path) {
  std::vector<std::vector<std::string>> rows;
  for (const auto& line : lines_of(path)) {
    if (!line.starts_with("| `")) continue;
    auto& cells = rows.emplace_back();
    std::istringstream rest{line.substr(1)};
    for (std::string cell; std::getline(rest, cell, '|');) cells.push_back(trimmed(cell));
  }
  return rows;
}

TEST(Documents, HaveOneRowForEachFaultAndNoOther) {
  std::vector<std::string> rows;
  for (const auto& row : rows_of("docs/operating/faults.md")) {
    ASSERT_EQ(row.size(), 4U) << row.front();
    for (const auto& cell : row) EXPECT_FALSE(cell.empty()) << row.front();
    rows.push_back(row.front());
  }
  EXPECT_EQ(rows, (std::vector<std::string>{fault_names.begin(), fault_names.end()}));
}

// A text in code: "`a`, `b`".
std::vector<std::string> code_words(const std::string& cell) {
  std::vector<std::string> words;
  std::istringstream rest{cell};
  for (std::string word; std::getline(rest, word, ',');) words.push_back(trimmed(word));
  return words;
}

TEST(Documents, SayForEachCaseReasonWhatItWaitsFor) {
  const auto rows = rows_of("docs/operating/cases.md");
  ASSERT_EQ(rows.size(), case_reason_names.size());
  std::set<std::string> somewhere{std::string{name_of(Awaited::nothing)}};
  for (std::size_t i = 0; i < rows.size(); ++i) {
    ASSERT_EQ(rows[i].size(), 3U) << rows[i].front();
    EXPECT_EQ(rows[i].at(0), case_reason_names.at(i));
    EXPECT_FALSE(rows[i].at(2).empty()) << rows[i].front();
    std::vector<std::string> known;
    for (const Awaited awaited : awaited_of(static_cast<CaseReason>(i))) {
      known.emplace_back(name_of(awaited));
    }
    EXPECT_EQ(code_words(rows[i].at(1)), known) << rows[i].front();
    somewhere.insert(known.begin(), known.end());
  }
  EXPECT_EQ(somewhere, (std::set<std::string>{awaited_names.begin(), awaited_names.end()}));
}

TEST(Documents, HaveOneRowForEachMetricAndNoOther) {
  const auto rows = rows_of("docs/operating/metrics.md");
  const auto list = metric_list();
  ASSERT_EQ(rows.size(), list.size());
  for (std::size_t i = 0; i < list.size(); ++i) {
    const auto& spec = list[i];
    const auto& row = rows.at(i);
    ASSERT_EQ(row.size(), 6U) << spec.name;
    std::string labels{spec.labels.at(0)};
    if (!spec.labels.at(1).empty()) labels += fmt::format(", {}", spec.labels.at(1));
    EXPECT_EQ(row.at(0), spec.name);
    EXPECT_EQ(row.at(1), metric_kind_names.at(static_cast<std::size_t>(spec.kind))) << spec.name;
    EXPECT_EQ(row.at(2), labels) << spec.name;
    EXPECT_EQ(row.at(3), spec.help) << spec.name;
    EXPECT_FALSE(row.at(4).empty()) << spec.name;
    EXPECT_FALSE(row.at(5).empty()) << spec.name;
  }
}

std::string written_name(const ConfigKey& key) {
  const auto* const prefix = key.place == KeyPlace::account ? "account."
                             : key.place == KeyPlace::book  ? "book."
                                                            : "";
  return prefix + std::string{key.name};
}

TEST(Documents, HaveOneRowForEachKeyWithItsDefaultAndVariable) {
  const auto rows = rows_of("docs/operating/config.md");
  const auto keys = config_keys();
  ASSERT_EQ(rows.size(), keys.size());
  for (std::size_t i = 0; i < keys.size(); ++i) {
    const auto& row = rows.at(i);
    ASSERT_GE(row.size(), 3U) << row.front();
    EXPECT_EQ(row.at(0), written_name(keys[i]));
    EXPECT_EQ(row.at(2), keys[i].variable) << row.front();
    const bool derived = row.at(1).starts_with('*');
    if (!derived) EXPECT_EQ(row.at(1), keys[i].standard) << row.front();
    if (derived) EXPECT_TRUE(keys[i].standard.empty()) << row.front();
  }
}

// The example with every switched-off setting switched on.
TomlFile example() {
  std::string text;
  for (auto line : lines_of("packaging/holdfast.toml")) {
    const bool off = line.size() > 1 && line.front() == '#' && line.at(1) != ' ';
    text += (off ? line.substr(1) : line) + "\n";
  }
  auto file = parse_toml(text, "packaging/holdfast.toml");
  if (!file) ADD_FAILURE() << file.error().what;
  return file ? *std::move(file) : TomlFile{};
}

TEST(Documents, ShowEveryKeyInTheExampleAndNoOther) {
  const auto file = example();
  std::set<std::string> shown;
  for (const auto& [name, value] : file.root.values) shown.insert(name);
  for (const auto& [list, tables] : file.lists) {
    for (const auto& table : tables) {
      for (const auto& [name, value] : table.values) shown.insert(fmt::format("{}.{}", list, name));
    }
  }
  std::set<std::string> known;
  for (const auto& key : config_keys()) known.insert(written_name(key));
  EXPECT_EQ(shown, known);
}

TEST(Documents, ShowTheBuiltInDefaultsInTheExample) {
  const auto file = example();
  for (const auto& key : config_keys()) {
    if (key.place != KeyPlace::plain || key.standard.empty()) continue;
    const auto& value = file.root.values.at(std::string{key.name});
    auto text = value.text;
    for (const auto& element : value.list) text += (text.empty() ? "" : ",") + element.text;
    EXPECT_EQ(text, key.standard) << key.name;
  }
}

TEST(Documents, HoldAnExampleThatLoadsAsItIsAndChangesNothing) {
  std::string text;
  for (const auto& line : lines_of("packaging/holdfast.toml")) text += line + "\n";
  const auto with = ConfigWorld::with_toml(text).must_load();
  const auto without = ConfigWorld{}.must_load();
  EXPECT_EQ(with.settings, without.settings);
}

}  // namespace
}  // namespace holdfast::platform
