"""The entry “Change log” of the register's menu: every line, filtered and exported, never written here.
In: the change log. Out: a list in which each line names its subject.
Next: the line's subject leads to an organisation's editor.
"""

from collections.abc import Iterator
from itertools import islice
from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn

from directory.admin.log import HAPPENINGS, SUBJECTS, Line, lines
from directory.admin.records import RecordViewSet
from directory.admin.viewsets import ListView
from directory.models import Change

ROWS_AT_A_TIME = 500


class ChangeFilterSet(WagtailFilterSet):
    """What happened, to what type of subject, when."""

    kind = django_filters.MultipleChoiceFilter(
        label=_("What happened"), choices=list(HAPPENINGS.items()), widget=forms.CheckboxSelectMultiple
    )
    subject_type = django_filters.MultipleChoiceFilter(
        label=_("Subject"),
        choices=[(name, model._meta.verbose_name) for name, model in SUBJECTS.items()],  # noqa: SLF001
        widget=forms.CheckboxSelectMultiple,
    )
    at = django_filters.DateFromToRangeFilter(label=_("When"), widget=DateRangePickerWidget)

    class Meta:
        model = Change
        fields: list[str] = []


class ChangeListView(ListView):
    """The lines, the latest first."""

    any_permission_required = ["view"]
    default_ordering = "-pk"
    page_title = _("Change log")

    def paginate_queryset(self, queryset: QuerySet, page_size: int) -> Any:
        """Name the subjects of the page's lines."""
        paginator, page, changes, is_paginated = super().paginate_queryset(queryset, page_size)
        page.object_list = shown = lines(changes)
        return paginator, page, shown, is_paginated

    def rows_to_export(self, queryset: QuerySet) -> Iterator[Line]:
        """Read many lines at a time."""
        changes = queryset.iterator(chunk_size=ROWS_AT_A_TIME)
        while chunk := list(islice(changes, ROWS_AT_A_TIME)):
            yield from lines(chunk)


class ChangeViewSet(RecordViewSet):
    """The change log, read only."""

    model = Change
    name = "register_changes"
    url_prefix = "register/changes"
    menu_label = _("Change log")
    icon = "list-ol"
    index_view_class = ChangeListView
    inspect_view_enabled = False
    filterset_class = ChangeFilterSet
    ordering = "-pk"
    related = ("actor",)
    list_display = [
        TitleColumn("subject", label=_("Subject"), get_url=lambda line: line.url or None),
        Column("subject_type", label=_("Type")),
        Column("happened", label=_("What happened")),
        Column("by", label=_("By")),
        DateColumn("at", label=_("When")),
    ]
    export_filename = "change-log"
    export_columns = {
        "at": _("When"),
        "subject_type": _("Type"),
        "subject": _("Subject"),
        "happened": _("What happened"),
        "by": _("By"),
    }

    def get_urlpatterns(self) -> list[URLPattern]:
        """A list alone."""
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
        ]
