#pragma once
#include <memory>
#include <type_traits>
#include <utility>

namespace holdfast::platform {

template <class Signature>
class FunctionRef;

// Something to be called during the call it is handed to: it owns nothing and allocates nothing,
// so it is a parameter and never a member.
template <class Result, class... Arguments>
class FunctionRef<Result(Arguments...)> {
 public:
  template <class Callable>
    requires(!std::is_same_v<std::remove_cvref_t<Callable>, FunctionRef>)
  FunctionRef(Callable&& callable)  // NOLINT(google-explicit-constructor): a lambda is passed as is
      : callable_{std::addressof(callable)}, call_{[](const void* target, Arguments... arguments) {
          using Target = std::remove_reference_t<Callable>;
          auto* const known = const_cast<Target*>(static_cast<const Target*>(target));
          return static_cast<Result>((*known)(std::forward<Arguments>(arguments)...));
        }} {}

  Result operator()(Arguments... arguments) const {
    return call_(callable_, std::forward<Arguments>(arguments)...);
  }

 private:
  const void* callable_;
  Result (*call_)(const void*, Arguments...);
};

}  // namespace holdfast::platform
