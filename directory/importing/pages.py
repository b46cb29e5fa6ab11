"""Writing new organisations in bulk: the one place that writes below Wagtail's own path, and why it may.
In: entries, inside a transaction that holds the offices. Out: live pages, each with its rows, its first revision,
one log entry, its membership: what `add_child`, `save_revision` and `publish` leave, in a few statements for hundreds.
Next: run.py commits the batch and the change log is followed. docs/decisions says what is passed over.
"""

# ruff: noqa: SLF001 - `_meta` is Django's documented API; `_state` is what its own bulk_create sets;
# ReferenceIndex offers the same for one page at a time, with two statements each: half of the time of an import

import datetime
from collections.abc import Iterable, Sequence

from django.db import connection
from django.db.models import CharField, OuterRef, Subquery
from django.db.models.functions import Cast
from django.utils import timezone
from modelcluster.models import get_all_child_m2m_relations, get_all_child_relations
from modelsearch.backends import get_search_backends
from wagtail.models import Page, PageLogEntry, ReferenceIndex, Revision

from directory import changes
from directory.importing.beside import Admission, write_beside
from directory.importing.branches import Branch, count_children
from directory.importing.columns import Entry
from directory.importing.profile import put
from directory.importing.slugs import FreeSlugs
from directory.importing.words import Words
from directory.models import Country, Kind, OrganisationPage


def add_pages(entries: Sequence[Entry], branches: dict[int, Branch], words: Words, admission: Admission) -> list[int]:
    """Write entries that are new as published pages and members, and return their ids."""
    slugs = FreeSlugs()
    pages = [_page(entry, branches, slugs, words) for entry in entries]
    publish_pages(pages, branches.values())
    write_beside(pages, entries, admission)
    return [page.pk for page in pages]


def page_below(branch: Branch, *, slug: str, title: str, country: Country, kind: Kind) -> OrganisationPage:
    """Return a new page in memory, in its place below an office, its child rows empty and ready to be set."""
    page = OrganisationPage(
        path=branch.next_path(),
        depth=branch.office.depth + 1,
        title=title,
        slug=slug,
        url_path=f"{branch.office.url_path}{slug}/",
        locale_id=branch.office.locale_id,
        draft_title=title,
        country=country,
        kind=kind,
    )
    # Relations that are set in memory are not asked of the database when the revision is made.
    for relation in get_all_child_relations(page):
        setattr(page, relation.get_accessor_name(), [])
    for field in get_all_child_m2m_relations(page):
        setattr(page, field.name, [])
    return page


def publish_pages(pages: Sequence[OrganisationPage], branches: Iterable[Branch]) -> None:
    """Write pages that `page_below` made, published: what `add_child`, `save_revision` and `publish` would leave.

    Part of the transaction that locked the branches, and of the caller's event.
    """
    now = timezone.now()
    _write_pages(pages)
    changes.record_many("organisation", [page.pk for page in pages], "saved")
    _write_rows_of_pages(pages)
    _write_log(pages, _write_revisions(pages, now), now)
    count_children(branches)
    _tell_admin(pages)


def _page(entry: Entry, branches: dict[int, Branch], slugs: FreeSlugs, words: Words) -> OrganisationPage:
    country = words.countries[entry.said["country"]]
    page = page_below(
        branches[words.offices[country.region_id]],
        slug=slugs.take(entry.said["name"]),
        title=entry.said["name"],
        country=country,
        kind=words.kinds.by_slug[entry.kind],
    )
    put(page, entry.said, entry.text_language, words)
    return page


def _write_pages(pages: Sequence[OrganisationPage]) -> None:
    """Write the rows of both tables of a page: bulk_create writes the first and refuses the second."""
    fields = [field for field in Page._meta.concrete_fields if not field.primary_key]
    rows = [Page(**{field.attname: getattr(page, field.attname) for field in fields}) for page in pages]
    for page, row in zip(pages, Page.objects.bulk_create(rows), strict=True):
        page.id = page.page_ptr_id = row.pk
    own = OrganisationPage._meta.local_concrete_fields
    quote = connection.ops.quote_name
    columns = ", ".join(quote(field.column) for field in own)
    marks = ", ".join("%s" for _ in own)
    statement = f"INSERT INTO {quote(OrganisationPage._meta.db_table)} ({columns}) VALUES ({marks})"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.executemany(
            statement,
            [[field.get_db_prep_save(getattr(page, field.attname), connection) for field in own] for page in pages],
        )
    for page in pages:
        page._state.adding, page._state.db = False, connection.alias


def _write_rows_of_pages(pages: Sequence[OrganisationPage]) -> None:
    for relation in get_all_child_relations(OrganisationPage):
        accessor, parent = relation.get_accessor_name(), relation.field.attname
        rows = [(page.pk, row) for page in pages for row in getattr(page, accessor).all()]
        for pk, row in rows:
            setattr(row, parent, pk)
        relation.related_model._default_manager.bulk_create([row for _, row in rows])
    for field in get_all_child_m2m_relations(OrganisationPage):
        through = field.remote_field.through
        one, other = f"{field.m2m_field_name()}_id", f"{field.m2m_reverse_field_name()}_id"
        through._default_manager.bulk_create(
            [
                through(**{one: page.pk, other: chosen.pk})
                for page in pages
                for chosen in getattr(page, field.name).all()
            ]
        )


def _write_revisions(pages: Sequence[OrganisationPage], now: datetime.datetime) -> list[Revision]:
    revisions = Revision.objects.bulk_create(
        [
            Revision(
                content_type_id=page.content_type_id,
                base_content_type=page.get_base_content_type(),
                object_id=str(page.pk),
                created_at=now,
                object_str=str(page),
                content=page.serializable_data(),
            )
            for page in pages
        ]
    )
    own = Revision.objects.filter(
        pk__in=[revision.pk for revision in revisions],
        base_content_type=pages[0].get_base_content_type(),
        object_id=Cast(OuterRef("pk"), CharField()),
    )
    revision_id = Subquery(own.order_by().values("pk")[:1])
    Page.objects.filter(pk__in=[page.pk for page in pages]).update(
        latest_revision_id=revision_id,
        live_revision_id=revision_id,
        latest_revision_created_at=now,
        first_published_at=now,
        last_published_at=now,
    )
    return list(revisions)


def _write_log(pages: Sequence[OrganisationPage], revisions: Sequence[Revision], now: datetime.datetime) -> None:
    PageLogEntry.objects.bulk_create(
        [
            PageLogEntry(
                page_id=page.pk,
                content_type_id=page.content_type_id,
                label=page.get_admin_display_title(),
                action="wagtail.publish",
                timestamp=now,
                revision=revision,
                content_changed=True,
            )
            for page, revision in zip(pages, revisions, strict=True)
        ]
    )


def _tell_admin(pages: Sequence[OrganisationPage]) -> None:
    """Do what Wagtail does on the signal of each save: note what the pages refer to, and index them for the admin."""
    base = pages[0].get_base_content_type()
    ReferenceIndex.objects.bulk_create(
        [
            ReferenceIndex(
                content_type_id=page.content_type_id,
                base_content_type=base,
                object_id=str(page.pk),
                to_content_type_id=to_content_type_id,
                to_object_id=to_object_id,
                model_path=model_path,
                content_path=content_path,
                content_path_hash=ReferenceIndex._get_content_path_hash(content_path),
            )
            for page in pages
            for to_content_type_id, to_object_id, model_path, content_path in set(
                ReferenceIndex._extract_references_from_object(page)
            )
        ]
    )
    for backend in get_search_backends(with_auto_update=True):
        backend.add_bulk(OrganisationPage, pages)
