#include "platform/read_settings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>

#include "platform/secret_settings.hpp"
#include "platform/setting_values.hpp"

namespace holdfast::platform {
namespace {

constexpr std::int64_t day_s = 86'400;

std::optional<std::int64_t> take_whole(SettingReader& reader, std::string_view key,
                                       WholeRange range) {
  return reader.take<std::int64_t>(
      key, [range](const TomlValue& value) { return as_whole(value, range); });
}

std::optional<Duration> take_seconds(SettingReader& reader, std::string_view key,
                                     WholeRange range) {
  const auto whole = take_whole(reader, key, range);
  if (!whole) return std::nullopt;
  return std::chrono::seconds{*whole};
}

// The four keys of [sync] or of [sync.<venue>]; what is not set there stays as it is.
void read_venue_sync(SettingReader& reader, const std::string& section, VenueSync& sync) {
  const auto key = [&section](std::string_view name) {
    return fmt::format("{}.{}", section, name);
  };
  sync.interval = take_seconds(reader, key("interval_s"), {5, day_s}).value_or(sync.interval);
  sync.stale_after =
      take_seconds(reader, key("stale_after_s"), {5, 7 * day_s}).value_or(sync.stale_after);
  const auto sightings = take_whole(reader, key("patience_sightings"), {1, 100});
  if (sightings) sync.patience_sightings = static_cast<std::uint32_t>(*sightings);
  sync.patience_age =
      take_seconds(reader, key("patience_age_s"), {0, day_s}).value_or(sync.patience_age);
  if (reader.error() || sync.stale_after > sync.interval) return;
  const auto found = reader.find(key("stale_after_s"));
  const auto other = reader.find(key("interval_s"));
  const auto source = found ? found->source : other ? other->source : std::string{built_in};
  reader.refuse(source, fmt::format("{}.stale_after_s is not longer than interval_s, so every "
                                    "account would be stale between two passes. Write at least "
                                    "twice the interval.",
                                    section));
}

}  // namespace

void read_log(SettingReader& reader, Config& config) {
  const auto index = reader.take<std::size_t>(
      "log.level", [](const TomlValue& value) { return as_one_of(value, log_level_names); });
  if (index) config.log_level = static_cast<LogLevel>(*index);
}

void read_sync(SettingReader& reader, Config& config) {
  VenueSync all;
  read_venue_sync(reader, "sync", all);
  config.sync.by_venue.fill(all);
  for (const auto venue :
       {VenueName::kalshi, VenueName::polymarket, VenueName::kalshi_solana, VenueName::pacifica}) {
    read_venue_sync(reader, fmt::format("sync.{}", name_of(venue)),
                    config.sync.by_venue.at(static_cast<std::size_t>(venue)));
  }
  auto& brake = config.sync.brake;
  const auto closes = take_whole(reader, "sync.brake.max_closes", {0, 1'000'000});
  if (closes) brake.max_closes = static_cast<std::uint32_t>(*closes);
  brake.max_share = reader.take<Share>("sync.brake.max_share", as_share).value_or(brake.max_share);
  brake.max_value = reader.take<Money>("sync.brake.max_value", as_money);
}

void read_http(SettingReader& reader, Config& config) {
  auto& http = config.http;
  http.bind = reader.take<std::string>("http.bind", as_loopback).value_or(http.bind);
  const auto port = take_whole(reader, "http.port", {0, 65'535});
  if (port) http.port = static_cast<std::uint16_t>(*port);
  http.cache = take_seconds(reader, "http.cache_s", {0, 3600}).value_or(http.cache);
  http.allowed_hosts = reader.take<std::vector<std::string>>("http.allowed_hosts", as_host_names)
                           .value_or(http.allowed_hosts);
}

void read_retention(SettingReader& reader, Config& config) {
  auto& ledger = config.ledger;
  const auto mib = take_whole(reader, "ledger.raw_mib_max", {1, 1'000'000});
  if (mib) ledger.raw_mib_max = static_cast<std::uint64_t>(*mib);
  const auto days = take_whole(reader, "ledger.raw_days_max", {1, 36'500});
  if (days) ledger.raw_days_max = static_cast<std::uint32_t>(*days);
}

namespace {

// How a book is to be read, where it does not say so itself.
void read_manner(SettingReader& reader,
                 const std::function<std::optional<Found>(std::string_view)>& field,
                 BookConfig& book) {
  const auto take = [&]<class T>(std::string_view key, auto as, T otherwise) {
    if (!field(key)) return otherwise;
    return reader
        .take_found<T>(fmt::format("book.{}.{}", book.name, key), KeyShow::whole, field(key), as)
        .value_or(otherwise);
  };
  book.columns = take("columns", as_texts, std::vector<std::string>{});
  book.strategy = take("strategy", as_name, std::string{});
  const auto as_mode = [](const TomlValue& value) { return as_one_of(value, book_mode_names); };
  const auto mode = take("mode", as_mode, book_mode_names.size());
  if (mode < book_mode_names.size()) book.mode = static_cast<BookMode>(mode);
}

}  // namespace

void read_books(SettingReader& reader, Config& config) {
  if (const auto& toml = reader.layers().toml; toml && toml->lists.contains("book")) {
    for (const auto& table : toml->lists.at("book")) {
      const auto source = fmt::format("{}:{}", reader.layers().toml_name, table.line);
      const auto field = [&](std::string_view key) -> std::optional<Found> {
        const auto at = table.values.find(key);
        if (at == table.values.end()) return std::nullopt;
        return reader.found_in(at->second);
      };
      const auto name =
          reader.take_found<std::string>(fmt::format("book.{}.name", config.books.size() + 1),
                                         KeyShow::whole, field("name"), as_name);
      if (!field("name")) reader.refuse(source, "[[book]] needs a name.");
      if (!name) return;
      // One without a path is handed in.
      const auto path = field("path");
      reader.take_found<std::string>(fmt::format("book.{}.path", *name), KeyShow::whole, path,
                                     as_path);
      if (reader.error()) return;
      const auto same = [&name](const BookConfig& book) { return book.name == *name; };
      if (const auto twin = std::ranges::find_if(config.books, same); twin != config.books.end()) {
        reader.refuse(source, fmt::format("book {} exists already, at {}. Give one another name.",
                                          *name, twin->source));
      }
      config.books.push_back({*name, path ? reader.path_of(*path) : std::string{}, source});
      read_manner(reader, field, config.books.back());
    }
  }
  const auto* const set = reader.variable("POSITIONS_PATH");
  if (set == nullptr) return;
  const auto found = reader.found_in(*set);
  if (!reader.take_found<std::string>("book.positions.path", KeyShow::whole, found, as_path))
    return;
  const auto path = reader.path_of(found);
  const auto known = std::ranges::find_if(config.books, [&path](const BookConfig& book) {
    return book.path == path || book.name == "positions";
  });
  if (known == config.books.end()) {
    config.books.push_back({"positions", path, found.source});
  } else {
    known->path = path;
    known->source = found.source;
  }
}

void read_public_address(SettingReader& reader, Config& config) {
  if (reader.find("public.poly_address")) {
    config.public_poly_address =
        reader.take<std::string>("public.poly_address", as_address).value_or("");
    return;
  }
  const auto of_polymarket = [](const AccountConfig& one) {
    return one.venue == VenueName::polymarket;
  };
  const auto only = std::ranges::count_if(config.accounts, of_polymarket) == 1
                        ? std::ranges::find_if(config.accounts, of_polymarket)
                        : config.accounts.end();
  if (only != config.accounts.end()) config.public_poly_address = only->funder;
  reader.note(
      "public.poly_address", config.public_poly_address,
      only == config.accounts.end() ? "not set" : fmt::format("derived from {}", only->id.text));
}

}  // namespace holdfast::platform
