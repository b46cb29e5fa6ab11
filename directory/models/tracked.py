"""Rows of which the change log is told, whatever way they are written: in the transaction of the write.
In: saves, and the bulk writes of which Django sends no signal. Out: `touched`, with whom the rows speak of.
Next: directory/tracking.py appends the lines.
"""

from collections.abc import Iterable
from typing import Any, ClassVar, TypeVar

from django.db import NotSupportedError, models, router, transaction
from django.db.models.expressions import Value
from django.dispatch import Signal
from wagtail.models import Page, PageManager
from wagtail.query import PageQuerySet

# Rows of `sender` were written in bulk, or are about to be; `keys` are the values of its column `speaks_of`.
touched = Signal()

_Row = TypeVar("_Row", bound=models.Model)


class TrackedQuerySet(models.QuerySet[_Row]):
    """What it writes in bulk is told in the same transaction.

    Whom rows speak of is read from the database, before and after: no other transaction can give them to somebody
    else meanwhile, for the rows are locked, and no others are written.
    """

    def update(self, **values: Any) -> int:
        """Write as Django does, and so `bulk_update`."""
        with transaction.atomic(using=self.db, savepoint=False):
            rows = self._held()
            columns = [_column(self.model), *_given(self.model, values)]
            keys = {key for both in rows.order_by().values_list(*columns) for key in both}
            _tell(self.model, keys)
            written = super(TrackedQuerySet, rows).update(**values)
        self._result_cache = None
        return written

    update.alters_data = True  # type: ignore[attr-defined]

    def bulk_create(  # type: ignore[override]
        self, objs: Iterable[_Row], batch_size: int | None = None, **options: Any
    ) -> list[_Row]:
        """Write as Django does. Refuses to replace rows that may be somebody else's than the new ones say."""
        column = _column(self.model)
        is_theirs = column == "pk" or _names(self.model) & set(options.get("unique_fields") or ())
        if options.get("update_conflicts") and not is_theirs:
            raise NotSupportedError("Rows are replaced without being read: nobody would know whose they were.")
        rows = list(objs)
        with transaction.atomic(using=self.db, savepoint=False):
            # What was ignored is not said: then what is new is what was not there.
            before = self._keys() if column == "pk" and options.get("ignore_conflicts") else None
            made = super().bulk_create(rows, batch_size, **options)
            keys = {getattr(row, column) for row in made} if before is None else self._keys() - before
            _tell(self.model, keys)
        return made

    bulk_create.alters_data = True  # type: ignore[attr-defined]

    def delete(self, *args: Any, **options: Any) -> tuple[int, dict[str, int]]:
        """Delete as Django does; each row that goes sends a signal of its own."""
        if _column(self.model) == "pk":
            return super().delete(*args, **options)
        with transaction.atomic(using=self.db, savepoint=False):
            return super(TrackedQuerySet, self._held()).delete(*args, **options)

    delete.alters_data = True  # type: ignore[attr-defined]
    delete.queryset_only = True  # type: ignore[attr-defined]

    def _held(self) -> Any:
        """The same rows, locked; where one transaction writes at a time, they are as good as locked."""
        if not transaction.get_connection(self.db).features.has_select_for_update:
            return self
        every = self.model._base_manager.using(self.db)  # noqa: SLF001 - documented
        chosen = every.filter(pk__in=self.order_by().values("pk")).order_by("pk")
        return self.filter(pk__in=list(chosen.select_for_update(of=("self",)).values_list("pk", flat=True)))

    def _keys(self) -> set[object]:
        every = self.model._base_manager.using(self.db).order_by()  # noqa: SLF001
        return set(every.values_list(_column(self.model), flat=True))


class TrackedManager(models.Manager[_Row]):
    """The manager of tracked rows."""

    def get_queryset(self) -> TrackedQuerySet[_Row]:
        """Return the rows, to be written so that it is told."""
        return TrackedQuerySet(self.model, using=self._db)


class TrackedPageQuerySet(TrackedQuerySet[Any], PageQuerySet):
    """The queryset of tracked pages."""


class Tracked(models.Model):
    """A row that the change log is told of: saved, with its line, in one transaction.

    `speaks_of` is the column that names the subject: the row's own key, or whose row it is.
    """

    speaks_of: ClassVar[str] = "pk"

    objects = TrackedManager()

    class Meta:
        abstract = True
        base_manager_name = "objects"  # related managers and cascades write through this one

    def save_base(self, *args: Any, **options: Any) -> None:
        """Save in a transaction that lasts until the signals were sent: without one, Django commits before."""
        using = options.get("using") or router.db_for_write(type(self), instance=self)
        with transaction.atomic(using=using, savepoint=False):
            super().save_base(*args, **options)

    save_base.alters_data = True  # type: ignore[attr-defined]


class OfOrganisation(Tracked):
    """A tracked row that is an organisation's."""

    speaks_of = "organisation_id"

    class Meta:
        abstract = True


class TrackedPage(Page):
    """A page that the change log is told of; Wagtail saves pages in a transaction by itself."""

    speaks_of = "pk"

    objects = PageManager.from_queryset(TrackedPageQuerySet)()

    class Meta:
        abstract = True
        base_manager_name = "objects"


def _tell(model: type[models.Model], keys: set[Any]) -> None:
    if keys:
        touched.send(sender=model, keys=keys)


def _column(model: Any) -> str:
    column: str = model.speaks_of
    return column


def _field(model: Any) -> models.Field[Any, Any]:
    column, meta = _column(model), model._meta  # noqa: SLF001 - documented
    field: models.Field[Any, Any] = meta.pk if column == "pk" else meta.get_field(column.removesuffix("_id"))
    return field


def _names(model: Any) -> set[str]:
    """The names under which the column can be written."""
    field = _field(model)
    return {_column(model), field.name, field.attname}


def _given(model: Any, values: dict[str, Any]) -> list[Any]:
    """The value that an update gives to the column, as an expression, if it does."""
    field = _field(model)
    given = [values[name] for name in _names(model) & values.keys()]
    plain = [value.pk if isinstance(value, models.Model) else value for value in given]
    return [value if hasattr(value, "resolve_expression") else Value(value, output_field=field) for value in plain]
