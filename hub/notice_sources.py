"""Where notices come from that are computed: a function for each source.

Each takes a person and what they may read. A new source is one more line in SOURCES.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from catalogue.access import Reader
from catalogue.models import Entry
from catalogue.projectors import split
from communities.following import choosing
from communities.following import notices as stored
from hub.decisions import PROPOSED, REQUESTS, waiting_requests
from hub.notice_lines import MOST, Notice, Source, midnight
from practices.duties import deadline_of, duties_for
from practices.folding import folded
from practices.listing import agency_label
from practices.models import Reuse
from practices.querysets import waiting_for
from practices.reuses import ASK_AFTER, news_for, to_be_told
from practices.usefulness import news_for as lines_for
from search.asked.commissioning import ordered_from
from search.asked.services import answered

AHEAD = datetime.timedelta(days=30)
# How long what readers wrote stays among the notices.
LATELY = datetime.timedelta(days=30)
# For so long a reuse of one's case is news.
NEWS = datetime.timedelta(days=90)


def duties(user: User, reader: Reader) -> Iterable[Notice]:
    """What the person's agency must do and has not marked as done."""
    if user.agency is None:
        return
    for entry in duties_for(user.agency, reader):
        deadline = entry.data.get("deadline")
        yield Notice(
            icon="list-checks",
            sentence=_("Your agency must do this:"),
            title=entry.title,
            lang=entry.language,
            url=entry.url,
            at=entry.published_at or midnight(timezone.localdate()),
            note=_by(deadline_of(entry)) if deadline else "",
            is_dated=not deadline,
            agency=agency_label(entry.agency, reader) if entry.agency else None,
        )


def own_pages(user: User, reader: Reader) -> Iterable[Notice]:
    """Pages the person keeps: to be checked soon, or behind their original."""
    until = timezone.localdate() + AHEAD
    pages = waiting_for(user, until)
    if not pages:
        return
    keys = [f"page:{page.pk}" for page in pages]
    readable = Entry.objects.readable_by(reader).filter(key__in=keys).light()
    entries = {entry.key: entry for entry in readable}
    for page in pages:
        entry = entries.get(f"page:{page.pk}")
        if entry is None:
            continue
        if page.review_on and page.review_on <= until:
            yield _review(entry, page.review_on)
        if page.is_behind and page.original_changed_at:
            yield _behind(entry, page.original_changed_at)


def readers_lines(user: User, reader: Reader) -> Iterable[Notice]:
    """What readers miss on the pages this person keeps, one line a page."""
    news = {f"page:{each.page}": each for each in lines_for(user, _lately())}
    if not news:
        return
    readable = Entry.objects.readable_by(reader).filter(key__in=news)
    for entry in readable.light().order_by("pk"):
        each = news[entry.key]
        yield Notice(
            icon="message-square-text",
            sentence=ngettext(
                "A reader says what is missing on your page:",
                "%(lines)d readers say what is missing on your page:",
                each.lines,
            )
            % {"lines": each.lines},
            title=entry.title,
            key=entry.key,
            lang=entry.language,
            url=reverse("practices:useful", args=[each.page]),
            at=each.at,
        )


def requests_to_join(user: User, reader: Reader) -> Iterable[Notice]:
    """People who wait for a knowledge manager."""
    if not REQUESTS.is_for(user):
        return
    for request in waiting_requests()[:MOST]:
        yield Notice(
            icon="user-plus",
            sentence=_("Somebody asks to join:"),
            title=str(request),
            url=REQUESTS.url,
            at=request.created_at,
            note=request.agency_name or str(request.agency or ""),
        )


def proposed_tags(user: User, reader: Reader) -> Iterable[Notice]:
    """Words that editors typed anew and nobody has decided on."""
    if PROPOSED.is_for(user) and (many := PROPOSED.count()):
        waiting = ngettext("%(many)d proposed tag", "%(many)d proposed tags", many) % {
            "many": many
        }
        yield Notice(
            icon="tag",
            sentence=_("Waiting for your decision:"),
            title=waiting,
            url=PROPOSED.url,
            # Nobody notes when a word was proposed: it is new again every morning.
            at=midnight(timezone.localdate()),
        )


def wishes(user: User, reader: Reader) -> Iterable[Notice]:
    """What became of the pages that the person asked for."""
    for told in answered(user, reader):
        wish = told.wish
        if told.entry and wish.answered_at:
            yield Notice(
                icon="lightbulb",
                sentence=_("The page that you asked for exists:"),
                title=told.entry.title,
                lang=told.entry.language,
                url=told.entry.url,
                at=wish.answered_at,
            )
        elif wish.declined_at:
            yield Notice(
                icon="lightbulb",
                sentence=_("There will be no page on what you asked for:"),
                title=wish.wish,
                url=reverse("search:wishes"),
                at=wish.declined_at,
                note=wish.reason,
            )


