"""Columns of the register's lists that Wagtail does not have.
In: a value of a row. Out: a cell from templates/directory/admin/.
Next: the lists put them beside Wagtail's own.
"""

from wagtail.admin.ui.tables import Column


class DayColumn(Column):
    """A day, written out: Wagtail's own column says how long ago, which a day to come is not."""

    cell_template_name = "directory/admin/day_cell.html"


class StatusColumn(Column):
    """Listed, or why not."""

    cell_template_name = "directory/admin/status_cell.html"


class MembershipColumn(Column):
    """The category of the membership in force, and until when."""

    cell_template_name = "directory/admin/membership_cell.html"
