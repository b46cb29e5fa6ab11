"""What the staff of a federation say about the site as a whole.
In: a form in the Wagtail admin. Out: the site's tagline, its sample notice, its footer.
Next: navigation.py gives them to every template.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting


@register_setting(icon="site")
class SiteSettings(BaseSiteSetting):
    """Settings of one site."""

    tagline = models.CharField(_("tagline"), max_length=200, blank=True)
    shows_samples = models.BooleanField(
        _("organisations are samples"),
        default=False,
        help_text=_("Every page then says that the organisations shown are fictional."),
    )

    panels = [FieldPanel("tagline"), FieldPanel("shows_samples")]

    class Meta:
        verbose_name = _("site")
