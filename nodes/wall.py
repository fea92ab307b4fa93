"""The wall between tenants, seen from PostgreSQL: one migration operation writes all of it for a table.

- row-level security, enabled and forced, with a policy on the node and, where the row is about a participant, on the
  unit;
- a statement trigger that refuses to write when no scope is set (a policy alone would let an UPDATE match nothing and
  say nothing);
- a unique `(node_id, id)` and composite foreign keys to it.

The settings are read in sub-selects, so that they are worked out once for each query and not once for each row, and the
node can be looked up in an index. An unset or `'*'` setting never reaches a cast: see `vida_ids`.
"""

from __future__ import annotations

from django.db import migrations

from nodes.tenancy import TenantForeignKey

FUNCTIONS = """
CREATE OR REPLACE FUNCTION vida_ids(setting text) RETURNS bigint[] LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT CASE current_setting(setting, true)
        WHEN '' THEN '{}'::bigint[]
        WHEN '*' THEN NULL
        ELSE string_to_array(current_setting(setting, true), ',')::bigint[]
    END
$$;
CREATE OR REPLACE FUNCTION vida_everywhere(setting text) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT coalesce(current_setting(setting, true) = '*', false)
$$;
-- In plpgsql, which keeps its plan: PostgreSQL cannot inline an SQL function with a subquery and would plan it anew for
-- every statement on a walled table, also for each row that a history trigger writes (measured: 6 µs instead of 40).
CREATE OR REPLACE FUNCTION vida_nodes() RETURNS bigint[] LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
DECLARE setting text := current_setting('vida.node', true);
BEGIN
    IF setting = '*' THEN
        RETURN (SELECT coalesce(array_agg(id), '{}') FROM nodes_node);
    END IF;
    RETURN string_to_array(setting, ',')::bigint[];
END
$$;
CREATE OR REPLACE FUNCTION vida_require_scope() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF coalesce(current_setting('vida.node', true), '') = '' THEN
        RAISE insufficient_privilege
            USING MESSAGE = 'no scope is set: write to ' || TG_TABLE_NAME || ' inside acting_in()';
    END IF;
    RETURN NULL;
END
$$;
"""
DROP_FUNCTIONS = """
DROP FUNCTION vida_require_scope();
DROP FUNCTION vida_nodes();
DROP FUNCTION vida_everywhere(text);
DROP FUNCTION vida_ids(text);
"""

NODE = "node_id = ANY ((SELECT vida_nodes())::bigint[])"
NODE_OR_NONE = f"({NODE} OR (node_id IS NULL AND (SELECT vida_everywhere('vida.node'))))"
UNIT = "((SELECT vida_everywhere('vida.units')) OR {column} = ANY ((SELECT vida_ids('vida.units'))::bigint[]))"


class BuildWall(migrations.operations.base.Operation):
    """Put the wall round a model's table; `unit` is the column with the service unit where rows are about a person."""

    reduces_to_sql = True
    reversible = True

    def __init__(self, model: str, *, unit: str | None = None, nodeless: bool = False, references: bool = True):
        self.model, self.unit, self.nodeless, self.references = model, unit, nodeless, references

    def deconstruct(self):
        kwargs = {"unit": self.unit, "nodeless": self.nodeless, "references": self.references}
        return self.__class__.__name__, [self.model], kwargs

    def state_forwards(self, app_label, state):
        """The wall is in the database only."""

    def describe(self):
        return f"Wall round {self.model}"

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        model = to_state.apps.get_model(app_label, self.model)
        for statement in self.statements(model):
            schema_editor.execute(statement)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        table = to_state.apps.get_model(app_label, self.model)._meta.db_table
        schema_editor.execute(f'DROP POLICY wall ON "{table}"')
        schema_editor.execute(f'ALTER TABLE "{table}" NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY')
        schema_editor.execute(f'DROP TRIGGER scope_required ON "{table}"')

    def statements(self, model) -> list[str]:
        """The SQL, in order."""
        table = model._meta.db_table
        rule = NODE_OR_NONE if self.nodeless else NODE
        if self.unit:
            rule += " AND " + UNIT.format(column=self.unit)
        made = [
            f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY',
            f'CREATE POLICY wall ON "{table}" USING ({rule}) WITH CHECK ({rule})',
            (
                f'CREATE TRIGGER scope_required BEFORE INSERT OR UPDATE OR DELETE ON "{table}" '
                "FOR EACH STATEMENT EXECUTE FUNCTION vida_require_scope()"
            ),
        ]
        if self.references:
            made.append(f'ALTER TABLE "{table}" ADD CONSTRAINT "{table}_tenant" UNIQUE (node_id, id)')
            if self.unit == "service_unit_id" and model._meta.model_name == "participant":
                made.append(
                    f'ALTER TABLE "{table}" ADD CONSTRAINT "{table}_unit" UNIQUE (node_id, id, service_unit_id)'
                )
            keys = (field for field in model._meta.local_fields if isinstance(field, TenantForeignKey))
            made += [composite_key(table, field) for field in keys]
        return made


def composite_key(table: str, field) -> str:
    """`(node_id, x_id)` to `(node_id, id)`; to a participant also the unit, which follows the person."""
    target = field.remote_field.model._meta.db_table
    own, theirs, follow = ["node_id", field.column], ["node_id", "id"], ""
    if field.name == "participant" and any(f.name == "service_unit" for f in field.model._meta.local_fields):
        own, theirs, follow = [*own, "service_unit_id"], [*theirs, "service_unit_id"], " ON UPDATE CASCADE"
    name = f"{table}_{field.column}_tenant"[:63]
    return (
        f'ALTER TABLE "{table}" ADD CONSTRAINT "{name}" FOREIGN KEY ({", ".join(own)}) '
        f'REFERENCES "{target}" ({", ".join(theirs)}){follow} DEFERRABLE INITIALLY DEFERRED'
    )
