"""How the editor of an organisation's page is laid out: what it is, what it says, where it is, the web.
In: the page's fields and child rows. Out: tabs and sections, with help where a word may be read in two ways.
Next: models/organisations.py uses it; the country's field is directory/forms.py's.
"""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    CommentPanel,
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    PublishingPanel,
    TabbedInterface,
    TitleFieldPanel,
)

PROFILE = [
    TitleFieldPanel(
        "title",
        heading=_("Name"),
        help_text=_("As the organisation writes it on the web, in whatever script. Other names go below."),
        placeholder=_("Name"),
    ),
    FieldPanel(
        "slug",
        heading=_("Address on the site"),
        help_text=_("The last part of the page's address. Once given to an organisation it stays theirs."),
    ),
    FieldRowPanel([FieldPanel("kind"), FieldPanel("founded")], heading=_("Kind and year")),
    MultiFieldPanel(
        [
            InlinePanel(
                "other_names",
                label=_("Other name"),
                heading=_("Other names"),
                help_text=_("In another language or script, or as people say it. The finder finds by them."),
            ),
            InlinePanel("acronyms", label=_("Acronym"), heading=_("Acronyms")),
        ],
        heading=_("Other names and acronyms"),
    ),
    MultiFieldPanel(
        [
            FieldPanel("fields", widget=forms.CheckboxSelectMultiple),
            FieldPanel("programmes", widget=forms.CheckboxSelectMultiple),
        ],
        heading=_("What it does"),
    ),
    MultiFieldPanel(
        [
            FieldRowPanel(
                [FieldPanel("age_from"), FieldPanel("age_to")],
                help_text=_("In years, both included. Empty: open to that side."),
            ),
            InlinePanel("working_languages", label=_("Language"), heading=_("Languages in which it works")),
        ],
        heading=_("For whom"),
    ),
    FieldPanel("logo", help_text=_("On white or transparent ground.")),
]

TEXTS = [
    InlinePanel(
        "texts",
        label=_("Text"),
        heading=_("Summary and description"),
        help_text=_("One for each language. The summary is shown on cards: two sentences do."),
    ),
]

PLACE = [
    FieldPanel("country"),
    FieldPanel("address", help_text=_("Street and number, as on a letter. Empty where it should not be public.")),
    FieldPanel("city"),
    MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")]),
            FieldPanel("precision", widget=forms.RadioSelect),
        ],
        heading=_("On the map"),
        help_text=_("In degrees: north and east are positive. Both, or neither."),
    ),
]

ON_THE_WEB = [
    FieldPanel("website"),
    InlinePanel("social_links", label=_("Profile"), heading=_("Profiles elsewhere")),
]

ORGANISATION_EDITOR = TabbedInterface(
    [
        ObjectList(PROFILE, heading=_("Profile")),
        ObjectList(TEXTS, heading=_("Texts")),
        ObjectList(PLACE, heading=_("Place")),
        ObjectList(ON_THE_WEB, heading=_("On the web")),
        ObjectList([PublishingPanel(), CommentPanel()], heading=_("Settings")),
    ]
)
