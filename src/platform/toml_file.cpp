#include "platform/toml_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "platform/escape_controls.hpp"
#include "platform/unfit_toml.hpp"

// The library asserts on some broken input ("[[="), which would end the process. Nobody else
// includes it, so its assertions throw here. NDEBUG would turn them into assumptions.
// Some of its assertions stand in functions that cannot throw. Those that depend on the input are
// kept from failing by find_unfit_line().
#ifdef NDEBUG
#error "Holdfast is never built with NDEBUG"
#endif
namespace holdfast::platform {
namespace {
struct ParserGaveUp {};
[[noreturn]] void give_up() { throw ParserGaveUp{}; }
}  // namespace
}  // namespace holdfast::platform
#define TOML_ASSERT(expr)                         \
  do {                                            \
    if (!(expr)) ::holdfast::platform::give_up(); \
  } while (false)
// Values within values are destroyed by recursion; no key of ours holds more than a list of texts.
#define TOML_MAX_NESTED_VALUES 16
#include <toml++/toml.h>

namespace holdfast::platform {
namespace {

std::uint32_t line_of(const toml::node& node) { return node.source().begin.line; }

TomlValue value_of(const toml::node& node) {
  TomlValue out;
  out.line = line_of(node);
  if (const auto* text = node.as_string()) {
    out.text = text->get();
  } else if (const auto* whole = node.as_integer()) {
    out.kind = TomlKind::whole;
    out.whole = whole->get();
    out.text = fmt::format("{}", out.whole);
  } else if (const auto* truth = node.as_boolean()) {
    out.kind = TomlKind::truth;
    out.text = truth->get() ? "true" : "false";
  } else if (node.is_floating_point()) {
    out.kind = TomlKind::decimal;
  } else if (const auto* list = node.as_array()) {
    out.kind = TomlKind::list;
    for (const auto& element : *list) out.list.push_back(value_of(element));
  } else {
    out.kind = node.is_table() ? TomlKind::empty_table : TomlKind::other;
  }
  return out;
}

void flatten(const toml::table& table, const std::string& prefix, TomlTable& into);

void add(const toml::node& node, const std::string& path, TomlTable& into) {
  const auto* nested = node.as_table();
  // An empty table is a key too: a mistyped section must not pass unseen.
  if (nested == nullptr || nested->empty()) {
    into.values[path] = value_of(node);
  } else {
    flatten(*nested, path + ".", into);
  }
}

void flatten(const toml::table& table, const std::string& prefix, TomlTable& into) {
  for (const auto& [key, node] : table) add(node, prefix + std::string{key.str()}, into);
}

bool is_list_of_tables(const toml::node& node) {
  const auto* list = node.as_array();
  return list != nullptr && list->is_array_of_tables();
}

TomlFile file_of(const toml::table& root) {
  TomlFile file;
  for (const auto& [key, node] : root) {
    const std::string name{key.str()};
    if (is_list_of_tables(node)) {
      auto& list = file.lists[name];
      for (const auto& element : *node.as_array()) {
        auto& table = list.emplace_back();
        table.line = line_of(element);
        flatten(*element.as_table(), "", table);
      }
    } else {
      add(node, name, file.root);
    }
  }
  return file;
}

// The parser quotes what it met; more than a few characters could be a key.
std::string without_long_quotations(std::string_view text) {
  constexpr std::size_t longest = 12;
  std::string out;
  while (!text.empty()) {
    const auto begin = text.find('\'');
    const auto end = begin == std::string_view::npos ? begin : text.find('\'', begin + 1);
    if (end == std::string_view::npos) break;
    out += text.substr(0, begin + 1);
    const auto quoted = text.substr(begin + 1, end - begin - 1);
    out += quoted.size() > longest ? std::string_view{"…"} : quoted;
    out += '\'';
    text.remove_prefix(end + 1);
  }
  return out += text.find('\'') == std::string_view::npos ? text : text.substr(0, text.find('\''));
}

bool gives_up(std::string_view text) {
  try {
    [[maybe_unused]] const auto parsed = toml::parse(text);
  } catch (const ParserGaveUp&) {
    return true;
  } catch (const std::exception&) {
    return false;
  }
  return false;
}

// The parser reads on from the beginning, so it gives up on every prefix with the bad line in it
// and on no shorter one.
std::size_t line_given_up(std::string_view text) {
  std::vector<std::size_t> ends;  // of lines
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '\n' || at + 1 == text.size()) ends.push_back(at + 1);
  }
  const auto first = std::ranges::partition_point(
      ends, [text](std::size_t end) { return !gives_up(text.substr(0, end)); });
  return static_cast<std::size_t>(first - ends.begin()) + 1;
}

}  // namespace

Result<TomlFile> parse_toml(std::string_view text, std::string_view shown_name) {
  if (const auto unfit = find_unfit_line(text)) {
    return fail(Fault::malformed,
                fmt::format("{}:{}: {}. Retype the line.", shown_name, unfit->line, unfit->why));
  }
  try {
    return file_of(toml::parse(text));
  } catch (const toml::parse_error& error) {
    return fail(Fault::malformed,
                fmt::format("{}:{}: is not TOML: {}. Correct the line; docs/operating/config.md "
                            "shows the form.",
                            shown_name, error.source().begin.line,
                            escape_controls(without_long_quotations(error.description()))));
  } catch (const ParserGaveUp&) {
    return fail(Fault::malformed,
                fmt::format("{}:{}: is not TOML. Correct the line; docs/operating/config.md shows "
                            "the form.",
                            shown_name, line_given_up(text)));
  } catch (const std::exception&) {
    return fail(Fault::malformed, fmt::format("{}: cannot be read as TOML.", shown_name));
  }
}

}  // namespace holdfast::platform
