#pragma once
#include <functional>
#include <string_view>

#include "ports/transport.hpp"

namespace holdfast::net {

// Tells of each request that left how it ended: "ok", or the fault that its answer means.
class Tally final : public Transport {
 public:
  using Tell = std::function<void(std::string_view outcome)>;
  Tally(Transport& inner, Tell tell) : inner_{inner}, tell_{std::move(tell)} {}
  Async<HttpResponse> exchange(HttpRequest request) override;

 private:
  Transport& inner_;
  Tell tell_;
};

}  // namespace holdfast::net
