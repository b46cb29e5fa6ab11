"""Names in several languages for the things a federation names: regions, kinds, fields, programmes.
In: one default name and a mapping of language code to name. Out: the name in the reader's language.
Next: facets, pages and the admin ask `label()`; the admin's form shows one box a language.
"""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import get_language


class LanguagesWidget(forms.MultiWidget):
    """One text box for each of the languages."""

    template_name = "directory/languages_widget.html"

    def __init__(self, languages: list[tuple[str, Any]], attrs: dict[str, Any] | None = None) -> None:
        self.languages = languages
        super().__init__({code: forms.TextInput() for code, _ in self.languages}, attrs)

    def decompress(self, value: Any) -> list[str]:
        """Spread the mapping over the boxes."""
        names = value if isinstance(value, dict) else {}
        return [names.get(code, "") for code, _ in self.languages]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Give the template each box with its language."""
        context = super().get_context(name, value, attrs)
        boxes = context["widget"]["subwidgets"]
        for (code, label), box in zip(self.languages, boxes, strict=True):
            box["attrs"] |= {"lang": code, "dir": "auto"}
            box["language"] = label
        return context


class LanguagesFormField(forms.MultiValueField):
    """The boxes as one value: a mapping without the empty ones."""

    def __init__(self, *, with_default: bool = False, **kwargs: Any) -> None:
        languages = [
            (code, label) for code, label in settings.LANGUAGES if with_default or code != settings.LANGUAGE_CODE
        ]
        self.codes = [code for code, _ in languages]
        for unwanted in ("encoder", "decoder"):
            kwargs.pop(unwanted, None)
        boxes = [forms.CharField(required=False, max_length=200) for _ in languages]
        fixed = {"required": False, "widget": LanguagesWidget(languages)}
        super().__init__(boxes, require_all_fields=False, **(kwargs | fixed))

    def compress(self, data_list: list[str]) -> dict[str, str]:
        """Gather the boxes into a mapping, leaving out the empty ones."""
        return {code: text for code, text in zip(self.codes, data_list, strict=False) if text}


def check_names(value: Any) -> None:
    """Refuse anything but a mapping of language codes to texts."""
    if not isinstance(value, dict) or not all(isinstance(part, str) for pair in value.items() for part in pair):
        raise ValidationError("Names are a mapping of language codes to texts.")


class NamesField(models.JSONField):
    """A mapping {language code: name}, edited as one box a language.

    The site's default language has a box only `with_default`: most named things have a field of their own for it.
    """

    def __init__(self, *args: Any, with_default: bool = False, **kwargs: Any) -> None:
        self.with_default = with_default
        defaults: dict[str, Any] = {"default": dict, "blank": True, "validators": [check_names]}
        super().__init__(*args, **(defaults | kwargs))

    def formfield(self, **kwargs: Any) -> Any:
        """Edit the mapping with LanguagesFormField."""
        return models.Field.formfield(self, form_class=LanguagesFormField, with_default=self.with_default, **kwargs)


class Named(models.Model):
    """A thing of the federation with a stable slug and a name in each language."""

    name = models.CharField(max_length=200)
    names = NamesField(verbose_name="names in other languages")
    slug = models.SlugField(max_length=80, unique=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        abstract = True
        ordering = ["order", "name"]

    def __str__(self) -> str:
        return self.label()

    def label(self, language: str | None = None) -> str:
        """Return the name in `language` (the active one when None), or the default name."""
        names: dict[str, str] = self.names
        return names.get(language or get_language() or "", "") or self.name
