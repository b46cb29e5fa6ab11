"""How the admin keeps what only verbs write: a list, a view of each record, buttons to the verbs' forms.
In: a model. Out: addresses that read; there is none at which a record could be overwritten.
Next: one module a subject fills them in; the buttons lead to admin/decisions.py.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.contrib.admin.utils import quote
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import Button, HeaderButton

from directory.admin.decisions import Decision
from directory.admin.viewsets import ListView

READ = frozenset({"view"})


class RecordListView(ListView):
    """A list of records that only verbs write: each row leads to the record and to what may be decided about it."""

    decisions: Callable[[Any, Any], Iterable[Button]] | None = None
    start: Decision | None = None
    # The column that names a record: what it shows, its heading, what it sorts by.
    title: tuple[str, Any, str | None] = ("__str__", "", None)

    @cached_property
    def columns(self) -> list[Column]:
        """Put the column that names the record, with its buttons, before the others."""
        accessor, label, sort_key = self.title
        column_class = self._get_title_column_class(TitleColumn)
        title = column_class(accessor, label=label, sort_key=sort_key, get_url=self.get_inspect_url)
        return [title, *self.list_display]

    def get_list_more_buttons(self, instance: Any) -> list[Any]:
        """Offer the decisions about a record beside the way to it."""
        offered = list(self.decisions(instance, self.request.user)) if self.decisions else []
        return [*super().get_list_more_buttons(instance), *offered]

    def get_add_url(self) -> str | None:
        """Lead to the decision that begins such a record, if the user may make it."""
        if self.start and self.start.may_start and self.start.may_start(self.request.user):
            return self.start.url(next_url=self.index_url)
        return None


class RecordView(generic.InspectView):
    """One record, read only, with what may be decided about it."""

    any_permission_required = ["view"]
    decisions: Callable[[Any, Any], Iterable[Button]] | None = None

    def get_object(self, queryset: QuerySet | None = None) -> Any:  # noqa: ARG002 - Wagtail's signature
        """Find the record among those of the user; another's is not found."""
        allowed = self.permission_policy.instances_user_has_any_permission_for(self.request.user, READ)
        return get_object_or_404(allowed, pk=self.pk)

    def get_field_display_value(self, field_name: str, field: Any) -> Any:
        """Show what is not there as a dash, and yes and no in words."""
        value = super().get_field_display_value(field_name, field)
        if isinstance(value, bool):
            return _("Yes") if value else _("No")
        return "—" if value is None or value == "" else value

    def get_page_title(self) -> str:
        """Say what kind of record it is."""
        return capfirst(str(self.model._meta.verbose_name))  # noqa: SLF001 - Django's documented API

    @property
    def header_buttons(self) -> list[HeaderButton]:
        """Offer the decisions about the record."""
        offered = self.decisions(self.object, self.request.user) if self.decisions else []
        return [HeaderButton(button.label, url=button.url, icon_name=button.icon_name) for button in offered]

    @property
    def header_more_buttons(self) -> list[Button]:
        """Offer nothing else: a record is neither edited nor deleted."""
        return []


class RecordViewSet(ModelViewSet):
    """Records that only verbs write: a list, a view of each, and buttons to the verbs' forms."""

    index_view_class = RecordListView
    inspect_view_class = RecordView
    add_to_reference_index = False
    copy_view_enabled = False
    inspect_view_enabled = True
    sort_order_field = None
    list_per_page = 50
    search_backend_name = None
    form_fields: tuple[str, ...] = ()  # there is no form: verbs write
    export_columns: Mapping[str, Any] = {}
    related: tuple[str, ...] = ()
    together: tuple[str, ...] = ()
    # A static method: the buttons to what may be decided about a record by a user.
    decisions: Callable[[Any, Any], Iterable[Button]] | None = None
    start: Decision | None = None
    title: tuple[str, Any, str | None] = ("__str__", "", None)

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Name no view that would write."""
        never = dict.fromkeys(
            ("add_url_name", "edit_url_name", "delete_url_name", "history_url_name", "usage_url_name")
        )
        return super().get_common_view_kwargs(**never, **kwargs)

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Hand the list what it exports, reads and offers."""
        return super().get_index_view_kwargs(
            export_columns=self.export_columns,
            related=self.related,
            together=self.together,
            decisions=self.decisions,
            start=self.start,
            title=self.title,
            **kwargs,
        )

    def get_inspect_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Hand the view of a record what it offers."""
        return super().get_inspect_view_kwargs(decisions=self.decisions, **kwargs)

    def get_urlpatterns(self) -> list[URLPattern]:
        """List, and read; there is no address at which a record could be overwritten."""
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path(f"<{self.pk_path_converter}:pk>/", self.inspect_view, name="inspect"),
        ]

    @property
    def url_finder_class(self) -> Any:
        """Where Wagtail wants an editor of a record, give it the view."""
        finder = super().url_finder_class
        finder.edit_url_name = self.get_url_name("inspect")
        return finder

    def inspect_url(self, record: Any) -> str:
        """Return the address of a record."""
        return reverse(self.get_url_name("inspect"), args=[quote(record.pk)])
