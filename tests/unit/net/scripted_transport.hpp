#pragma once
#include <deque>
#include <string>
#include <utility>
#include <vector>

#include "ports/clock.hpp"
#include "ports/transport.hpp"

namespace holdfast::net {

// A transport whose answers are written down beforehand, each with the time it takes. The last one
// repeats. It notes when it was asked and how often an exchange was cancelled.
class ScriptedTransport final : public Transport {
 public:
  struct Step {
    Duration takes{};
    Result<HttpResponse> answer;
  };
  explicit ScriptedTransport(Clock& clock) : clock_{clock} {}

  ScriptedTransport& then(Duration takes, Result<HttpResponse> answer) {
    steps_.push_back({takes, std::move(answer)});
    return *this;
  }
  ScriptedTransport& then(Result<HttpResponse> answer) {
    return then(Duration::zero(), std::move(answer));
  }

  Async<HttpResponse> exchange(HttpRequest request) override {
    asked.push_back(clock_.uptime());
    requests.push_back(std::move(request));
    const Step step = steps_.front();
    if (steps_.size() > 1) steps_.pop_front();
    try {
      if (step.takes > Duration::zero()) co_await clock_.sleep_for(step.takes);
    } catch (...) {
      ++cancelled;
      throw;
    }
    co_return step.answer;
  }

  std::vector<Duration> asked;
  std::vector<HttpRequest> requests;
  int cancelled{};

 private:
  Clock& clock_;
  std::deque<Step> steps_;
};

inline HttpResponse status(int code, Headers headers = {}, std::string body = {}) {
  return HttpResponse{.status = code, .headers = std::move(headers), .body = std::move(body)};
}

inline HttpRequest get(std::string target = "/") {
  return HttpRequest{.method = Method::get,
                     .origin = "https://venue.example",
                     .target = std::move(target),
                     .headers = {},
                     .body = {}};
}

inline HttpRequest post() {
  HttpRequest request = get();
  request.method = Method::post;
  return request;
}

}  // namespace holdfast::net
