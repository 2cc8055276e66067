#pragma once
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "api/context.hpp"
#include "api/picture.hpp"
#include "api/request.hpp"

namespace holdfast::api {

// What a route wants of the engine before it can answer.
struct SyncErrand {
  std::vector<AccountId> accounts;  // none named: all
  Duration reuse{};                 // a pass that ended no longer ago will do
};
struct ConfirmErrand {
  CaseId id;
  std::vector<PositionKey> keys;
  std::string by;
};
struct MarkErrand {
  CaseId id;
  CaseMark mark;
};
struct KnowledgeErrand {
  std::vector<JournalEntry> entries;
};
using Errand = std::variant<std::monostate, SyncErrand, ConfirmErrand, MarkErrand, KnowledgeErrand>;

// How an errand ended.
struct Asked {
  std::vector<AccountId> accounts;
  std::optional<Result<void>> outcome;  // none: it had not ended when the wait was over
  std::size_t entries{};                // that the desk was asked to book
};

// One request with all that its answer rests on: the same call gives the same answer.
struct Call {
  const Request& request;
  const ApiContext& context;
  const Picture& picture;
  std::vector<std::string> names;  // what stands for {…} in the route's pattern
  std::optional<Asked> asked;

  [[nodiscard]] const Replica& replica() const { return picture.replica(); }
};

}  // namespace holdfast::api
