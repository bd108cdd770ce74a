"""What the project file holds: tables, indexes, triggers and views, in plain SQL.

Names and types are meant to be read by people in Datasette or DB Browser as well.
"""

from __future__ import annotations

from dataclasses import dataclass, field

APPLICATION_ID = 0x71_63_6F_64
"""`qcod` in ASCII."""
SCHEMA_VERSION = 3
"""`PRAGMA user_version` of a file that this program writes."""

STATEMENTS_1: tuple[str, ...] = (
    """CREATE TABLE meta (
  id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE,
  key TEXT NOT NULL, value TEXT NOT NULL,
  deleted INTEGER NOT NULL DEFAULT 0
) STRICT""",
    """CREATE TABLE coders (
  id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  deleted INTEGER NOT NULL DEFAULT 0
) STRICT""",
    """CREATE TABLE texts (
  sha256 TEXT PRIMARY KEY, text TEXT NOT NULL
) STRICT""",
    """CREATE TABLE documents (
  id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL, kind TEXT NOT NULL,
  text_sha256 TEXT NOT NULL REFERENCES texts(sha256) DEFERRABLE INITIALLY DEFERRED,
  characters INTEGER NOT NULL, front_matter_end INTEGER NOT NULL DEFAULT 0,
  anchors TEXT NOT NULL DEFAULT '[]',
  source_name TEXT NOT NULL DEFAULT '', format TEXT NOT NULL DEFAULT '', encoding TEXT,
  changes TEXT NOT NULL DEFAULT '[]', created_at TEXT NOT NULL,
  deleted INTEGER NOT NULL DEFAULT 0
) STRICT""",
    """CREATE TABLE cases (
  id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL, position INTEGER NOT NULL DEFAULT 0,
  deleted INTEGER NOT NULL DEFAULT 0
) STRICT""",
    """CREATE TABLE document_cases (
  id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE,
  document_id INTEGER NOT NULL REFERENCES documents(id) DEFERRABLE INITIALLY DEFERRED,
  case_id INTEGER NOT NULL REFERENCES cases(id) DEFERRABLE INITIALLY DEFERRED,
  deleted INTEGER NOT NULL DEFAULT 0
) STRICT""",
    """CREATE TABLE participants (
  id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL, role TEXT, pseudonym TEXT NOT NULL DEFAULT '',
  case_id INTEGER REFERENCES cases(id) DEFERRABLE INITIALLY DEFERRED,
  deleted INTEGER NOT NULL DEFAULT 0,
  CHECK (role IN ('interviewer', 'respondent', 'other'))
) STRICT""",
    """CREATE TABLE turns (
  id INTEGER PRIMARY KEY,
  document_id INTEGER NOT NULL REFERENCES documents(id) DEFERRABLE INITIALLY DEFERRED,
  position INTEGER NOT NULL,
  participant_id INTEGER REFERENCES participants(id) DEFERRABLE INITIALLY DEFERRED,
  label_start INTEGER NOT NULL, label_end INTEGER NOT NULL,
  "start" INTEGER NOT NULL, "end" INTEGER NOT NULL,
  time_start REAL, time_end REAL
) STRICT""",
    "CREATE INDEX turns_of_document ON turns (document_id, position)",
    "CREATE INDEX turns_of_participant ON turns (participant_id, document_id)",
    """CREATE TABLE attributes (
  id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE,
  entity TEXT NOT NULL, name TEXT NOT NULL, type TEXT NOT NULL,
  deleted INTEGER NOT NULL DEFAULT 0,
  CHECK (entity IN ('case', 'document', 'participant')),
  CHECK (type IN ('text', 'integer', 'number', 'date'))
) STRICT""",
    """CREATE TABLE attribute_values (
  id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE,
  attribute_id INTEGER NOT NULL REFERENCES attributes(id) DEFERRABLE INITIALLY DEFERRED,
  owner_uid TEXT NOT NULL, value TEXT NOT NULL, year INTEGER, source TEXT NOT NULL DEFAULT '',
  deleted INTEGER NOT NULL DEFAULT 0
) STRICT""",
    "CREATE INDEX attribute_values_of_owner ON attribute_values (owner_uid, attribute_id)",
    """CREATE TABLE codes (
  id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE,
  parent_id INTEGER REFERENCES codes(id) DEFERRABLE INITIALLY DEFERRED,
  position INTEGER NOT NULL DEFAULT 0,
  name TEXT NOT NULL, name_ja TEXT NOT NULL DEFAULT '',
  brief TEXT NOT NULL DEFAULT '', definition TEXT NOT NULL DEFAULT '',
  include TEXT NOT NULL DEFAULT '', exclude TEXT NOT NULL DEFAULT '',
  examples TEXT NOT NULL DEFAULT '[]', source TEXT NOT NULL DEFAULT '', note TEXT NOT NULL DEFAULT '',
  colour TEXT NOT NULL DEFAULT '', "key" TEXT NOT NULL DEFAULT '', aliases TEXT NOT NULL DEFAULT '[]',
  facet INTEGER NOT NULL DEFAULT 0, retired INTEGER NOT NULL DEFAULT 0,
  deleted INTEGER NOT NULL DEFAULT 0
) STRICT""",
    """CREATE TABLE codings (
  id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE,
  document_id INTEGER NOT NULL REFERENCES documents(id) DEFERRABLE INITIALLY DEFERRED,
  text_sha256 TEXT NOT NULL REFERENCES texts(sha256) DEFERRABLE INITIALLY DEFERRED,
  "start" INTEGER NOT NULL, "end" INTEGER NOT NULL, quote_sha256 TEXT NOT NULL,
  code_id INTEGER NOT NULL REFERENCES codes(id) DEFERRABLE INITIALLY DEFERRED,
  coder_id INTEGER NOT NULL REFERENCES coders(id) DEFERRABLE INITIALLY DEFERRED,
  case_id INTEGER REFERENCES cases(id) DEFERRABLE INITIALLY DEFERRED,
  origin TEXT NOT NULL, state TEXT NOT NULL DEFAULT 'placed', created_at TEXT NOT NULL,
  deleted INTEGER NOT NULL DEFAULT 0,
  CHECK (0 <= "start" AND "start" < "end"),
  CHECK (state IN ('placed', 'unplaced'))
) STRICT""",
    """CREATE INDEX codings_by_code ON codings (code_id, document_id, coder_id, "start", "end")""",
    # Holds all that a count needs, in the order in which it needs it: the rows themselves are not read.
    """CREATE INDEX codings_by_place ON codings
  (document_id, "start", "end", code_id, coder_id, deleted, state, case_id)""",
    """CREATE TABLE assignments (
  id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE,
  document_id INTEGER NOT NULL REFERENCES documents(id) DEFERRABLE INITIALLY DEFERRED,
  coder_id INTEGER NOT NULL REFERENCES coders(id) DEFERRABLE INITIALLY DEFERRED,
  state TEXT NOT NULL,
  deleted INTEGER NOT NULL DEFAULT 0,
  CHECK (state IN ('assigned', 'finished'))
) STRICT""",
    """CREATE TABLE memos (
  id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE,
  owner_table TEXT NOT NULL, owner_uid TEXT NOT NULL,
  coder_id INTEGER NOT NULL REFERENCES coders(id) DEFERRABLE INITIALLY DEFERRED,
  text TEXT NOT NULL, created_at TEXT NOT NULL,
  deleted INTEGER NOT NULL DEFAULT 0
) STRICT""",
    "CREATE INDEX memos_of_owner ON memos (owner_uid)",
    """CREATE TABLE summaries (
  id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE,
  case_id INTEGER NOT NULL REFERENCES cases(id) DEFERRABLE INITIALLY DEFERRED,
  code_id INTEGER NOT NULL REFERENCES codes(id) DEFERRABLE INITIALLY DEFERRED,
  coder_id INTEGER NOT NULL REFERENCES coders(id) DEFERRABLE INITIALLY DEFERRED,
  text TEXT NOT NULL, created_at TEXT NOT NULL,
  deleted INTEGER NOT NULL DEFAULT 0
) STRICT""",
    """CREATE TABLE changes (
  id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE,
  action TEXT NOT NULL, at TEXT NOT NULL, coder_uid TEXT NOT NULL, device TEXT NOT NULL,
  table_name TEXT NOT NULL, row_uid TEXT NOT NULL, operation TEXT NOT NULL,
  previous TEXT, data TEXT, schema_version INTEGER NOT NULL,
  CHECK (operation IN ('act', 'put', 'delete'))
) STRICT""",
    "CREATE INDEX changes_of_row ON changes (row_uid, table_name, id)",
    "CREATE INDEX changes_of_action ON changes (action, id)",
    "CREATE INDEX actions_of_coder ON changes (coder_uid, id) WHERE operation = 'act'",
    """CREATE TRIGGER changes_are_never_updated BEFORE UPDATE ON changes
BEGIN SELECT RAISE(ABORT, 'the change log is append-only'); END""",
    """CREATE TRIGGER changes_are_never_deleted BEFORE DELETE ON changes
BEGIN SELECT RAISE(ABORT, 'the change log is append-only'); END""",
    """CREATE TRIGGER changes_are_never_replaced BEFORE INSERT ON changes
WHEN EXISTS (SELECT 1 FROM changes WHERE uid = NEW.uid OR id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'the change log is append-only'); END""",
    """CREATE TRIGGER texts_are_never_updated BEFORE UPDATE ON texts
BEGIN SELECT RAISE(ABORT, 'texts are append-only'); END""",
    """CREATE TRIGGER texts_are_never_deleted BEFORE DELETE ON texts
BEGIN SELECT RAISE(ABORT, 'texts are append-only'); END""",
    """CREATE TRIGGER texts_are_never_replaced BEFORE INSERT ON texts
WHEN EXISTS (SELECT 1 FROM texts WHERE sha256 = NEW.sha256)
BEGIN SELECT RAISE(ABORT, 'texts are append-only'); END""",
    """CREATE VIEW coded_segments AS
WITH RECURSIVE paths (id, path) AS (
  SELECT id, name FROM codes WHERE parent_id IS NULL
  UNION ALL
  SELECT codes.id, paths.path || ' > ' || codes.name
  FROM codes JOIN paths ON codes.parent_id = paths.id
)
SELECT documents.name AS document, paths.path AS code, coders.name AS coder,
  codings."start", codings."end",
  substr(texts.text, codings."start" + 1, codings."end" - codings."start") AS quotation,
  cases.name AS case_override, codings.origin, codings.created_at, codings.uid
FROM codings
JOIN documents ON documents.id = codings.document_id AND documents.deleted = 0
JOIN texts ON texts.sha256 = codings.text_sha256
JOIN paths ON paths.id = codings.code_id
JOIN coders ON coders.id = codings.coder_id
LEFT JOIN cases ON cases.id = codings.case_id
WHERE codings.deleted = 0 AND codings.state = 'placed'""",
    """CREATE VIEW code_frequencies AS
WITH RECURSIVE paths (id, path) AS (
  SELECT id, name FROM codes WHERE parent_id IS NULL AND deleted = 0
  UNION ALL
  SELECT codes.id, paths.path || ' > ' || codes.name
  FROM codes JOIN paths ON codes.parent_id = paths.id WHERE codes.deleted = 0
)
SELECT paths.path AS code,
  count(DISTINCT spans.document_id || ' ' || spans."start" || ' ' || spans."end") AS segments_of_any_role,
  count(DISTINCT spans.document_id) AS documents_of_any_role,
  count(spans.id) AS codings
FROM paths LEFT JOIN (
  SELECT codings.* FROM codings
  JOIN documents ON documents.id = codings.document_id AND documents.deleted = 0
  WHERE codings.deleted = 0 AND codings.state = 'placed'
) AS spans ON spans.code_id = paths.id
GROUP BY paths.id""",
)


