#pragma once
#include <string>
#include <string_view>

#include "domain/raw_answer.hpp"
#include "ports/transport.hpp"

namespace holdfast {

// Puts what came of a question on the tape: an answer's status and bytes or, where none came, the
// fault. Without that a later answer to the same question would pass for the one that was missed.
void keep(RawTape& tape, std::string source, UtcTime at, const Result<HttpResponse>& outcome);

// Puts there what an answer is read with and no question of this pass tells: what is remembered of
// earlier passes, also of those that booked nothing and are not kept.
void keep_memory(RawTape& tape, std::string_view source, UtcTime at, std::string memory);

// What `keep` put there, as it came from the transport; headers are not kept.
Result<HttpResponse> outcome_of(RawAnswer answer);

}  // namespace holdfast
