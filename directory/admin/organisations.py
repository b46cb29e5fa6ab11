"""The list of organisations as staff need it, and the same columns where an office's branch is explored.
In: a search, filters, an order. Out: a page of organisations with how each stands, or all of them in a spreadsheet.
Next: the title leads to the page's editor, the buttons to the decisions of admin/decisions.py.
"""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any

from django.db.models import F
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import ButtonsColumnMixin, Column, DateColumn, TitleColumn
from wagtail.admin.ui.tables.pages import BulkActionsColumn
from wagtail.admin.views.pages.listing import ExplorableIndexView, IndexView
from wagtail.admin.viewsets.pages import PageListingViewSet
from wagtail.admin.widgets.button import Button, ButtonWithDropdown
from wagtail.query import PageQuerySet

from directory.admin.columns import DayColumn, MembershipColumn, StatusColumn
from directory.admin.decisions import edit_page
from directory.admin.export import SafeExportMixin
from directory.admin.organisation_filters import OrganisationFilterSet, named
from directory.admin.permissions import TO_READ, organisations_for, pages
from directory.admin.standing import Standing, latest_confirmation, standings
from directory.admin.standing_panel import buttons_about
from directory.models import OrganisationPage

ROWS_AT_A_TIME = 500


if TYPE_CHECKING:

    class PagesView(IndexView):
        """What the mixin below may count on: both of Wagtail's lists of pages have it."""

else:
    PagesView = object


def standing_of(organisation: OrganisationPage) -> Standing:
    """Return how an organisation stands: as its list has read it, or asked now where Wagtail's own lists show it."""
    known: Standing | None = getattr(organisation, "standing", None)
    return known or standings([organisation.pk])[organisation.pk]


class NameColumn(ButtonsColumnMixin, TitleColumn):
    """The name, which leads to the editor, and the buttons to what may be done and decided."""

    def get_buttons(self, instance: OrganisationPage, parent_context: Any) -> list[ButtonWithDropdown]:
        """Offer them in one menu; none of them asks the database for a row."""
        request = parent_context["request"]
        buttons = [Button(_("Edit"), url=edit_page(instance), icon_name="edit", priority=10)]
        if standing_of(instance).is_listed:
            url = instance.get_url(request)
            buttons.append(Button(_("View live"), url=url, icon_name="doc-empty", priority=20))
        history = reverse("wagtailadmin_pages:history", args=[instance.pk])
        buttons.append(Button(_("History"), url=history, icon_name="history", priority=200))
        buttons += buttons_about(instance, request.user, request.get_full_path())
        label = _("More options for “%s”") % instance.title
        return [ButtonWithDropdown(buttons=sorted(buttons), icon_name="dots-horizontal", attrs={"aria-label": label})]


COLUMNS = [
    BulkActionsColumn("bulk_actions"),
    NameColumn(
        "title",
        label=_("Name"),
        sort_key="title",
        get_url=edit_page,
        get_title_id=lambda organisation: f"page_{organisation.pk}_title",
    ),
    Column("region", label=_("Region"), accessor="country.region", sort_key="country__region__order"),
    Column("country", label=_("Country"), accessor="country", sort_key="country"),
    Column("kind", label=_("Kind"), accessor="kind", sort_key="kind__order"),
    StatusColumn("standing", label=_("Status"), accessor=standing_of),
    MembershipColumn("membership", label=_("Membership"), accessor=standing_of),
    DayColumn(
        "confirmed_on",
        label=_("Confirmed on"),
        accessor=lambda row: standing_of(row).confirmed_on,
        sort_key="confirmed_on",
    ),
    DateColumn("changed_at", label=_("Latest change"), accessor=lambda row: standing_of(row).changed_at),
]


class StandingListMixin(PagesView):
    """A list of organisations in which each of those shown knows how it stands."""

    filterset_class = OrganisationFilterSet
    show_locale_labels = False

    def annotate_queryset(self, organisations: PageQuerySet) -> PageQuerySet:
        """Read with each what a row shows; `standings` reads the rest for the page that is shown."""
        return organisations.select_related("country__region", "kind")

    def order_queryset(self, queryset: Any) -> Any:
        """Order as asked, by name where a search has no order; those never confirmed are older than any day."""
        if self.is_searching and not self.is_explicitly_ordered:
            return queryset.order_by("title")
        if self.ordering in {"confirmed_on", "-confirmed_on"}:
            queryset = queryset.alias(confirmed_on=latest_confirmation())
            first = F("confirmed_on").asc(nulls_first=True)
            last = F("confirmed_on").desc(nulls_last=True)
            return queryset.order_by(first if self.ordering == "confirmed_on" else last, "title")
        return super().order_queryset(queryset)

    def search_queryset(self, queryset: Any) -> Any:
        """Keep what is called so; the filters and the order go on working."""
        return named(queryset, self.search_query) if self.is_searching else queryset

    def paginate_queryset(self, queryset: Any, page_size: int) -> Any:
        """Tell each organisation of the page how it stands."""
        paginator, page, organisations, is_paginated = super().paginate_queryset(queryset, page_size)
        page.object_list = organisations = with_standing(organisations)
        return paginator, page, organisations, is_paginated


def with_standing(organisations: Iterable[OrganisationPage]) -> list[OrganisationPage]:
    """Return the organisations, each with how it stands as its attribute `standing`."""
    organisations = list(organisations)
    found = standings(organisation.pk for organisation in organisations)
    for organisation in organisations:
        organisation.standing = found[organisation.pk]
    return organisations


class OrganisationIndexView(SafeExportMixin, StandingListMixin, IndexView):
    """All organisations whose pages the user may edit, flat."""

    any_permission_required = {"add", "change", "publish"}
    default_ordering = "title"
    export_columns = {
        "title": _("Name"),
        "country.region": _("Region"),
        "country": _("Country"),
        "country.code": _("Country code"),
        "city": _("City"),
        "kind": _("Kind"),
        "standing.label": _("Status"),
        "standing.category": _("Membership category"),
        "standing.membership": _("Membership"),
        "standing.confirmed_on": _("Confirmed on"),
        "standing.changed_at": _("Latest change"),
        "website": _("Website"),
        "slug": _("Address on the site"),
    }

    def get_base_queryset(self) -> PageQuerySet:
        """Begin with the organisations whose pages the user may edit."""
        return self.annotate_queryset(organisations_for(self.request.user, TO_READ))

    def rows_to_export(self, queryset: Any) -> Iterator[OrganisationPage]:
        """Read many rows at a time, so that a long export needs neither much memory nor many queries."""
        rows = queryset.iterator(chunk_size=ROWS_AT_A_TIME)
        while chunk := list(islice(rows, ROWS_AT_A_TIME)):
            yield from with_standing(chunk)


class OfficeIndexView(StandingListMixin, ExplorableIndexView):
    """The organisations of an office, where its branch of the tree is explored."""


class OrganisationListing(PageListingViewSet):
    """The entry “Organisations” of the register's menu."""

    model = OrganisationPage
    name = "register_organisations"
    url_prefix = "register/organisations"
    icon = "group"
    menu_label = _("Organisations")
    index_view_class = OrganisationIndexView
    columns = COLUMNS
    filterset_class = OrganisationFilterSet
    export_filename = "organisations"

    @cached_property
    def menu_item_class(self) -> type[MenuItem]:
        """Show the entry to whoever may edit some organisation's page."""

        def is_shown(_self: MenuItem, request: Any) -> bool:
            return bool(pages.user_has_any_permission(request.user, {"add", *TO_READ}))

        return type("OrganisationMenuItem", (MenuItem,), {"is_shown": is_shown})
