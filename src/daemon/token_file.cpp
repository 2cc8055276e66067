#include "daemon/token_file.hpp"

#include "platform/private_file.hpp"
#include "platform/secret.hpp"

namespace holdfast::daemon {

Result<api::TokenBook> write_token_file(const std::string& path, Entropy& entropy) {
  std::string token = api::random_text(entropy, "hf_");
  std::string line = token + "\n";
  const auto written = platform::write_private_file(path, line);
  platform::wipe(line);
  if (!written) {
    return fail(Fault::storage, written.error().what +
                                    "; it is the token file, without which the command line cannot "
                                    "ask the daemon. Make its folder writable or set "
                                    "http.token_path");
  }
  api::TokenBook book;
  book.add("command line", api::Scopes{}.with(api::Scope::read).with(api::Scope::resolve), token);
  platform::wipe(token);
  return book;
}

}  // namespace holdfast::daemon
