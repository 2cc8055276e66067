#include "daemon/runtime.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/signal_set.hpp>
#include <csignal>
#include <cstdlib>
#include <iostream>
#include <utility>

#include "api/picture.hpp"
#include "api/routes/routes.hpp"
#include "daemon/token_file.hpp"
#include "ledger/sqlite/open.hpp"
#include "platform/hide_secrets.hpp"
#include "platform/systemd.hpp"
#include "platform/version.hpp"
#include "web_assets/assets.hpp"

namespace holdfast::daemon {
namespace {

constexpr Duration slowest_beat = std::chrono::seconds{1};

platform::LogStyle log_style() {
  const char* journal = std::getenv("JOURNAL_STREAM");
  return platform::log_style_of_stderr(journal == nullptr ? "" : journal);
}

std::vector<books::Shelf::Configured> configured(const std::vector<platform::BookConfig>& all) {
  using books::Shelf;
  std::vector<Shelf::Configured> configured;
  for (const platform::BookConfig& book : all) {
    configured.push_back(
        {book.name, books::read_column_map(book.columns).value_or(books::ColumnMap{}),
         book.strategy, book.mode, book.is_handed_in() ? Shelf::From::owner : Shelf::From::file});
  }
  return configured;
}

Result<void> check_books(const std::vector<platform::BookConfig>& all) {
  for (const platform::BookConfig& book : all) {
    const auto columns = books::read_column_map(book.columns);
    if (columns) continue;
    return fail(columns.error().fault,
                "the book " + book.name + " (" + book.source + "): " + columns.error().what);
  }
  return {};
}

}  // namespace

Runtime::Runtime(platform::Config config)
    : config_{std::move(config)},
      outside_{io_.get_executor()},
      log_{config_.log_level, log_style(), outside_.clock()},
      meter_{outside_.clock()},
      pulse_{outside_.clock()},
      shelf_{configured(config_.books), books::KeptBooks{config_.ledger.path + ".books"}},
      book_watch_{config_.books, shelf_, outside_.clock(), log_} {
  platform::hide_secrets(config_, log_);
  for (const std::string& warning : config_.warnings) log_.warn("config", warning);
  outside_.on_request(
      [this](std::string_view to, std::string_view outcome) { meter_.requested(to, outcome); });
}

Runtime::~Runtime() {
  if (server_) server_->stop();
}

Result<std::unique_ptr<Runtime>> Runtime::build(platform::Config config) {
  if (auto fit = check_books(config.books); !fit) return tl::make_unexpected(fit.error());
  std::unique_ptr<Runtime> runtime{new Runtime{std::move(config)}};
  // Keys and addresses are looked at first: a ledger is not made for an account that cannot be.
  if (auto built = runtime->outside_.build(runtime->config_); !built) {
    return tl::make_unexpected(built.error());
  }
  if (auto opened = runtime->open_ledger(); !opened) return tl::make_unexpected(opened.error());
  if (auto watched = runtime->watch_accounts(); !watched) {
    return tl::make_unexpected(watched.error());
  }
  for (const std::string& trouble : runtime->shelf_.restore()) {
    runtime->log_.warn("book", trouble);
  }
  runtime->book_watch_.look();
  runtime->book_judge_ = std::make_unique<BookJudge>(runtime->shelf_, *runtime->engine_,
                                                     runtime->outside_.clock(), runtime->log_);
  return runtime;
}

Result<void> Runtime::open_ledger() {
  sqlite::Options options;
  options.mode = platform::name_of(config_.mode);
  options.heads_path = config_.ledger.heads_path;
  options.raw_bytes_max = config_.ledger.raw_mib_max << 20U;
  options.raw_age_max = std::chrono::days{config_.ledger.raw_days_max};
  auto ledger = sqlite::open_ledger(config_.ledger.path, outside_.clock(), options);
  if (!ledger) return tl::make_unexpected(ledger.error());
  ledger_ = *std::move(ledger);
  auto reader = sqlite::open_reader(config_.ledger.path, options);
  if (!reader) return tl::make_unexpected(reader.error());
  reader_ = *std::move(reader);
  return {};
}

// An owner that is found is bound before anything of his is booked: another one can never change
// the account afterwards.
Result<void> Runtime::search_owners() {
  return outside_.prepare_searches(
      config_, reader_.get(),
      [this](const AccountId& account, const OwnerCandidate& found) -> Result<void> {
        auto bound = ledger_->bind_account(account, found.owner, found.source);
        if (!bound) return bound;
        log_.warn("identity",
                  fmt::format("{}: no wallet is configured; {} is read, found in {}. Write it into "
                              "the configuration.",
                              account.text, found.owner, found.source));
        return {};
      });
}

Result<void> Runtime::watch_accounts() {
  engine_ = std::make_unique<Engine>(io_.get_executor(), *ledger_, *reader_, outside_.clock(),
                                     outside_.entropy(), meter_, log_);
  if (auto searched = search_owners(); !searched) return searched;
  for (WatchedAccount& account : outside_.accounts()) {
    auto opened =
        ledger_->open_account(account.venue->account(), account.venue->name(), account.owner);
    // Another owner than the ledger's: nothing is read for him, and the other accounts go on.
    const bool barred = !opened && opened.error().fault == Fault::identity;
    if (!opened && !barred) return opened;
    account.proof =
        std::make_unique<AccountProof>(*account.venue, outside_.clock(), account.search.get(),
                                       barred ? std::optional{opened.error()} : std::nullopt);
    engine_->watch(*account.venue, account.witness, account.policy, account.timing,
                   account.proof.get());
    if (barred) continue;
    for (const auto& feed : account.feeds) {
      engine_->listen(account.venue->account(), *feed, outside_.streams());
    }
    if (account.transfers) {
      engine_->attend(account.venue->account(), *account.transfers, config_.transfers_every);
    }
  }
  return {};
}

void Runtime::pass_once() {
  boost::asio::co_spawn(io_, engine_->pass_once(), boost::asio::detached);
  io_.run();
  io_.restart();
}

api::ApiContext Runtime::context() {
  const std::string path = config_.ledger.path;
  return {.replicas = *engine_,
          .desk = *engine_,
          .open_ledger = [path] { return sqlite::open_reader(path); },
          .books = shelf_,
          .clock = outside_.clock(),
          .door = *door_,
          .metrics = [this] { return meter_.render(engine_->current()); },
          .engine_silence = [this] { return pulse_.silence(); },
          .assets = web_assets::assets(),
          .settings = {.cache = config_.http.cache,
                       .environment = std::string{platform::name_of(config_.badge)},
                       .public_poly_address = config_.public_poly_address,
                       .version = std::string{platform::version},
                       .tolerance = {}}};
}

std::string Runtime::status_json() {
  if (!door_) {
    door_ = std::make_unique<api::Doorkeeper>(api::ReadRule::token, api::TokenBook{},
                                              outside_.entropy(), outside_.clock());
  }
  const api::ApiContext seen = context();
  const api::Request request;
  const api::Picture picture{engine_->current()};
  return api::routes::status({request, seen, picture, {}, std::nullopt}).body;
}

Result<void> Runtime::open_door(net::Listener listener) {
  auto tokens = write_token_file(config_.http.token_path, outside_.entropy());
  if (!tokens) return tl::make_unexpected(tokens.error());
  door_ = std::make_unique<api::Doorkeeper>(api::ReadRule::open_on_loopback, *std::move(tokens),
                                            outside_.entropy(), outside_.clock());
  server_ = std::make_unique<api::ApiServer>(context(), config_.http.allowed_hosts);
  meter_.hand_on_to(&server_->events());
  server_->start(std::move(listener));
  return {};
}

boost::asio::awaitable<void> Runtime::tell_first(Tell tell) {
  const auto has_answered = [](const AccountStatus& account) {
    return account.snapshot != nullptr || account.error.has_value();
  };
  while (!std::ranges::all_of(engine_->current()->accounts, has_answered)) {
    co_await outside_.clock().sleep_for(std::chrono::milliseconds{200});
  }
  tell(status_json());
}

void Runtime::turned() {
  meter_.turned("engine", outside_.room());
  platform::notify_watchdog();
}

Result<void> Runtime::run(net::Listener listener, Tell tell) {
  pulse_.beat();
  if (auto open = open_door(std::move(listener)); !open) return open;
  boost::asio::signal_set signals{io_, SIGINT, SIGTERM};
  signals.async_wait([this](const boost::system::error_code&, int) { io_.stop(); });
  engine_->run();
  const Duration beat = std::min(platform::watchdog_period().value_or(slowest_beat), slowest_beat);
  boost::asio::co_spawn(io_, pulse_.run(beat, [this] { turned(); }), boost::asio::detached);
  boost::asio::co_spawn(io_, book_watch_.run([this] { book_judge_->look(); }),
                        boost::asio::detached);
  std::cout << "Dashboard  " << server_->address() << "\n"
            << "Sign in    " << server_->sign_in_link() << "  (once, within 15 minutes)\n"
            << "Token      " << config_.http.token_path << "\n"
            << "Ledger     " << config_.ledger.path << std::endl;
  boost::asio::co_spawn(io_, tell_first(std::move(tell)), boost::asio::detached);
  platform::notify_ready();
  io_.run();
  platform::notify_stopping();
  server_->stop();
  return {};
}

}  // namespace holdfast::daemon