def reuses_of_own_cases(user: User, reader: Reader) -> Iterable[Notice]:
    """Agencies that reused a case which the person keeps."""
    since = timezone.now() - NEWS
    for reuse, entry in _with_cases(news_for(user, since), reader):
        yield Notice(
            icon="recycle",
            sentence=_("Another agency reused your case:"),
            title=entry.title,
            key=entry.key,
            lang=entry.language,
            url=f"{entry.url}#reuse",
            at=reuse.at,
            topic=choosing.REUSE,
            agency=agency_label(reuse.agency.slug, reader),
        )


def results_to_tell(user: User, reader: Reader) -> Iterable[Notice]:
    """What the person's agency reused three months ago: how did it go?"""
    for reuse, entry in _with_cases(to_be_told(user), reader):
        yield Notice(
            icon="recycle",
            sentence=_("Your agency reused this. How did it go?"),
            title=entry.title,
            key=entry.key,
            lang=entry.language,
            url=f"{entry.url}#reuse",
            at=reuse.at + ASK_AFTER,
            action=_("Tell it"),
            action_url=reverse("practices:reuse", args=[split(entry.key)[1]]),
        )


def _with_cases(
    found: Sequence[Reuse], reader: Reader
) -> Iterable[tuple[Reuse, Entry]]:
    """Each with the case as this reader finds it; without those that are closed."""
    if not found:
        return
    keys = [reuse.translation_key for reuse in found]
    readable = Entry.objects.readable_by(reader).of_kind(Entry.Kind.CASE)
    rows = folded(readable.filter(translation_key__in=keys).light())
    cases = {entry.translation_key: entry for entry in rows}
    for reuse in found:
        if entry := cases.get(reuse.translation_key):
            yield reuse, entry


def told(user: User, reader: Reader) -> Iterable[Notice]:
    """What happened in communities and in what the person follows."""
    for line in stored.told_to(user, reader, stored.stored(user)):
        yield Notice(
            icon=line.icon,
            sentence=line.sentence,
            title=line.title,
            lang=line.lang,
            url=line.url,
            at=line.at,
            note=line.where or line.reason,
            note_lang=line.where_lang if line.where else "",
            agency=agency_label(line.agency, reader) if line.agency else None,
            topic=line.kind,
            is_read=not line.is_unread,
        )


def ordered_pages(user: User, reader: Reader) -> Iterable[Notice]:
    """Drafts that the person was asked to write."""
    for page in ordered_from(user):
        yield Notice(
            icon="file-plus",
            sentence=_("You are asked to write a page:"),
            title=page.title,
            lang=page.locale.language_code,
            url=reverse("wagtailadmin_pages:edit", args=[page.pk]),
            at=page.latest_revision_created_at or timezone.now(),
        )


def _lately() -> datetime.datetime:
    return timezone.now() - LATELY


def _review(entry: Entry, day: datetime.date) -> Notice:
    return Notice(
        icon="history",
        sentence=_("Your page is due for its check:"),
        title=entry.title,
        key=entry.key,
        lang=entry.language,
        url=entry.url,
        at=midnight(day - AHEAD),
        note=due_words(day),
        is_dated=False,
        topic=choosing.REVIEW,
        action=_("Check it"),
        action_url=_editor(entry),
        edits=True,
    )


def _behind(entry: Entry, changed_at: datetime.datetime) -> Notice:
    return Notice(
        icon="languages",
        sentence=_("The original of your translation has changed:"),
        title=entry.title,
        key=entry.key,
        lang=entry.language,
        url=entry.url,
        at=changed_at,
        topic=choosing.REVIEW,
        action=_("Compare"),
        action_url=_editor(entry),
        edits=True,
    )


def due_words(day: datetime.date) -> str:
    """Since when, or on which day, something is due."""
    late = day < timezone.localdate()
    sentence = _("Due since %(day)s") if late else _("Due on %(day)s")
    return sentence % {"day": date_format(day)}


def _editor(entry: Entry) -> str:
    return reverse("wagtailadmin_pages:edit", args=[entry.key.partition(":")[2]])


def _by(day: datetime.date) -> str:
    if day < timezone.localdate():
        return _("Since %(day)s") % {"day": date_format(day)}
    return _("By %(day)s") % {"day": date_format(day)}


# In a list of mixed dates their order does not matter.
SOURCES: Sequence[Source] = (
    *(duties, own_pages, readers_lines, reuses_of_own_cases, results_to_tell),
    *(requests_to_join, proposed_tags),
    *(wishes, ordered_pages, told),
)
