#include "samples.hpp"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <cmath>
#include <filesystem>
#include <sstream>

#include "support/shared_file.hpp"
#include "test_client.hpp"

namespace holdfast::sim::test {
namespace {

namespace json = boost::json;
namespace fs = std::filesystem;

// Objects whose member names are data: prices, addresses, ids.
const std::set<std::string> keyed_by_data{"accounts", "allowances", "not_canceled", "yes_bids",
                                          "no_bids"};

const char* kind_of(const json::value& value) {
  if (value.is_string()) return "a string";
  if (value.is_bool()) return "a bool";
  if (value.is_int64() || value.is_uint64()) return "a whole number";
  if (value.is_double()) return "a number";
  if (value.is_null()) return "null";
  return value.is_array() ? "a list" : "an object";
}

// The names in `of` that `other` has too, in their order on the wire: hashes of books hang on it.
std::string common_keys(const json::object& of, const json::object& other) {
  std::string keys;
  for (const auto& member : of) {
    if (other.contains(member.key())) keys.append(member.key()).append(" ");
  }
  return keys;
}

// 10 and 10.0 are one number.
bool is_whole(const json::value& value) {
  if (value.is_double()) return value.get_double() == std::floor(value.get_double());
  return value.is_int64() || value.is_uint64();
}

class Comparison {
 public:
  explicit Comparison(const Sample& sample) : sample_{sample} {}

  // `name` is that of the member whose value is compared.
  void compare(const json::value& there, const json::value& here, const std::string& at,
               const std::string& name = "") {
    if (there.is_null() || (here.is_null() && sample_.loose.contains(name))) return;
    const bool number =
        (there.is_double() && here.is_number()) || (is_whole(there) && is_whole(here));
    if (!number && std::string_view{kind_of(there)} != kind_of(here)) {
      ADD_FAILURE() << at << " is " << kind_of(here) << ", in the sample " << kind_of(there);
    } else if (sample_.loose.contains(name)) {
      return;
    } else if (there.is_object()) {
      compare_objects(there.get_object(), here.get_object(), at, name);
    } else if (there.is_array()) {
      compare_lists(there.get_array(), here.get_array(), at);
    }
  }

 private:
  void compare_objects(const json::object& there, const json::object& here, const std::string& at,
                       const std::string& name) {
    if (keyed_by_data.contains(name)) {
      if (!there.empty() && here.empty()) ADD_FAILURE() << at << " is empty";
      for (const auto& member : here) {
        if (!there.empty()) compare(there.begin()->value(), member.value(), at + "/*");
      }
      return;
    }
    for (const auto& member : there) {
      const std::string key{member.key()};
      const auto* ours = here.if_contains(key);
      if (sample_.gone.contains(key)) {
        if (ours != nullptr) ADD_FAILURE() << at << "/" << key << " should be gone";
      } else if (ours == nullptr && sample_.varies.contains(key)) {
        continue;
      } else if (ours == nullptr) {
        ADD_FAILURE() << at << "/" << key << " is missing";
      } else {
        compare(member.value(), *ours, at + "/" + key, key);
      }
    }
    if (!sample_.any_order) {
      EXPECT_EQ(common_keys(here, there), common_keys(there, here)) << at << ": another order";
    }
    for (const auto& member : here) {
      const std::string key{member.key()};
      if (!there.contains(key) && !sample_.since.contains(key) && !sample_.varies.contains(key)) {
        ADD_FAILURE() << at << "/" << key << " is not in the sample";
      }
    }
    for (const auto& key : sample_.since) {
      if (there.contains(key)) ADD_FAILURE() << at << "/" << key << " is in the sample already";
    }
  }

  // Place by place; what comes behind is like the sample's last.
  void compare_lists(const json::array& there, const json::array& here, const std::string& at) {
    if (there.empty()) return;
    if (here.empty()) ADD_FAILURE() << at << " is empty";
    for (std::size_t i = 0; i < here.size(); ++i) {
      compare(there[std::min(i, there.size() - 1)], here[i], at + "/" + std::to_string(i));
    }
  }

