#include "books/kept_books.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <system_error>

#include "platform/private_file.hpp"

namespace holdfast::books {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view ending = ".book";
constexpr std::string_view first_word = "holdfast-book-1";
constexpr std::size_t head_max = 256;

// "holdfast-book-1 <mark of the rest> <when> <name>", and below it the body as it was handed in.
std::string content_of(const std::string& name, UtcTime read_at, std::string_view text) {
  const std::string rest = fmt::format("{} {}\n{}", iso_text(read_at), name, text);
  return fmt::format("{} {} {}", first_word, platform::mark_of(rest), rest);
}

std::string_view take_until(std::string_view& rest, char end) {
  const auto at = rest.find(end);
  const auto part = rest.substr(0, at);
  rest.remove_prefix(at == std::string_view::npos ? rest.size() : at + 1);
  return part;
}

Result<KeptBooks::Body> body_of(std::string_view content) {
  const auto damaged = fail(Fault::malformed, "it is not what was written there");
  if (take_until(content, ' ') != first_word) return damaged;
  if (take_until(content, ' ') != platform::mark_of(content)) return damaged;
  const auto read_at = parse_rfc3339(take_until(content, ' '));
  if (!read_at) return damaged;
  KeptBooks::Body body{.name = {}, .read_at = *read_at, .text = {}};
  body.name = take_until(content, '\n');
  body.text = content;
  return body;
}

Result<KeptBooks::Body> read_kept(const fs::path& path) {
  std::error_code error;
  const auto size = fs::file_size(path, error);
  if (error) return fail(Fault::storage, error.message());
  if (size > KeptBooks::text_max + head_max) {
    return fail(Fault::malformed, "it is larger than any book that is taken");
  }
  std::ifstream file{path, std::ios::binary};
  std::ostringstream content;
  content << file.rdbuf();
  if (!file) return fail(Fault::storage, "it cannot be read");
  auto body = body_of(content.view());
  if (body && path.filename().string() != body->name + std::string{ending}) {
    return fail(Fault::malformed, "it is the book " + body->name + " under another name");
  }
  return body;
}

}  // namespace

std::string KeptBooks::path_of(const std::string& name) const {
  return folder_ + "/" + name + std::string{ending};
}

Result<void> KeptBooks::keep(const std::string& name, UtcTime read_at,
                             std::string_view text) const {
  return platform::write_private_file(path_of(name), content_of(name, read_at, text));
}

Result<void> KeptBooks::drop(const std::string& name) const {
  std::error_code error;
  fs::remove(path_of(name), error);
  if (error) return fail(Fault::storage, "cannot remove " + path_of(name) + ": " + error.message());
  return {};
}

KeptBooks::Found KeptBooks::load() const {
  Found found;
  std::vector<fs::path> paths;
  std::error_code error;
  for (fs::directory_iterator at{folder_, error}; !error && at != fs::directory_iterator{};
       at.increment(error)) {
    if (at->path().extension() == ending) paths.push_back(at->path());
  }
  if (error && error != std::errc::no_such_file_or_directory) {
    found.damaged.push_back(fmt::format("{} cannot be read: {}", folder_, error.message()));
  }
  std::ranges::sort(paths);
  for (const fs::path& path : paths) {
    auto body = read_kept(path);
    if (body) {
      found.bodies.push_back(*std::move(body));
    } else {
      found.damaged.push_back(
          fmt::format("{} is passed over: {}", path.string(), body.error().what));
    }
  }
  return found;
}

}  // namespace holdfast::books
