#pragma once
#include <optional>

#include "api/answer.hpp"
#include "api/context.hpp"
#include "api/request.hpp"

namespace holdfast::api {

// Files and addresses of the dashboard: a file by its path; for a browser's own addresses inside
// the page ("/drift", "/instrument/…") the page itself. None for addresses of the API.
std::optional<Answer> dashboard_answer(const Request& request, const ApiContext& context);

// The two files behind the one-time link; open to everybody, they hold nothing.
std::optional<Answer> sign_in_file(const Request& request);
// The same page as the answer to a browser that is not signed in.
Answer sign_in_page(int status);

}  // namespace holdfast::api