STATEMENTS_2: tuple[str, ...] = (
    "ALTER TABLE documents ADD COLUMN pages TEXT NOT NULL DEFAULT '[]'",
    "ALTER TABLE documents ADD COLUMN pseudonym TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE cases ADD COLUMN pseudonym TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE codings ADD COLUMN translation TEXT NOT NULL DEFAULT ''",
    "DROP VIEW coded_segments",
    """CREATE VIEW coded_segments AS
WITH RECURSIVE paths (id, path) AS (
  SELECT id, name FROM codes WHERE parent_id IS NULL
  UNION ALL
  SELECT codes.id, paths.path || ' > ' || codes.name
  FROM codes JOIN paths ON codes.parent_id = paths.id
)
SELECT documents.name AS document, paths.path AS code, coders.name AS coder,
  codings."start", codings."end",
  substr(texts.text, codings."start" + 1, codings."end" - codings."start") AS quotation,
  codings.translation,
  cases.name AS case_override, codings.origin, codings.created_at, codings.uid
FROM codings
JOIN documents ON documents.id = codings.document_id AND documents.deleted = 0
JOIN texts ON texts.sha256 = codings.text_sha256
JOIN paths ON paths.id = codings.code_id
JOIN coders ON coders.id = codings.coder_id
LEFT JOIN cases ON cases.id = codings.case_id
WHERE codings.deleted = 0 AND codings.state = 'placed'""",
)

