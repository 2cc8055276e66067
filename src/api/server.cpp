#include "api/server.hpp"

#include <fmt/format.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/system/system_error.hpp>

#include "api/answering.hpp"
#include "api/errands.hpp"
#include "api/event_hub.hpp"
#include "api/finish.hpp"
#include "api/problem.hpp"
#include "net/serve.hpp"
#include "platform/real_clock.hpp"

namespace holdfast::api {

namespace asio = boost::asio;

struct ApiServer::State {
  State(ApiContext given, std::vector<std::string> names)
      : context{std::move(given)},
        more_hosts{std::move(names)},
        gate{std::make_shared<Gate>()},
        hub{std::make_shared<EventHub>(context.open_ledger, gate)},
        errands{context.desk, gate} {}

  asio::awaitable<void> settle_in();
  asio::awaitable<net::ServeResponse> handle(net::ServeRequest sent);
  asio::awaitable<Answer> take_route(const Request& request, RouteMatch match);
  net::ServeResponse stream(const Request& request, Streaming wish);

  ApiContext context;
  std::vector<std::string> more_hosts;
  std::string address;
  std::shared_ptr<Gate> gate;
  std::shared_ptr<EventHub> hub;
  Errands errands;
  std::unique_ptr<platform::RealClock> waits;  // on the server's thread
  std::unique_ptr<net::Server> server;
};

namespace {

// A line now and then shows both sides that the other is still there.
asio::awaitable<void> beat_for_ever(std::shared_ptr<EventHub> hub) {
  platform::RealClock clock{co_await asio::this_coro::executor};
  for (;;) {
    co_await clock.sleep_for(std::chrono::seconds{15});
    hub->beat();
  }
}

net::ServeOptions options_of(const std::vector<std::string>& more_hosts, std::uint16_t port) {
  net::ServeOptions options{.headers = security_headers()};
  if (more_hosts.empty()) return options;
  options.hosts = more_hosts;
  for (const auto* name : {"127.0.0.1", "localhost", "[::1]"}) {
    options.hosts.push_back(fmt::format("{}:{}", name, port));
  }
  for (const std::string& host : options.hosts) {
    options.origins.push_back("http://" + host);
    // A name of our own choosing may have a TLS proxy in front.
    options.origins.push_back("https://" + host);
  }
  return options;
}

}  // namespace

// What lives on the server's thread is made there, by the first request that comes: nothing is
// asked or told before.
asio::awaitable<void> ApiServer::State::settle_in() {
  if (waits) co_return;
  const auto executor = co_await asio::this_coro::executor;
  waits = std::make_unique<platform::RealClock>(executor);
  gate->open(executor);
  asio::co_spawn(executor, beat_for_ever(hub), asio::detached);
}

asio::awaitable<net::ServeResponse> ApiServer::State::handle(net::ServeRequest sent) {
  co_await settle_in();
  auto read = read_request(std::move(sent));
  if (!read) {
    const Request broken{.method = "GET"};
    co_return finished(broken, bad_request(read.error().what, "Write the address anew."));
  }
  const Request request = std::move(*read);
  Decision decision = decide(request, context);
  if (auto* ready = std::get_if<Answer>(&decision)) {
    co_return finished(request, std::move(*ready));
  }
  if (const auto* wish = std::get_if<Streaming>(&decision)) co_return stream(request, *wish);
  Answer answer = co_await take_route(request, std::move(std::get<RouteMatch>(decision)));
  co_return finished(request, std::move(answer));
}

asio::awaitable<Answer> ApiServer::State::take_route(const Request& request, RouteMatch match) {
  const Route& route = *match.route;
  std::optional<Asked> asked;
  if (route.errand) {
    const Picture before{context.replicas.current()};
    const Call call{
        .request = request, .context = context, .picture = before, .names = match.names};
    Errand errand = route.errand(call);
    if (!std::holds_alternative<std::monostate>(errand)) {
      asked = co_await errands.run(std::move(errand), *waits, context.settings.wait_for_pass);
    }
  }
  const Picture picture{context.replicas.current()};
  const Call call{.request = request,
                  .context = context,
                  .picture = picture,
                  .names = std::move(match.names),
                  .asked = std::move(asked)};
  co_return route.answer(call);
}

net::ServeResponse ApiServer::State::stream(const Request& request, Streaming wish) {
  auto joined = hub->join(wish.last_seen);
  if (!joined) return finished(request, ledger_problem(joined.error()));
  net::ServeResponse response{.headers = security_headers()};
  response.headers.emplace_back("Content-Type", "text/event-stream");
  response.headers.emplace_back("Cache-Control", "no-store");
  response.headers.emplace_back("X-Accel-Buffering", "no");
  response.stream = std::move(*joined);
  return response;
}

ApiServer::ApiServer(ApiContext context, std::vector<std::string> more_hosts)
    : state_{std::make_unique<State>(std::move(context), std::move(more_hosts))} {
  // A name of our own means a proxy in front, and behind it everybody looks like this machine.
  if (!state_->more_hosts.empty()) state_->context.door.require_tokens();
}

ApiServer::~ApiServer() { stop(); }

void ApiServer::start(net::Listener listener) {
  State& state = *state_;
  state.address = listener.address();
  auto options = options_of(state.more_hosts, listener.port());
  state.server = net::Server::start(
      std::move(listener), std::move(options),
      [&state](net::ServeRequest sent) { return state.handle(std::move(sent)); });
}

void ApiServer::stop() {
  // Who waits for a pass is answered now; what the desk says later reaches nobody.
  state_->gate->post([state = state_.get()] { state->errands.release(); });
  if (state_->server) state_->server->stop();
  state_->gate->close();
}

std::uint16_t ApiServer::port() const { return state_->server ? state_->server->port() : 0; }

std::string ApiServer::address() const { return state_->address; }

std::string ApiServer::sign_in_link() {
  return address() + "/signin#" + state_->context.door.mint_code();
}

EventSink& ApiServer::events() { return *state_->hub; }

}  // namespace holdfast::api
