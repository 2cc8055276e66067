#pragma once
#include <fmt/format.h>

#include <string>
#include <string_view>
#include <utility>

#include "domain/error.hpp"
#include "ports/venue.hpp"

namespace holdfast::json_rpc {

// Why endpoints are not believed in this reading: for the text and, when none is left, the fault.
class Excuses {
 public:
  void add(std::string_view endpoint, const Error& error) {
    if (text_.empty()) fault_ = error.fault;
    text_.append("; ").append(endpoint).append(": ").append(error.what);
  }
  [[nodiscard]] const std::string& text() const { return text_; }
  [[nodiscard]] tl::unexpected<Error> fault(std::string_view chain) const {
    return fail(fault_, "no " + std::string{chain} + " endpoint gave a usable answer" + text_);
  }

 private:
  Fault fault_{Fault::unreachable};
  std::string text_;
};

// One endpoint's line of doctor.
inline IdentityCheck endpoint_check(std::string_view chain, std::string_view endpoint,
                                    const Result<void>& sound, const std::string& good,
                                    std::string_view fix) {
  IdentityCheck check{.name = fmt::format("{} {}", chain, endpoint), .passed = sound.has_value()};
  check.text = sound ? good : sound.error().what;
  if (!sound) {
    check.fix = fix;
    check.fault = sound.error().fault;
  }
  return check;
}

}  // namespace holdfast::json_rpc
