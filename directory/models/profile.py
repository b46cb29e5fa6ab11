"""The child rows of an organisation's page: what a revision holds beside the page's own fields.
In: names, acronyms, texts, languages and links that staff or stewards wrote. Out: rows in the page's order.
Next: the organisation's page shows them, the index finds by them.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.fields import RichTextField
from wagtail.models import Orderable

from directory.languages import SCRIPT_CHOICES, direction, language_choices
from directory.models.tracked import OfOrganisation
from directory.web_addresses import WebAddressField


class OtherName(OfOrganisation, Orderable):
    """Another name of an organisation: in another language, another script, or as people say it."""

    organisation = ParentalKey("directory.OrganisationPage", on_delete=models.CASCADE, related_name="other_names")
    name = models.CharField(_("name"), max_length=500)
    language = models.CharField(_("language"), max_length=8, blank=True)
    script = models.CharField(_("script"), max_length=4, blank=True, choices=SCRIPT_CHOICES)

    panels = [FieldRowPanel([FieldPanel("name"), FieldPanel("language"), FieldPanel("script")])]

    class Meta(Orderable.Meta):
        verbose_name = _("other name")
        verbose_name_plural = _("other names")

    def __str__(self) -> str:
        return self.name


class Acronym(OfOrganisation, Orderable):
    """Letters by which an organisation is known."""

    organisation = ParentalKey("directory.OrganisationPage", on_delete=models.CASCADE, related_name="acronyms")
    text = models.CharField(_("acronym"), max_length=80)

    panels = [FieldPanel("text")]

    class Meta(Orderable.Meta):
        verbose_name = _("acronym")
        verbose_name_plural = _("acronyms")

    def __str__(self) -> str:
        return self.text


class OrganisationText(OfOrganisation, Orderable):
    """What an organisation says of itself, in one language."""

    organisation = ParentalKey("directory.OrganisationPage", on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(_("language"), max_length=8, choices=language_choices)
    summary = models.CharField(_("summary"), max_length=400, blank=True)
    description = RichTextField(_("description"), blank=True, features=["bold", "italic", "ol", "ul", "link"])

    panels = [FieldPanel("language"), FieldPanel("summary"), FieldPanel("description")]

    class Meta(Orderable.Meta):
        verbose_name = _("text")
        verbose_name_plural = _("texts")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "language"], name="one_text_per_language"),
        ]

    def __str__(self) -> str:
        return self.summary

    @property
    def direction(self) -> str:
        """The direction of the text's script: ltr or rtl."""
        return direction(self.language)


class WorkingLanguage(OfOrganisation, Orderable):
    """A language in which an organisation works with young people."""

    organisation = ParentalKey("directory.OrganisationPage", on_delete=models.CASCADE, related_name="working_languages")
    code = models.CharField(_("language"), max_length=8, choices=language_choices, db_index=True)

    panels = [FieldPanel("code")]

    class Meta(Orderable.Meta):
        verbose_name = _("working language")
        verbose_name_plural = _("working languages")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "code"], name="each_working_language_once"),
        ]

    def __str__(self) -> str:
        return self.code


class SocialLink(OfOrganisation, Orderable):
    """A profile of an organisation elsewhere on the web."""

    organisation = ParentalKey("directory.OrganisationPage", on_delete=models.CASCADE, related_name="social_links")
    url = WebAddressField(_("address"))

    panels = [FieldPanel("url")]

    class Meta(Orderable.Meta):
        verbose_name = _("profile elsewhere")
        verbose_name_plural = _("profiles elsewhere")

    def __str__(self) -> str:
        return self.url
