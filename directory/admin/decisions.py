"""Decisions: the forms through which staff call the verbs, one small form a verb.
In: a subject (an organisation, a country, a term, a contact point). Out: the verb's call, if the user may decide.
Next: buttons of lists and editors lead here; the verb writes, or refuses with a sentence that the form shows.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.admin.widgets import AdminPageChooser
from wagtail.admin.widgets.button import Button

from directory.models import OrganisationPage
from directory.refusals import Refused


class DecisionForm(forms.Form):
    """What a verb needs to know; `decide` calls it."""

    # A sentence above the form that says what will happen.
    explanation: Any = ""

    def __init__(self, *args: Any, subject: Any, subjects: QuerySet, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.subject, self.subjects, self.user = subject, subjects, user

    def decide(self, subject: Any, facts: dict[str, Any], by: Any) -> Any:
        """Call the verb with the facts of the form."""
        raise NotImplementedError


class OrganisationDecisionForm(DecisionForm):
    """A decision about an organisation: given by the address, or chosen in the form."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.subject is None:
            choice = forms.ModelChoiceField(
                queryset=self.subjects,
                label=_("Organisation"),
                widget=AdminPageChooser(target_models=[OrganisationPage]),
            )
            self.fields = {"organisation": choice, **self.fields}


@dataclass(frozen=True)
class Decision:
    """One verb in the admin: its name in addresses, its words, its form, and about what a user may decide."""

    name: str
    label: Any
    done: Any
    icon: str
    form: type[DecisionForm]
    subjects: Callable[[Any], QuerySet]
    # The address to go to afterwards, unless the form was reached from somewhere: from the subject decided about.
    back: Callable[[Any], str]
    # Who may open the form without a subject, and choose it there; nobody when None.
    may_start: Callable[[Any], bool] | None = None

    def url(self, subject: Model | None = None, next_url: str = "") -> str:
        """Return the address of the form about a subject."""
        keys = [self.name] if subject is None else [self.name, subject.pk]
        query = f"?{urlencode({'next': next_url})}" if next_url else ""
        return reverse("directory_decide", args=keys) + query

    def button(self, subject: Model, next_url: str = "", *, priority: int = 100) -> Button:
        """Return a button, for a menu, that opens the form about a subject."""
        return Button(f"{self.label}…", url=self.url(subject, next_url), icon_name=self.icon, priority=priority)


DECISIONS: dict[str, Decision] = {}


def register(decision: Decision) -> Decision:
    """Make a decision reachable under its name."""
    DECISIONS[decision.name] = decision
    return decision


def edit_page(organisation: OrganisationPage) -> str:
    """Return the address of an organisation's editor."""
    return reverse("wagtailadmin_pages:edit", args=[organisation.pk])


def _subject(subjects: QuerySet[Any], key: str) -> Any:
    """Return the subject; what is no key of anything is not found either."""
    try:
        return get_object_or_404(subjects, pk=key)
    except ValueError as error:
        raise Http404 from error


class DecisionView(WagtailAdminTemplateMixin, FormView):
    """Shows a decision's form and calls its verb. What the user may not decide about is not found."""

    template_name = "directory/admin/decision.html"
    decision: Decision
    subject: Any = None

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the decision and its subject among those of the user."""
        super().setup(request, *args, **kwargs)
        if kwargs["name"] not in DECISIONS:
            raise Http404
        self.decision = DECISIONS[kwargs["name"]]
        self.subjects = self.decision.subjects(request.user)
        self.next_url = get_valid_next_url_from_request(request)
        self.subject = None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Answer 404 for a subject of somebody else's, and for no subject where one is needed."""
        key = kwargs.get("pk")
        if key is not None:
            self.subject = _subject(self.subjects, key)
        elif self.decision.may_start is None or not self.decision.may_start(request.user):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_form(self, form_class: Any = None) -> DecisionForm:  # noqa: ARG002 - Django's signature
        """Build the decision's form."""
        return self.decision.form(
            **self.get_form_kwargs(), subject=self.subject, subjects=self.subjects, user=self.request.user
        )

    def form_valid(self, form: DecisionForm) -> HttpResponse:
        """Call the verb; show what it says when it refuses."""
        facts = dict(form.cleaned_data)
        subject = self.subject or facts.pop("organisation", None)
        try:
            result = form.decide(subject, facts, self.request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        about = subject or result
        messages.success(self.request, f"{about}: {self.decision.done}")
        return redirect(self.next_url or self.decision.back(about))

    @cached_property
    def header_icon(self) -> str:
        """The decision's icon."""
        return self.decision.icon

    def get_page_title(self) -> str:
        """Name the decision."""
        return str(self.decision.label)

    def get_page_subtitle(self) -> str:
        """Name the decision and its subject."""
        return f"{self.decision.label}: {self.subject}" if self.subject else ""

    def get_header_title(self) -> str:
        """Say the same to the browser and to screen readers."""
        return self.get_page_subtitle() or self.get_page_title()

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the subject."""
        items = list(self.breadcrumbs_items)
        if self.subject is not None:
            items.append({"url": self.decision.back(self.subject), "label": str(self.subject)})
        return [*items, {"url": "", "label": self.decision.label}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the template the decision and where its form goes."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        form = context["form"]
        back = self.next_url or (self.decision.back(self.subject) if self.subject else reverse("wagtailadmin_home"))
        return context | {
            "decision": self.decision,
            "subject": self.subject,
            "action_url": self.request.get_full_path(),
            "cancel_url": back,
            "media": form.media,
        }
