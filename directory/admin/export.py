"""Spreadsheets that cannot bite: text that a spreadsheet would run as a formula stays text.
In: the rows of a list and the columns to export. Out: CSV or XLSX with safe cells.
Next: every list view of the register mixes this in.
"""

import re
from collections.abc import Iterable
from typing import Any

from django.utils.encoding import force_str
from django.utils.functional import Promise
from wagtail.admin.views.mixins import SpreadsheetExportMixin

# What Excel, LibreOffice or Google Sheets take for the beginning of a formula, also in full width.
FORMULA = re.compile(r"^(?:\s*[=+\-@＝＋－＠]|[\t\r\n])")
# What XML, and so XLSX, cannot hold.
UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def plain(value: Any) -> Any:
    """Return `value` with text that looks like a formula made text by an apostrophe; numbers and dates as they are."""
    if isinstance(value, Promise):
        value = force_str(value)
    if not isinstance(value, str):
        return "" if value is None else value
    value = UNWRITABLE.sub("", value)
    return f"'{value}" if FORMULA.match(value) else value


class SafeExportMixin(SpreadsheetExportMixin):
    """A list view whose exports hold what `export_row` says, made plain."""

    # Column → heading, in order.
    export_columns: dict[str, Any] = {}

    def setup(self, request: Any, *args: Any, **kwargs: Any) -> None:
        """Declare the columns to Wagtail's own export."""
        super().setup(request, *args, **kwargs)
        self.list_export = list(self.export_columns)
        self.export_headings = self.export_columns

    def rows_to_export(self, queryset: Any) -> Iterable[Any]:
        """Return the items to export; subclasses add what a row needs, many rows at a time."""
        return queryset

    def as_spreadsheet(self, queryset: Any, spreadsheet_format: str) -> Any:
        """Write the rows in CSV or XLSX."""
        return super().as_spreadsheet(self.rows_to_export(queryset), spreadsheet_format)

    def preprocess_field_value(self, field: str, value: Any, export_format: str) -> Any:
        """Make one cell plain, after Wagtail's own conversions."""
        return plain(super().preprocess_field_value(field, value, export_format))