STATEMENTS_3: tuple[str, ...] = (
    """CREATE TABLE groups (
  id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE,
  parent_id INTEGER REFERENCES groups(id) DEFERRABLE INITIALLY DEFERRED,
  name TEXT NOT NULL, position INTEGER NOT NULL DEFAULT 0, note TEXT NOT NULL DEFAULT '',
  deleted INTEGER NOT NULL DEFAULT 0
) STRICT""",
    """CREATE TABLE group_cases (
  id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE,
  group_id INTEGER NOT NULL REFERENCES groups(id) DEFERRABLE INITIALLY DEFERRED,
  case_id INTEGER NOT NULL REFERENCES cases(id) DEFERRABLE INITIALLY DEFERRED,
  deleted INTEGER NOT NULL DEFAULT 0
) STRICT""",
    """CREATE TABLE classifications (
  id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL, position INTEGER NOT NULL DEFAULT 0,
  attribute_id INTEGER REFERENCES attributes(id) DEFERRABLE INITIALLY DEFERRED,
  cuts TEXT NOT NULL DEFAULT '[]', classes TEXT NOT NULL DEFAULT '[]', note TEXT NOT NULL DEFAULT '',
  deleted INTEGER NOT NULL DEFAULT 0
) STRICT""",
    """CREATE TABLE class_cases (
  id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE,
  classification_id INTEGER NOT NULL REFERENCES classifications(id) DEFERRABLE INITIALLY DEFERRED,
  case_id INTEGER NOT NULL REFERENCES cases(id) DEFERRABLE INITIALLY DEFERRED,
  class TEXT NOT NULL, reason TEXT NOT NULL DEFAULT '',
  coder_id INTEGER NOT NULL REFERENCES coders(id) DEFERRABLE INITIALLY DEFERRED,
  created_at TEXT NOT NULL,
  deleted INTEGER NOT NULL DEFAULT 0
) STRICT""",
    """CREATE TABLE events (
  id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE,
  case_id INTEGER REFERENCES cases(id) DEFERRABLE INITIALLY DEFERRED,
  "date" TEXT NOT NULL, until TEXT NOT NULL DEFAULT '', title TEXT NOT NULL,
  note TEXT NOT NULL DEFAULT '', source TEXT NOT NULL DEFAULT '',
  deleted INTEGER NOT NULL DEFAULT 0
) STRICT""",
    """CREATE TABLE event_codings (
  id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE,
  event_id INTEGER NOT NULL REFERENCES events(id) DEFERRABLE INITIALLY DEFERRED,
  coding_id INTEGER NOT NULL REFERENCES codings(id) DEFERRABLE INITIALLY DEFERRED,
  deleted INTEGER NOT NULL DEFAULT 0
) STRICT""",
    """CREATE TABLE rules (
  id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE,
  code_id INTEGER NOT NULL REFERENCES codes(id) DEFERRABLE INITIALLY DEFERRED,
  name TEXT NOT NULL DEFAULT '', condition TEXT NOT NULL, unit TEXT NOT NULL,
  position INTEGER NOT NULL DEFAULT 0, note TEXT NOT NULL DEFAULT '',
  deleted INTEGER NOT NULL DEFAULT 0,
  CHECK (unit IN ('sentence', 'paragraph', 'turn'))
) STRICT""",
    """CREATE TABLE refusals (
  id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE,
  rule_id INTEGER NOT NULL REFERENCES rules(id) DEFERRABLE INITIALLY DEFERRED,
  document_id INTEGER NOT NULL REFERENCES documents(id) DEFERRABLE INITIALLY DEFERRED,
  "start" INTEGER NOT NULL, "end" INTEGER NOT NULL, quote_sha256 TEXT NOT NULL,
  coder_id INTEGER NOT NULL REFERENCES coders(id) DEFERRABLE INITIALLY DEFERRED,
  created_at TEXT NOT NULL,
  deleted INTEGER NOT NULL DEFAULT 0,
  CHECK (0 <= "start" AND "start" < "end")
) STRICT""",
    "CREATE INDEX event_codings_of_coding ON event_codings (coding_id)",
)

