"""The wall between tenants, seen from Python.

The tenant is the node. `acting_in(scope)` tells the database for whom we act; PostgreSQL's row-level security does the
rest (`nodes/wall.py` writes the policies). A scope is a transaction: the setting is local to it, so it holds through
pgbouncer in transaction mode and cannot outlive the request, the task or the command. With no scope a query on a tenant
table sees nothing and a write fails. The managers below narrow the query a second time, which also lets the indexes
serve it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache

from django.apps import apps
from django.db import connection, models, transaction

EVERY = "*"


@dataclass(frozen=True)
class Scope:
    """For whom we act: which nodes, and the participants of which service units in them.

    `units` is `None` for all participants of the nodes, and empty for none of them: a public form, a project manager
    and the county's process lead act with an empty one, so the database itself hides every person from them.
    """

    nodes: tuple[int, ...] | None  # None is every node, for the system's own jobs only
    units: tuple[int, ...] | None

    @property
    def settings(self) -> tuple[str, str]:
        """The values of `vida.node` and `vida.units`."""
        return _setting(self.nodes), _setting(self.units)


def _setting(ids: tuple[int, ...] | None) -> str:
    return EVERY if ids is None else ",".join(map(str, ids))


def node_scope(node_id: int, units: tuple[int, ...] | None = None) -> Scope:
    """One node with all its participants, or only those of `units`."""
    return Scope((node_id,), units)


def without_people(*node_ids: int) -> Scope:
    """The nodes' associations, activities and figures, and not one participant."""
    return Scope(node_ids, ())


_current: ContextVar[Scope | None] = ContextVar("scope", default=None)


def current_scope() -> Scope | None:
    """The scope we act in now, or None."""
    return _current.get()


def _tell_database(scope: Scope | None) -> None:
    node, units = scope.settings if scope else ("", "")
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('vida.node', %s, true), set_config('vida.units', %s, true)", [node, units])


@contextmanager
def acting_in(scope: Scope) -> Iterator[Scope]:
    """Act in `scope` until the block ends, in one transaction; what was before holds again afterwards."""
    before, outermost = _current.get(), not connection.in_atomic_block
    with transaction.atomic():
        token = _current.set(scope)
        try:
            _tell_database(scope)
            yield scope
        finally:
            _current.reset(token)
        # After an error the rollback has put the settings back already; where the transaction ends here, its end will.
        if not outermost:
            _tell_database(before)


@contextmanager
def acting_everywhere(why: str) -> Iterator[Scope]:
    """Every node at once, for a named job of the system; each use is written to the audit (`ScopeUse`)."""

    with acting_in(Scope(None, None)) as scope:
        _write_down(EVERY, why)
        yield scope


@contextmanager
def counting_in(node_ids: tuple[int, ...], why: str) -> Iterator[Scope]:
    """All participants of the nodes, to count them; for selectors that return figures and never a name. Audited."""
    with acting_in(Scope(tuple(node_ids), None)) as scope:
        _write_down(",".join(map(str, node_ids)), why)
        yield scope


@contextmanager
def acting_between(home_id: int, guest_id: int, why: str) -> Iterator[Scope]:
    """Two nodes at once and not one participant, for what the system carries from one to the other. Audited."""
    with acting_in(without_people(home_id, guest_id)) as scope:
        _write_down(f"{home_id},{guest_id}", why)
        yield scope


@contextmanager
def following_into(node_id: int, why: str) -> Iterator[Scope]:
    """Another node with its participants, for what follows there from what was done elsewhere. Audited.

    For services that write, as the system; nothing that is read here may be shown to whoever began it.
    """
    with acting_in(node_scope(node_id)) as scope:
        _write_down(str(node_id), why)
        yield scope


def _write_down(scope: str, why: str) -> None:
    apps.get_model("nodes", "ScopeUse").objects.create(scope=scope, why=why)  # the models build on this module


class TenantQuerySet(models.QuerySet):
    """What every tenant's queryset can do; apps derive their own from it."""


class TenantManager(models.Manager.from_queryset(TenantQuerySet)):  # type: ignore[misc]
    """Narrows to the nodes we act in, so that indexes that begin with the node serve the query."""

    def get_queryset(self):
        scope = _current.get()
        if scope is None or scope.nodes is None:
            return super().get_queryset()
        # A copy: whoever asks may hang what it likes on its own.
        return _narrowed(self.model, self._queryset_class, scope.nodes).all()


@lru_cache(maxsize=1000)  # some dozens for each node: to make the same condition anew takes as long as to clone ten
def _narrowed(model: type[models.Model], queryset: type[models.QuerySet], nodes: tuple[int, ...]) -> models.QuerySet:
    """All rows of the nodes, as a queryset that is never read itself."""
    if len(nodes) == 1:
        return queryset(model).filter(node_id=nodes[0])
    return queryset(model).filter(node_id__in=nodes)


class TenantForeignKey(models.ForeignKey):
    """A reference between tenant tables.

    PostgreSQL's foreign-key checks go round row-level security, so the wall writes a composite key `(node_id, id)` in
    place of Django's single one.
    """

    def __init__(self, to, on_delete=models.PROTECT, **kwargs):
        kwargs["db_constraint"] = False
        super().__init__(to, on_delete, **kwargs)


class TenantModel(models.Model):
    """A row that belongs to one node."""

    node = models.ForeignKey("nodes.Node", models.PROTECT, related_name="+", db_index=False)

    objects = TenantManager()

    class Meta:
        abstract = True


class PersonalModel(TenantModel):
    """A row about one participant; it carries the participant's service unit, so that the same policy hides it.

    Node and unit are the participant's, by the composite key of the wall, and those are checked there: a second and a
    third check for each row that is written would say nothing new, and take as long as the first.
    """

    node = models.ForeignKey("nodes.Node", models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    participant = TenantForeignKey("participants.Participant", db_index=False)
    service_unit = models.ForeignKey(
        "nodes.ServiceUnit", models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )

    class Meta:
        abstract = True
