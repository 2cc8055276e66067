#pragma once
#include <string>
#include <string_view>

#include "domain/error.hpp"

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

}  // namespace holdfast::json_rpc
