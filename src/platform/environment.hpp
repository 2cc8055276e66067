#pragma once
#include <map>
#include <string>
#include <string_view>

#include "domain/error.hpp"
#include "platform/secret.hpp"

namespace holdfast::platform {

struct Variable {
  std::string text;    // empty when the name bears a secret
  Secret secret;       // of the names that bear one
  std::string source;  // ".env:3", "environment"
  [[nodiscard]] bool empty() const { return text.empty() && secret.empty(); }
};

using Environment = std::map<std::string, Variable, std::less<>>;

// POLY_PRIVATE_KEY, DFLOW_API_KEY, DISCORD_WEBHOOK_URL, TELEGRAM_BOT_TOKEN. No other variable bears
// a secret: further ones come by file or credential.
bool bears_secret(std::string_view variable);

// Copies the process's environment. Values of names that bear a secret move into secure memory
// and their bytes in the block are overwritten, so that /proc/PID/environ and children do not
// have them. Call before the first thread starts. `block` is `environ`.
Environment take_environment(char** block);

// Reads a .env file: KEY=VALUE, quotes, `export`, comments. Nothing is expanded or exported. The
// text is wiped. Errors name `shown_name`:line and never the content.
Result<Environment> parse_env_file(std::string text, std::string_view shown_name);

}  // namespace holdfast::platform
