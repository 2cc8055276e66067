#pragma once
#include <optional>

#include "api/picture.hpp"
#include "platform/json_writer.hpp"
#include "ports/ledger_reader.hpp"

// Domain values as the JSON of api/openapi.yaml: amounts as strings, unknown as null.
namespace holdfast::api {

using platform::JsonWriter;

void write_time(JsonWriter& json, std::string_view name, const std::optional<UtcTime>& at);
void write_text_or_null(JsonWriter& json, std::string_view name, std::string_view text);
// as_of, complete, revision: in front of every body. Of a past moment the answer speaks of that
// one, and rests on all that the ledger had booked by then. `whole` false: the answer itself leaves
// something out.
void write_envelope(JsonWriter& json, const Picture& picture,
                    std::optional<UtcTime> at = std::nullopt, bool whole = true);
// {"fault":…,"what":…} or null.
void write_error(JsonWriter& json, std::string_view name, const std::optional<Error>& error);

void write_key_fields(JsonWriter& json, const PositionKey& key);
void write_instrument_fields(JsonWriter& json, const Instrument& about);
void write_evidence(JsonWriter& json, std::string_view name,
                    const std::optional<Evidence>& evidence);

void write_holding(JsonWriter& json, const Holding& holding, const Picture& picture);
struct PositionView {
  // Why a closed one ended and how much of it that was, by its key's journal.
  std::optional<Cause> ended_by;
  std::optional<Quantity> closed;
  // As it was then: what is known of the present (price, worth, the venue's word, the verdict) is
  // not said beside it.
  std::optional<UtcTime> at;
};
void write_position(JsonWriter& json, const Position& position, const Picture& picture,
                    const PositionView& view = {});
void write_case(JsonWriter& json, const Case& open);
void write_journal_row(JsonWriter& json, const JournalRow& row);
// `id` none: an event that is not in the ledger.
void write_event(JsonWriter& json, std::optional<std::uint64_t> id, const Event& event);
void write_snapshot_head(JsonWriter& json, const SnapshotHeader& header, std::uint32_t pages,
                         std::size_t holdings);
void write_account_status(JsonWriter& json, const AccountStatus& status, const Picture& picture);

}  // namespace holdfast::api
