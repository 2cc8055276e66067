#pragma once
#include <string_view>

#include "domain/error.hpp"

namespace holdfast::sqlite {

// What SQLite's result code means to a person and what to do about it. `doing` says what was
// attempted ("cannot write the ledger"), `path` where, `detail` is the library's own text.
tl::unexpected<Error> storage_error(int code, std::string_view doing, std::string_view path,
                                    std::string_view detail);

// The same for a failed system call.
tl::unexpected<Error> system_error(int error_number, std::string_view doing, std::string_view path);

// A row that no longer is what was written.
tl::unexpected<Error> damaged_row(std::string_view what);

}  // namespace holdfast::sqlite