STEPS: tuple[tuple[str, ...], ...] = (STATEMENTS_1, STATEMENTS_2, STATEMENTS_3)
"""What brings a file from each version to the next: the first from nothing to version 1."""

ADDED: dict[str, dict[str, str]] = {
    "documents": {"pages": "[]", "pseudonym": ""},
    "cases": {"pseudonym": ""},
    "codings": {"translation": ""},
}
"""Columns that came after version 1, with what they hold in rows (and in log entries) from before."""


@dataclass(frozen=True, slots=True)
class TableSpec:
    """A table that people's actions write: its columns (without id, uid, deleted) and references."""

    name: str
    columns: tuple[str, ...]
    references: dict[str, str] = field(default_factory=dict)
    """Column -> table whose row it points at; in the log such a column holds the row's uid."""


TABLES: dict[str, TableSpec] = {
    spec.name: spec
    for spec in (
        TableSpec("meta", ("key", "value")),
        TableSpec("coders", ("name",)),
        TableSpec(
            "documents",
            (
                "name", "kind", "text_sha256", "characters", "front_matter_end", "anchors",
                "source_name", "format", "encoding", "changes", "created_at", "pages", "pseudonym",
            ),
        ),
        TableSpec("cases", ("name", "position", "pseudonym")),
        TableSpec("document_cases", ("document_id", "case_id"),
                  {"document_id": "documents", "case_id": "cases"}),
        TableSpec("participants", ("name", "role", "pseudonym", "case_id"), {"case_id": "cases"}),
        TableSpec("attributes", ("entity", "name", "type")),
        TableSpec("attribute_values", ("attribute_id", "owner_uid", "value", "year", "source"),
                  {"attribute_id": "attributes"}),
        TableSpec(
            "codes",
            (
                "parent_id", "position", "name", "name_ja", "brief", "definition", "include", "exclude",
                "examples", "source", "note", "colour", "key", "aliases", "facet", "retired",
            ),
            {"parent_id": "codes"},
        ),
        TableSpec(
            "codings",
            (
                "document_id", "text_sha256", "start", "end", "quote_sha256", "code_id", "coder_id",
                "case_id", "origin", "state", "created_at", "translation",
            ),
            {"document_id": "documents", "code_id": "codes", "coder_id": "coders", "case_id": "cases"},
        ),
        TableSpec("assignments", ("document_id", "coder_id", "state"),
                  {"document_id": "documents", "coder_id": "coders"}),
        TableSpec("memos", ("owner_table", "owner_uid", "coder_id", "text", "created_at"),
                  {"coder_id": "coders"}),
        TableSpec("summaries", ("case_id", "code_id", "coder_id", "text", "created_at"),
                  {"case_id": "cases", "code_id": "codes", "coder_id": "coders"}),
        TableSpec("groups", ("parent_id", "name", "position", "note"), {"parent_id": "groups"}),
        TableSpec("group_cases", ("group_id", "case_id"), {"group_id": "groups", "case_id": "cases"}),
        TableSpec("classifications", ("name", "position", "attribute_id", "cuts", "classes", "note"),
                  {"attribute_id": "attributes"}),
        TableSpec(
            "class_cases",
            ("classification_id", "case_id", "class", "reason", "coder_id", "created_at"),
            {"classification_id": "classifications", "case_id": "cases", "coder_id": "coders"},
        ),
        TableSpec("events", ("case_id", "date", "until", "title", "note", "source"), {"case_id": "cases"}),
        TableSpec("event_codings", ("event_id", "coding_id"),
                  {"event_id": "events", "coding_id": "codings"}),
        TableSpec("rules", ("code_id", "name", "condition", "unit", "position", "note"),
                  {"code_id": "codes"}),
        TableSpec(
            "refusals",
            ("rule_id", "document_id", "start", "end", "quote_sha256", "coder_id", "created_at"),
            {"rule_id": "rules", "document_id": "documents", "coder_id": "coders"},
        ),
    )
}  # fmt: skip

