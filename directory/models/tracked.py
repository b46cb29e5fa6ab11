"""Rows of which the change log is told, whatever way they are written: in the transaction of the write.
In: saves, and the bulk writes of which Django sends no signal. Out: `touched`, with whom the rows speak of.
Next: directory/tracking.py appends the lines.
"""

from collections.abc import Iterable
from typing import Any, ClassVar, TypeVar

from django.db import NotSupportedError, models, router, transaction
from django.db.models.expressions import Value
from django.dispatch import Signal
from wagtail.models import PageManager
from wagtail.query import PageQuerySet

# Rows of `sender` were written in bulk, or are about to be; `keys` are the values of its column `speaks_of`.
touched = Signal()

_Row = TypeVar("_Row", bound=models.Model)
# What the mixin below is mixed into; Wagtail's querysets are untyped, and one base cannot be two.
_Writes: Any = object


class TrackedWrites(_Writes):
    """Mixed into a queryset: what it writes in bulk is told in the same transaction.

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
            written: int = super(TrackedWrites, rows).update(**values)
        self._result_cache = None
        return written

    update.alters_data = True  # type: ignore[attr-defined]

    def bulk_create(
        self,
        objs: Iterable[Any],
        batch_size: int | None = None,
        ignore_conflicts: bool = False,  # noqa: FBT001, FBT002 - Django's signature
        update_conflicts: bool = False,  # noqa: FBT001, FBT002
        update_fields: Iterable[str] | None = None,
        unique_fields: Iterable[str] | None = None,
    ) -> list[Any]:
        """Write as Django does. Refuses to give rows that are there to somebody else without reading them."""
        column = _column(self.model)
        if update_conflicts and _names(self.model) & set(update_fields or ()):
            raise NotSupportedError(f"bulk_create cannot replace {column}: nobody would know what it was; use update.")
        rows = list(objs)
        with transaction.atomic(using=self.db, savepoint=False):
            # What was ignored is not said: then what is new is what was not there.
            before = self._keys() if ignore_conflicts and column == "pk" else None
            made: list[Any] = super().bulk_create(
                rows, batch_size, ignore_conflicts, update_conflicts, update_fields, unique_fields
            )
            keys = {getattr(row, column) for row in made} if before is None else self._keys() - before
            _tell(self.model, keys)
        return made

    bulk_create.alters_data = True  # type: ignore[attr-defined]

    def delete(self, *args: Any, **options: Any) -> tuple[int, dict[str, int]]:
        """Delete as Django does; each row that goes sends a signal of its own."""
        if _column(self.model) == "pk":
            return super().delete(*args, **options)  # type: ignore[no-any-return]
        with transaction.atomic(using=self.db, savepoint=False):
            return super(TrackedWrites, self._held()).delete(*args, **options)  # type: ignore[no-any-return]

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


class TrackedQuerySet(TrackedWrites, models.QuerySet[_Row]):
    """The queryset of tracked rows."""


class TrackedPageQuerySet(TrackedWrites, PageQuerySet):
    """The queryset of tracked pages."""


TrackedPageManager: Any = PageManager.from_queryset(TrackedPageQuerySet)


class Tracked(models.Model):
    """A row that the change log is told of: saved, with its line, in one transaction.

    `speaks_of` is the column that names the subject: the row's own key, or whose row it is.
    """

    speaks_of: ClassVar[str] = "pk"

    objects = TrackedQuerySet.as_manager()

    class Meta:
        abstract = True
        # Related managers and cascades write through this one.
        base_manager_name = "objects"

    def save_base(self, *args: Any, using: str | None = None, **options: Any) -> None:
        """Save in a transaction that lasts until the signals were sent: without one, Django commits before."""
        using = using or router.db_for_write(type(self), instance=self)
        with transaction.atomic(using=using, savepoint=False):
            super().save_base(*args, using=using, **options)

    save_base.alters_data = True  # type: ignore[attr-defined]


class OfOrganisation(Tracked):
    """A tracked row that is an organisation's."""

    speaks_of = "organisation_id"

    class Meta:
        abstract = True


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
