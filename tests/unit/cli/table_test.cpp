#include "cli/print/table.hpp"

#include <gtest/gtest.h>

#include <sstream>

namespace holdfast::cli {
namespace {

const std::vector<Column> columns{{"NAME"}, {"VALUE", Align::right}};

std::string printed(const std::vector<Line>& rows, TableForm form) {
  std::ostringstream out;
  print_table(out, columns, rows, form);
  return out.str();
}

TEST(Table, StandsInColumnsForPeople) {
  EXPECT_EQ(printed({{std::string{"● agrees"}, std::string{"7"}},
                     {std::string{"x"}, std::string{"1,234"}}},
                    TableForm::aligned),
            "NAME      VALUE\n● agrees      7\nx         1,234\n");
}

TEST(Table, PaintTakesNoRoomAndIsForPeopleOnly) {
  const std::vector<Line> rows{{Cell{"ok", "\x1b[32m"}, std::string{"7"}}};
  EXPECT_EQ(printed(rows, TableForm::aligned), "NAME  VALUE\n\x1b[32mok\x1b[0m        7\n");
  EXPECT_EQ(printed(rows, TableForm::tabs), "NAME\tVALUE\nok\t7\n");
  EXPECT_EQ(printed(rows, TableForm::csv), "NAME,VALUE\r\nok,7\r\n");
}

TEST(Table, NoVenuePaintsATerminal) {
  const std::vector<Line> rows{{std::string{"\x1b[2Jgone"}, std::string{"7"}}};
  EXPECT_EQ(printed(rows, TableForm::tabs), "NAME\tVALUE\n\\x1b[2Jgone\t7\n");
}

TEST(Table, NoSheetRunsACell) {
  const std::vector<Line> rows{{std::string{"=1+1"}, std::string{"a,\"b\""}}};
  EXPECT_EQ(printed(rows, TableForm::csv), "NAME,VALUE\r\n'=1+1,\"a,\"\"b\"\"\"\r\n");
}

}  // namespace
}  // namespace holdfast::cli
