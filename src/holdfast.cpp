#include <unistd.h>

#include <iostream>
#include <string_view>

#include "daemon/serve.hpp"
#include "platform/environment.hpp"
#include "platform/harden_process.hpp"

// The one place that knows all names. What commands there are is in src/cli.
int main(int argc, char** argv) {
  using namespace holdfast;
  if (auto hardened = platform::harden_process(); !hardened) {
    std::cerr << "holdfast: " << hardened.error().what << "\n";
    return 1;
  }
  platform::Environment environment = platform::take_environment(environ);
  cli::ServeOptions options;
  for (int i = 2; i < argc; ++i) {
    const std::string_view word = argv[i];
    options.once |= word == "--once";
    options.json |= word == "--json";
    options.demo |= word == "--demo";
  }
  return daemon::serve(options, std::move(environment));
}
