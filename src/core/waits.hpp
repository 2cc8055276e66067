#pragma once
#include "core/find_drift.hpp"
#include "core/policy.hpp"
#include "domain/wait.hpp"

// What the cases of keys wait for, in words that tell of the key's own figures.
namespace holdfast::waits {

// Whether the venue could be asked what happened.
enum class Events : std::uint8_t { asked, not_asked };

Wait for_final_trades();
Wait for_later_answer();
Wait for_readable_row();
Wait for_result();
// Events that tell of the difference; until then nothing else ends it.
Wait for_events(const Drift& drift, Events events);
// The same, or patience.
Wait for_sightings(const Drift& drift, Events events, const Patience& patience);
// Sources that contradict each other now.
Wait for_agreement(const Drift& drift);
// The same of an absence on which the chain's endpoints differ; a person may end it too.
Wait for_chain_or_person();
// The wait of an absence, which a person may end too.
Wait or_person(Wait wait);

}  // namespace holdfast::waits
