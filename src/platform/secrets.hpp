#pragma once
#include <string>
#include <string_view>

#include "domain/error.hpp"
#include "platform/secret.hpp"

namespace holdfast::platform {

// Where a secret file lies decides how strictly its mode is read. systemd grants its service
// user by an access list, which shows as group bits on a file of root.
enum class SecretPlace : std::uint8_t { user_file, credentials_folder };

// Reads a key file of at most 64 KiB. Refuses (Fault::unauthorised) a file that is missing, not
// regular, owned by somebody else than this user or root, or readable by others: the text names
// the path and the fix and never the content.
Result<Secret> read_secret_file(const std::string& path, SecretPlace place);

// "0x12ab…89ef", "a1b2…c3d4"; texts of up to 8 characters become "***".
std::string shortened(std::string_view text);

// What `config show` prints for a secret.
inline constexpr std::string_view secret_mask = "***";

}  // namespace holdfast::platform
