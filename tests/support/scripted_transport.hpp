#pragma once
#include <deque>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "ports/transport.hpp"

namespace holdfast::test {

inline HttpResponse answer(int status, std::string body, Headers headers = {}) {
  return {.status = status, .headers = std::move(headers), .body = std::move(body)};
}

// Answers by what stands in the request ("GET /path?query body"): the first script whose words are
// all in it gives its next answer, the last one again and again. What no script knows is a 404.
class ScriptedTransport final : public Transport {
 public:
  std::vector<HttpRequest> asked;
  std::function<void()> while_answering;

  void on(std::vector<std::string> words, std::vector<Result<HttpResponse>> answers) {
    scripts_.push_back({std::move(words), {answers.begin(), answers.end()}});
  }
  void on(std::string words, std::string body) {
    on(std::vector<std::string>{std::move(words)}, {answer(200, std::move(body))});
  }
  // Puts a script before all others.
  void first_on(std::vector<std::string> words, std::vector<Result<HttpResponse>> answers) {
    scripts_.push_front({std::move(words), {answers.begin(), answers.end()}});
  }

  Async<HttpResponse> exchange(HttpRequest request) override {
    const std::string text =
        std::string{name_of(request.method)} + " " + request.target + " " + request.body;
    asked.push_back(request);
    if (while_answering) while_answering();
    for (Script& script : scripts_) {
      if (!script.knows(text)) continue;
      Result<HttpResponse> reply = script.answers.front();
      if (script.answers.size() > 1) script.answers.pop_front();
      co_return reply;
    }
    co_return answer(404, R"({"error":"nothing scripted for this"})");
  }

  // How many requests held these words.
  [[nodiscard]] int count(const std::string& words) const {
    int found = 0;
    for (const HttpRequest& request : asked) {
      if ((request.target + " " + request.body).find(words) != std::string::npos) ++found;
    }
    return found;
  }

 private:
  struct Script {
    std::vector<std::string> words;
    std::deque<Result<HttpResponse>> answers;
    [[nodiscard]] bool knows(const std::string& text) const {
      for (const std::string& word : words) {
        if (text.find(word) == std::string::npos) return false;
      }
      return true;
    }
  };
  std::deque<Script> scripts_;
};

}  // namespace holdfast::test
