"""What a knowledge manager does about a question: each a page with a form."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView, View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from accounts.models import User
from catalogue.access import reader_for
from catalogue.models import Entry
from search import services
from search.asked import acting, commissioning
from search.asked.briefs import brief_of
from search.asked.masking import readable
from search.asked.nearest import nearest, would_find
from search.asked.report_forms import CommissionForm, SynonymForm
from search.asked.report_views import CuratorsView
from search.forms import clean
from search.models import Question, Step
from search.request import MAX_QUERY, SearchRequest

INDEX = "asked:index"


class ActingView(WagtailAdminTemplateMixin, CuratorsView):
    """A page about one question, reached from its row."""

    header_icon = "search"
    kwargs: dict[str, Any]
    request: HttpRequest

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Leave the door to `dispatch`: the question is looked up behind it."""
        super().setup(request, *args, **kwargs)
        self._question: Question | None = None

    @property
    def question(self) -> Question:
        """The question; not found when it may not be shown."""
        if self._question is None:
            self._question = get_object_or_404(acting.actable(), pk=self.kwargs["pk"])
        return self._question

    @property
    def by(self) -> User:
        """Who acts."""
        user = self.request.user
        if not isinstance(user, User):
            raise PermissionDenied
        return user

    def get_page_subtitle(self) -> str:
        """Which question."""
        return readable(self.question.text)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """The way back to the report."""
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse(INDEX), "label": _("What people search")},
            {"url": "", "label": str(self.get_page_title())},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The question, and where one comes from."""
        back = reverse(INDEX)
        context: dict[str, Any] = super().get_context_data(
            question=self.question, back=back, **kwargs
        )
        return context

    def done(self, sentence: str) -> HttpResponse:
        """Say what happened, and go back to the report."""
        words = {"words": readable(self.question.text)}
        messages.success(self.request, sentence % words)
        return redirect(INDEX)


class SynonymView(ActingView, FormView):
    """Words that mean the same; what they would find is said before they are saved."""

    form_class = SynonymForm
    page_title = gettext_lazy("Add synonym")
    template_name = "search/asked/admin/synonym.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        """The form asks about one question."""
        return {**super().get_form_kwargs(), "question": self.question}

    def get_initial(self) -> dict[str, Any]:
        """The nearest words that find something."""
        near = nearest([self.question], reader_for(self.request)).get(self.question.pk)
        words = near.text if near and not near.is_itself else ""
        return {**super().get_initial(), "words": words}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """How much the words would find, once there are some."""
        context = super().get_context_data(**kwargs)
        form = context["form"]
        words = [form.initial["words"]] if form.initial.get("words") else []
        language = self.question.language
        if form.is_bound:
            words = form.cleaned_data.get("words", []) if form.is_valid() else []
            language = form.language
        if words:
            reader = reader_for(self.request)
            context["finds"] = would_find(self.question, words, language, reader)
        return context

    def form_valid(self, form: SynonymForm) -> HttpResponse:
        """Look first, or save."""
        if "look" in self.request.POST:
            return self.render_to_response(self.get_context_data(form=form))
        words = form.cleaned_data["words"]
        try:
            acting.add_synonyms(self.question, words, form.language, self.by)
        except ValidationError as refused:
            form.add_error("words", refused)
            return self.form_invalid(form)
        return self.done(_("“%(words)s” now finds what its synonyms find."))


class PinView(ActingView, TemplateView):
    """Choose, among what a search of one's own finds, what is to stand first."""

    page_title = gettext_lazy("Pin a result")
    template_name = "search/asked/admin/pin.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The search and what it finds."""
        q = clean(self.request.GET.get("q", ""))[:MAX_QUERY] or self._words()
        reader = reader_for(self.request)
        language = self.question.language or "en"
        found = services.find(SearchRequest(q=q, language=language), reader)
        entries = [each.entry for each in found.hits]
        return super().get_context_data(q=q, entries=entries, **kwargs)

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Pin what was chosen, if it may be read."""
        readable = Entry.objects.readable_by(reader_for(request))
        key = clean(request.POST.get("key", ""))[:80]
        entry = readable.filter(key=key).first()
        if entry is None:
            return self._again(_("Choose a result."))
        try:
            acting.pin(self.question, entry.key, self.by)
        except ValidationError as refused:
            return self._again(" ".join(refused.messages))
        return self.done(_("The result now stands first for “%(words)s”."))

    def _again(self, problem: str) -> HttpResponse:
        context = self.get_context_data(problem=problem)
        return self.render_to_response(context, status=400)

    def _words(self) -> str:
        near = nearest([self.question], reader_for(self.request)).get(self.question.pk)
        return near.text if near else self.question.text


class CommissionView(ActingView, FormView):
    """A draft with the question as its brief, for somebody who writes there."""

    form_class = CommissionForm
    page_title = gettext_lazy("Commission a page")
    template_name = "search/asked/admin/commission.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        """Where this person may order a page."""
        sections = commissioning.sections_for(self.by)
        return {**super().get_form_kwargs(), "sections": sections}

    def get_initial(self) -> dict[str, Any]:
        """What is known of the question."""
        text = self.question.text
        return {
            "title": text[:1].upper() + text[1:100],
            "language": self.question.language or "en",
            "brief": brief_of(self.question, reader_for(self.request)),
        }

    def form_valid(self, form: CommissionForm) -> HttpResponse:
        """Make the draft."""
        order = commissioning.Order(**form.cleaned_data)
        commissioning.commission(self.question, order, self.by)
        # The sentence is filled in twice.
        name = order.owner.get_full_name().replace("%", "%%")
        told = _("%(person)s was asked to write about “%%(words)s”.")
        return self.done(told % {"person": name})


class IgnoreView(ActingView, TemplateView):
    """Take a question off the reports."""

    page_title = gettext_lazy("Ignore a search")
    template_name = "search/asked/admin/ignore.html"

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Ignore it from now on."""
        acting.ignore(self.question, self.by)
        return self.done(_("“%(words)s” is off the reports."))


class TakeBackView(ActingView, View):
    """Put an ignored question on the reports again."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """No longer ignored."""
        acting.take_back(self.question)
        return self.done(_("“%(words)s” is on the reports again."))


class UndoView(ActingView, TemplateView):
    """Take a step back: what it made goes, what it counted goes with it."""

    page_title = gettext_lazy("Undo a step")
    template_name = "search/asked/admin/undo.html"

    @property
    def step(self) -> Step:
        """The step; those that made pages are not taken back here."""
        found = Step.objects.select_related("question")
        asked = acting.actable()
        return get_object_or_404(
            found, pk=self.kwargs["pk"], kind__in=acting.UNDOABLE, question__in=asked
        )

    @property
    def question(self) -> Question:
        """What the step is about."""
        return self.step.question

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Which step."""
        return super().get_context_data(step=self.step, **kwargs)

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Undo it, or say why that cannot be."""
        words = self.question.text
        try:
            acting.undo(self.step, self.by)
        except ValidationError as refused:
            messages.error(request, " ".join(refused.messages))
            return redirect(INDEX)
        told = _("The step about “%(words)s” was undone.")
        messages.success(request, told % {"words": words})
        return redirect(INDEX)
