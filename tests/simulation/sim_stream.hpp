#pragma once
#include <deque>
#include <memory>
#include <string>
#include <utility>

#include "ports/clock.hpp"
#include "ports/stream.hpp"
#include "sim/simulator.hpp"

namespace holdfast::simulation {

// The simulator's streams behind the stream door, without sockets. Simulator and clock must outlive
// it; so must both outlive every stream.
class SimStream final : public Stream {
 public:
  SimStream(sim::Simulator& simulator, Clock& clock, sim::StreamId id)
      : simulator_{simulator}, clock_{clock}, state_{std::make_shared<State>()} {
    state_->id = id;
  }
  ~SimStream() override { close(); }

  // Looks every 20 ms, as the simulator's server does.
  Async<std::string> receive() override {
    const auto state = state_;
    auto& simulator = simulator_;
    auto& clock = clock_;
    for (;;) {
      if (state->closed) co_return fail(Fault::unreachable, "the stream has ended");
      if (state->waiting.empty()) {
        auto output = simulator.collect(state->id, clock.now());
        state->silent = output.silent;
        for (auto& text : output.texts) state->waiting.push_back(std::move(text));
        if (output.ended && state->waiting.empty()) {
          simulator.close_stream(state->id);
          state->closed = true;
          co_return fail(Fault::unreachable, "the other side ended the stream: " + *output.ended);
        }
      }
      if (!state->waiting.empty()) {
        ++state->frames;
        auto text = std::move(state->waiting.front());
        state->waiting.pop_front();
        co_return text;
      }
      co_await clock.sleep_for(std::chrono::milliseconds{20});
    }
  }
  Result<void> send(std::string text) override {
    if (state_->closed) return fail(Fault::unreachable, "the stream has ended");
    simulator_.hear(state_->id, text, clock_.now());
    return {};
  }
  void ping() override {
    if (!state_->silent && !state_->closed) ++state_->frames;
  }
  [[nodiscard]] std::uint64_t frames() const override { return state_->frames; }
  void close() override {
    if (!std::exchange(state_->closed, true)) simulator_.close_stream(state_->id);
  }

 private:
  struct State {
    sim::StreamId id{};
    std::deque<std::string> waiting;
    std::uint64_t frames{};
    bool silent{};
    bool closed{};
  };
  sim::Simulator& simulator_;
  Clock& clock_;
  std::shared_ptr<State> state_;
};

class SimStreamDoor final : public StreamDoor {
 public:
  SimStreamDoor(sim::Simulator& simulator, Clock& clock) : simulator_{simulator}, clock_{clock} {}

  Async<std::unique_ptr<Stream>> open(StreamAddress address) override {
    ++opened;
    if (refusals > 0) {
      --refusals;
      co_return fail(Fault::unreachable, "nobody answers");
    }
    sim::Request asked{.method = "GET", .target = address.target, .headers = {}, .body = {}};
    for (auto& [name, value] : address.headers) {
      asked.headers.push_back({.name = std::move(name), .value = std::move(value)});
    }
    const auto id = simulator_.open_stream(asked, clock_.now());
    if (!id) {
      const bool key = id.error().status == 401 || id.error().status == 403;
      co_return fail(key ? Fault::unauthorised : Fault::unreachable, id.error().body);
    }
    co_return std::make_unique<SimStream>(simulator_, clock_, *id);
  }

  int opened{};
  int refusals{};  // so many of the next handshakes meet nobody

 private:
  sim::Simulator& simulator_;
  Clock& clock_;
};

}  // namespace holdfast::simulation
