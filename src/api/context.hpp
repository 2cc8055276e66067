#pragma once
#include <functional>
#include <memory>
#include <span>
#include <string>

#include "api/doorkeeper.hpp"
#include "core/reconcile_books.hpp"
#include "ports/bookshelf.hpp"
#include "ports/clock.hpp"
#include "ports/engine_desk.hpp"
#include "ports/ledger_reader.hpp"
#include "ports/replica.hpp"
#include "web_assets/assets.hpp"

namespace holdfast::api {

struct ApiSettings {
  Duration cache{std::chrono::seconds{15}};         // contract routes ask again beyond this age
  Duration wait_for_pass{std::chrono::seconds{5}};  // and wait no longer than this
  Duration stuck_after{std::chrono::seconds{30}};   // an engine that is silent for longer is stuck
  std::string environment;                          // dev, paper, live; empty: not said
  std::string public_poly_address;                  // shown whole; empty: none
  std::string version;
  BookTolerance tolerance;
};

// All that the API can see. It reads pictures and asks the desk; it never touches engine or venues.
struct ApiContext {
  ReplicaSource& replicas;
  EngineDesk& desk;
  // A short read-only connection for one request.
  std::function<Result<std::unique_ptr<LedgerReader>>()> open_ledger;
  Bookshelf& books;
  Clock& clock;
  Doorkeeper& door;
  std::function<std::string()> metrics;      // Prometheus text
  std::function<Duration()> engine_silence;  // how long the engine's loop has not turned
  std::span<const web_assets::Asset> assets;
  ApiSettings settings;
};

}  // namespace holdfast::api