  const Sample& sample_;
};

// A recorded session wraps what went over the wire: {"t","dir","data"}.
json::value unwrapped(json::value line) {
  const auto* data = line.get_object().if_contains("data");
  if (!line.get_object().contains("dir") || data == nullptr || !data->is_string()) return line;
  json::error_code error;
  auto frame = json::parse(data->get_string(), error);
  return error ? *data : frame;
}

std::vector<json::value> lines_of(const std::string& text) {
  std::vector<json::value> lines;
  std::istringstream stream{text};
  for (std::string line; std::getline(stream, line);) {
    if (!line.empty()) lines.push_back(unwrapped(json::parse(line)));
  }
  return lines;
}

// The payloads of a file by the names the table calls them.
std::map<std::string, json::value> payloads(const fs::path& root, const std::string& file,
                                            const Samples& table) {
  const auto text = *holdfast::test::shared_file((root / file).string());
  std::map<std::string, json::value> all;
  const auto first = table.lower_bound(file + "#");
  const bool in_parts = first != table.end() && first->first.starts_with(file + "#");
  if (!in_parts) {
    const auto row = table.find(file);
    const bool whole = row != table.end() && (row->second.made || row->second.sent);
    const bool is_json = whole && file.ends_with(".json");
    all.emplace(file, is_json ? json::parse(text) : json::value(text));
  } else if (file.ends_with(".jsonl")) {
    for (std::size_t i = 0; const auto& line : lines_of(text)) {
      all.emplace(file + "#" + std::to_string(i++), line);
    }
  } else if (const auto parsed = json::parse(text); parsed.is_array()) {
    for (std::size_t i = 0; const auto& item : parsed.get_array()) {
      all.emplace(file + "#/" + std::to_string(i++), item);
    }
  } else {
    for (const auto& member : parsed.get_object()) {
      all.emplace(file + "#/" + std::string{member.key()}, member.value());
    }
  }
  return all;
}

// What was answered when it was recorded; 0 where nobody wrote it down.
int status_of(const fs::path& root, const std::string& name) {
  const auto about =
      holdfast::test::shared_file((root / fs::path{name}.replace_extension(".meta.json")).string());
  if (!about) return 0;
  const auto all = json::parse(*about);
  const auto* status = all.get_object().if_contains("status");
  return status == nullptr || !status->is_int64() ? 0 : static_cast<int>(status->get_int64());
}

void check(const fs::path& root, const std::string& name, const json::value& payload,
           const Samples& table) {
  SCOPED_TRACE(name);
  const auto found = table.find(name);
  if (found == table.end()) {
    ADD_FAILURE() << "a sample that nobody reproduces: give it a row";
    return;
  }
  const Sample& sample = found->second;
  if (sample.sent) return sample.sent(payload);
  if (!sample.made) {
    EXPECT_FALSE(sample.not_made.empty());
    return;
  }
  const auto here = sample.made();
  if (const int status = status_of(root, name); status != 0 && here.status != 0) {
    EXPECT_EQ(here.status, status);
  }
  Comparison{sample}.compare(payload, here.body, "");
}

}  // namespace

Said said(const Reply& reply) { return {reply.status, parsed(reply)}; }

Said part(const Reply& reply, std::string_view pointer) {
  return {reply.status, parsed(reply).at_pointer({pointer.data(), pointer.size()})};
}

Sample made(std::function<Said()> how) {
  return {.made = std::move(how),
          .sent = {},
          .gone = {},
          .since = {},
          .loose = {},
          .varies = {},
          .any_order = false,
          .not_made = {}};
}

Sample sent(std::function<void(const json::value&)> how) {
  auto sample = made({});
  sample.sent = std::move(how);
  return sample;
}

Sample left(std::string why) {
  return {.made = {},
          .sent = {},
          .gone = {},
          .since = {},
          .loose = {},
          .varies = {},
          .any_order = false,
          .not_made = std::move(why)};
}

void check_samples(const std::string& venue, const Samples& table) {
  const fs::path root = fs::path{"protocols/samples"} / venue;
  const fs::path folder = fs::path{HOLDFAST_SHARED_DIR} / root;
  if (!fs::exists(folder)) GTEST_SKIP() << "the samples are not here";
  std::set<std::string> names;
  for (const auto& entry : fs::recursive_directory_iterator{folder}) {
    const auto file = fs::relative(entry.path(), folder).generic_string();
    if (!entry.is_regular_file() || file == "INDEX.json" || file.ends_with(".meta.json")) continue;
    for (const auto& [name, payload] : payloads(root, file, table)) {
      check(root, name, payload, table);
      names.insert(name);
    }
  }
  for (const auto& [name, sample] : table) {
    EXPECT_TRUE(names.contains(name)) << name << " is in the table and not there";
  }
  if (const auto index = holdfast::test::shared_file((root / "INDEX.json").string())) {
    const auto all = json::parse(*index);
    for (const auto& entry : all.get_object()) {
      EXPECT_TRUE(fs::exists(folder / std::string{entry.key()})) << std::string{entry.key()};
    }
  }
}

}  // namespace holdfast::sim::test