TURN_COLUMNS = (
    "position", "participant_id", "label_start", "label_end", "start", "end", "time_start", "time_end",
)  # fmt: skip
"""Columns of `turns` besides id and document_id; the log keeps the turns of a document as one list."""

TAKEN_ALONG: dict[str, tuple[tuple[str, str], ...]] = {
    "documents": (
        ("assignments", "document_id"), ("document_cases", "document_id"), ("refusals", "document_id"),
    ),
    "cases": (
        ("document_cases", "case_id"), ("summaries", "case_id"), ("group_cases", "case_id"),
        ("class_cases", "case_id"), ("events", "case_id"),
    ),
    "codes": (("summaries", "code_id"), ("rules", "code_id")),
    "codings": (("event_codings", "coding_id"),),
    "groups": (("group_cases", "group_id"),),
    "classifications": (("class_cases", "classification_id"),),
    "events": (("event_codings", "event_id"),),
    "rules": (("refusals", "rule_id"),),
}  # fmt: skip
"""Table -> (table, column) of what has no meaning without a row of it, and goes when that goes."""

OWNER_TABLES = ("meta", "documents", "participants", "cases", "codes", "codings")
"""Tables whose rows `owner_uid` of a memo or an attribute value can mean."""
TREES = ("codes", "groups")
"""Tables whose rows lie below one another by `parent_id`."""
