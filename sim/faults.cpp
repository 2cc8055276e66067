#include "sim/faults.hpp"

#include <algorithm>

#include "sim/target.hpp"

namespace holdfast::sim {
namespace {

bool holds(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

// A JSON-RPC batch is one call with several names, joined by commas.
bool covers(const SetFault& fault, std::string_view venue, std::string_view endpoint) {
  if (fault.venue != "*" && fault.venue != venue) return false;
  if (fault.endpoint == "*" || fault.endpoint == endpoint) return true;
  const auto names = split(endpoint, ',');
  return std::ranges::find(names, fault.endpoint) != names.end();
}

}  // namespace

std::optional<FaultKind> fault_kind_from(std::string_view name) {
  const auto* const found = std::ranges::find(fault_kind_names, name);
  if (found == fault_kind_names.end()) return std::nullopt;
  return static_cast<FaultKind>(found - fault_kind_names.begin());
}

std::string SetFault::param(std::string_view name, std::string_view otherwise) const {
  const auto found = params.find(std::string{name});
  return found == params.end() ? std::string{otherwise} : found->second;
}

std::int64_t SetFault::number(std::string_view name, std::int64_t otherwise) const {
  return whole_number(param(name)).value_or(otherwise);
}

std::uint64_t Faults::set(SetFault fault) {
  fault.id = next_id_++;
  faults_.push_back(std::move(fault));
  return faults_.back().id;
}

bool Faults::clear(std::uint64_t id) {
  return std::erase_if(faults_, [&](const SetFault& fault) { return fault.id == id; }) > 0;
}

void Faults::clear_all() { faults_.clear(); }

std::vector<SetFault> Faults::draw(const Occasion& occasion) {
  std::vector<SetFault> fired;
  for (auto& fault : faults_) {
    if (fault.count && *fault.count <= 0) continue;
    if (!covers(fault, occasion.venue, occasion.endpoint)) continue;
    if (!holds(occasion.target, fault.match) && !holds(occasion.body, fault.match)) continue;
    ++fault.asked;
    if (fault.kind == FaultKind::lag) {  // the view itself is late: lag_of()
      ++fault.fired;
      continue;
    }
    if (fault.skip > 0) {
      --fault.skip;
      continue;
    }
    if (random_.below(1'000'000) >= fault.chance_ppm) continue;
    if (fault.count) --*fault.count;
    ++fault.fired;
    fired.push_back(fault);
  }
  return fired;
}

void Faults::note_bent(std::uint64_t id) {
  const auto fault = std::ranges::find(faults_, id, &SetFault::id);
  if (fault != faults_.end()) ++fault->bent;
}

Duration Faults::lag_of(std::string_view venue, std::string_view endpoint,
                        Duration otherwise) const {
  for (auto fault = faults_.rbegin(); fault != faults_.rend(); ++fault) {
    if (fault->kind == FaultKind::lag && covers(*fault, venue, endpoint)) {
      return std::chrono::milliseconds{fault->number("ms", 0)};
    }
  }
  return otherwise;
}

}  // namespace holdfast::sim
