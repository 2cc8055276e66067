#pragma once
#include <functional>
#include <string>
#include <vector>

#include "core/case_file.hpp"
#include "domain/error.hpp"
#include "domain/ids.hpp"
#include "domain/journal_entry.hpp"
#include "domain/position_key.hpp"

namespace holdfast {

// All that people and pages may ask of the engine. Every call may come from any thread; the
// answer is given on the engine's thread, once.
class EngineDesk {
 public:
  using Done = std::function<void(Result<void>)>;

  virtual ~EngineDesk() = default;
  // A pass over these accounts (none named: all) that begins after this call; requests that come
  // while another is under way share the next one. An error names the first account that could not
  // answer; the others were served all the same.
  virtual void sync(std::vector<AccountId> accounts, Done done) = 0;
  // A person's word on a case: these keys, and no others, may be closed by the next complete
  // snapshot within ten minutes. Fault::refused when the case is closed or does not hold a key.
  virtual void confirm_case(CaseId id, std::vector<PositionKey> keys, std::string by,
                            Done done) = 0;
  // A person's note on a case that lasts, or his word that it is none of his concern.
  // Fault::refused as marked_case says.
  virtual void mark_case(CaseId id, CaseMark mark, Done done) = 0;
  // Books entries that tell something of open positions and change no quantity. Fault::conflict,
  // and nothing is booked, when one of the positions has changed since the entries were made.
  virtual void book_knowledge(std::vector<JournalEntry> entries, Done done) = 0;
};

}  // namespace holdfast
