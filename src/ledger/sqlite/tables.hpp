#pragma once
#include "ledger/sqlite/account_table.hpp"
#include "ledger/sqlite/case_table.hpp"
#include "ledger/sqlite/event_table.hpp"
#include "ledger/sqlite/instrument_table.hpp"
#include "ledger/sqlite/journal_table.hpp"
#include "ledger/sqlite/key_table.hpp"
#include "ledger/sqlite/outbox_table.hpp"
#include "ledger/sqlite/position_table.hpp"
#include "ledger/sqlite/raw_table.hpp"
#include "ledger/sqlite/snapshot_table.hpp"

namespace holdfast::sqlite {

// All tables of one connection, with their statements prepared once.
struct Tables {
  explicit Tables(Database& database)
      : accounts{database},
        keys{database},
        journal{database},
        positions{database},
        cases{database},
        outbox{database},
        events{database},
        instruments{database},
        snapshots{database},
        raw{database} {}
  AccountTable accounts;
  KeyTable keys;
  JournalTable journal;
  PositionTable positions;
  CaseTable cases;
  OutboxTable outbox;
  EventTable events;
  InstrumentTable instruments;
  SnapshotTable snapshots;
  RawTable raw;
};

}  // namespace holdfast::sqlite
