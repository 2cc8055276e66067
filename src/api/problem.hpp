#pragma once
#include <string>
#include <string_view>

#include "api/answer.hpp"
#include "domain/error.hpp"

namespace holdfast::api {

// An error as RFC 9457 wants it, plus what to do about it.
struct Problem {
  int status{};
  std::string_view name;   // urn:holdfast:problem:<name>
  std::string_view title;  // the same for each problem of that name
  std::string detail;      // what happened and what it means
  std::string fix;         // what to do
};

Answer problem_answer(const Problem& problem);

Answer bad_request(std::string detail, std::string fix);
Answer not_found(std::string detail, std::string fix);
Answer not_ready(std::string detail, std::string fix);
// The ledger could not be read.
Answer ledger_problem(const Error& error);

}  // namespace holdfast::api
