"""The federation's own words in the admin: kinds, fields, programmes, awards, membership categories.
In: names in the site's languages, an order. Out: rows that staff add, edit, order and, while unused, delete.
Next: organisations choose from them; the finder counts by them.
"""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BooleanColumn

from directory.admin.viewsets import VocabularyViewSet
from directory.models import Award, Field, Kind, MembershipCategory, Programme


class KindViewSet(VocabularyViewSet):
    """The entry “Kinds” of the register's menu."""

    model = Kind
    name = "register_kinds"
    url_prefix = "register/kinds"
    menu_label = _("Kinds")
    icon = "tag"


class FieldViewSet(VocabularyViewSet):
    """The entry “Fields” of the register's menu."""

    model = Field
    name = "register_fields"
    url_prefix = "register/fields"
    menu_label = _("Fields")
    icon = "tag"


class ProgrammeViewSet(VocabularyViewSet):
    """The entry “Programmes” of the register's menu."""

    model = Programme
    name = "register_programmes"
    url_prefix = "register/programmes"
    icon = "calendar"
    list_display = ["name", "slug", BooleanColumn("is_sample", label=_("Sample"))]
    export_columns = {**VocabularyViewSet.export_columns, "is_sample": _("Sample")}


class AwardViewSet(VocabularyViewSet):
    """The entry “Awards” of the register's menu."""

    model = Award
    name = "register_awards"
    url_prefix = "register/awards"
    icon = "success"


class CategoryViewSet(VocabularyViewSet):
    """The entry “Membership categories” of the register's menu."""

    model = MembershipCategory
    name = "register_categories"
    url_prefix = "register/membership-categories"
    icon = "list-ul"
