#pragma once
#include <cstdint>
#include <string>

#include "domain/error.hpp"

namespace holdfast::sqlite {

inline constexpr std::int64_t application_id = 0x484c4446;  // "HLDF", at offset 68 of the file

// Looks at a path without SQLite, so that a file which is not ours is never touched.
enum class FileState : std::uint8_t { absent, ledger };

// The path with links resolved, so that one ledger has one lock. Makes the folder (0700) when it
// is missing and refuses one that cannot be written.
Result<std::string> prepare_folder(const std::string& path);
// Fault::storage for a file that is no ledger, is cut short, belongs to somebody else, or was
// written by a newer Holdfast.
Result<FileState> inspect(const std::string& path, std::int64_t newest_version);
// Only the owner may read a ledger.
Result<void> make_private(const std::string& path);
// Makes a rename or a new file in the folder of `path` durable.
Result<void> sync_folder_of(const std::string& path);
Result<void> sync_file(const std::string& path);

Error newer_version_error(const std::string& path, std::int64_t found, std::int64_t newest);

}  // namespace holdfast::sqlite
