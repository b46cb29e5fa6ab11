"""How the admin keeps what staff edit freely: lists that each role sees its part of, forms, careful deletion.
In: a model. Out: its list with search, filters and export, and its forms.
Next: one module a subject fills them in; admin/records.py keeps what only verbs write.
"""

from collections.abc import Mapping
from typing import Any

from django.db.models import ProtectedError, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from directory.admin.export import SafeExportMixin

READ = frozenset({"view"})


class ListView(SafeExportMixin, generic.IndexView):
    """A list of those records that the user may see."""

    any_permission_required = ["add", "change", "delete", "view"]
    paginate_by = 50
    # What a row shows of other records, read with it.
    related: tuple[str, ...] = ()
    together: tuple[str, ...] = ()

    def get_base_queryset(self) -> QuerySet:
        """Begin with the records of the user, and what a row shows of others."""
        allowed = self.permission_policy.instances_user_has_any_permission_for(
            self.request.user, set(self.any_permission_required)
        )
        return allowed.select_related(*self.related).prefetch_related(*self.together)


class CarefulDeleteView(generic.DeleteView):
    """Deletes what nothing else needs, and says so otherwise."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Delete, or say that the record is in use."""
        try:
            return super().form_valid(form)
        except ProtectedError:
            messages.error(self.request, _("“%s” is in use, so it stays.") % self.object)
            return redirect(self.get_success_url())


class VocabularyViewSet(ModelViewSet):
    """Records that staff add, edit, order and, while unused, delete."""

    index_view_class = ListView
    delete_view_class = CarefulDeleteView
    copy_view_enabled = False
    inspect_view_enabled = True
    list_per_page = 50
    ordering = "order"
    sort_order_field: str | None = "order"
    list_display = ["name", "slug"]
    search_fields = ["name", "slug"]
    search_backend_name = None
    export_columns: Mapping[str, Any] = {"name": _("Name"), "slug": _("In addresses"), "order": _("Order")}
    related: tuple[str, ...] = ()
    together: tuple[str, ...] = ()

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Hand the list what it exports and reads."""
        return super().get_index_view_kwargs(
            export_columns=self.export_columns, related=self.related, together=self.together, **kwargs
        )
