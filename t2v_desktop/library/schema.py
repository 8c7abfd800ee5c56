"""The library's tables: one script per version. A released script is never edited."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing

from t2v_desktop.library import digests, facts
from t2v_desktop.library.facts import WORDS

APPLICATION_ID = 0x54325644  # "T2VD", in the file's header

FIRST = """
CREATE TABLE jobs (
    id TEXT PRIMARY KEY,
    position INTEGER NOT NULL,
    state TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    error TEXT NOT NULL,
    created_s REAL NOT NULL,
    request TEXT NOT NULL
) STRICT;
CREATE INDEX jobs_in_order ON jobs (position);
CREATE INDEX jobs_by_state ON jobs (state, position);

-- paths are bytes: a file name need not be text
CREATE TABLE folders (
    id INTEGER PRIMARY KEY,
    path BLOB NOT NULL UNIQUE
) STRICT;
-- id: when it was made, in microseconds since 1970, so that the order of age is the order of the table and of its index of words
CREATE TABLE clips (
    id INTEGER PRIMARY KEY,
    path BLOB NOT NULL UNIQUE,
    folder INTEGER NOT NULL REFERENCES folders (id),
    poster BLOB NOT NULL,
    request TEXT NOT NULL
) STRICT;
CREATE VIRTUAL TABLE clip_words USING fts5 (words, prefix = '1 2 3');

CREATE TABLE prompts (
    prompt TEXT NOT NULL,
    negative_prompt TEXT NOT NULL,
    used INTEGER NOT NULL,
    PRIMARY KEY (prompt, negative_prompt)
) STRICT;
CREATE INDEX prompts_newest ON prompts (used);
CREATE TABLE saved_prompts (
    id INTEGER PRIMARY KEY,
    prompt TEXT NOT NULL,
    negative_prompt TEXT NOT NULL,
    name TEXT NOT NULL,
    UNIQUE (prompt, negative_prompt)
) STRICT;
CREATE TABLE draft (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    content TEXT NOT NULL
) STRICT;

CREATE TABLE runs (
    id INTEGER PRIMARY KEY,
    model TEXT NOT NULL,
    device TEXT NOT NULL,
    width INTEGER NOT NULL,
    height INTEGER NOT NULL,
    num_frames INTEGER NOT NULL,
    num_inference_steps INTEGER NOT NULL,
    guided INTEGER NOT NULL,
    seconds TEXT NOT NULL,
    file_bytes INTEGER NOT NULL
) STRICT;
CREATE INDEX runs_of_model ON runs (model, id);
"""

SECOND = """
ALTER TABLE jobs ADD COLUMN source BLOB NOT NULL DEFAULT x'';
ALTER TABLE jobs ADD COLUMN second TEXT NOT NULL DEFAULT '';
"""

# Up to here `device` was the one requested, nearly always auto, and precision and memory plan were not stored. Such runs can't
# predict times; their file sizes stay valid.
THIRD = """
ALTER TABLE runs ADD COLUMN device_name TEXT NOT NULL DEFAULT '';
ALTER TABLE runs ADD COLUMN dtype TEXT NOT NULL DEFAULT '';
ALTER TABLE runs ADD COLUMN memory TEXT NOT NULL DEFAULT '';
UPDATE runs SET device = '';
"""

# Where a job's clip goes: recovery looks there for a clip that was finished just before the app crashed.
FOURTH = """
ALTER TABLE jobs ADD COLUMN output BLOB NOT NULL DEFAULT x'';
"""

# the digest of each row when it was written and, in the row "version", the schema version; see digests.py
DIGESTS = """
CREATE TABLE digests (
    of TEXT NOT NULL,
    row INTEGER NOT NULL,
    digest INTEGER NOT NULL,
    PRIMARY KEY (of, row)
) STRICT, WITHOUT ROWID;
"""

# Up to here the second pass replaced the request once it began, and `output` was also the path of a finished job's clip. Version 0.1
# did not store that path: there the newest job gets the newest clip of its request. Nothing here parses the JSON, so that a damaged
# row can't stop the migration.
PASSES = """
ALTER TABLE jobs ADD COLUMN passes TEXT NOT NULL DEFAULT '[]';
UPDATE jobs SET passes = '[{"kind": "second pass", "request": ' || second || '}]' WHERE second <> '';
ALTER TABLE jobs DROP COLUMN second;
-- the paths of the clips made so far, with a NUL between them
ALTER TABLE jobs ADD COLUMN clips BLOB NOT NULL DEFAULT x'';
UPDATE jobs SET clips = output, output = x'' WHERE state = 'done';
CREATE TEMP TABLE made (request TEXT, number INTEGER, path BLOB, PRIMARY KEY (request, number)) WITHOUT ROWID;
INSERT INTO made SELECT request, row_number() OVER (PARTITION BY request ORDER BY id DESC), path FROM clips
    WHERE request IN (SELECT request FROM jobs WHERE state = 'done' AND clips = x'') AND path NOT IN (SELECT clips FROM jobs);
UPDATE jobs SET clips = made.path FROM (
    SELECT id, request, row_number() OVER (PARTITION BY request ORDER BY position DESC) AS number FROM jobs WHERE state = 'done' AND clips = x''
) AS job JOIN made USING (request, number) WHERE job.id = jobs.id;
DROP TABLE made;
"""

# Up to here positions were consecutive, so that moving a job to the top of the queue changed every row.
SPREAD = """
UPDATE jobs SET position = ordered.number * 1048576 FROM (
    SELECT id, row_number() OVER (ORDER BY position, rowid) AS number FROM jobs
) AS ordered WHERE ordered.id = jobs.id;
"""

# Up to here guidance was for all steps of a clip or for none, and every step computed all layers.
EVALUATIONS = """
ALTER TABLE runs ADD COLUMN evaluations REAL NOT NULL DEFAULT 0;
UPDATE runs SET evaluations = num_inference_steps * (1 + (guided <> 0));
ALTER TABLE runs DROP COLUMN num_inference_steps;
ALTER TABLE runs DROP COLUMN guided;
"""

# What filters need, in columns, and the user's marks. Each index has all columns of a filter, so that only it is read and not the rows.
# `identity` recognizes the file's content, see identity.py. `facts.fill` derives the other columns and refills the search index, which
# had the words of the prompt alone.
MARKS = """
ALTER TABLE clips ADD COLUMN model TEXT NOT NULL DEFAULT '';
ALTER TABLE clips ADD COLUMN width INTEGER NOT NULL DEFAULT 0;
ALTER TABLE clips ADD COLUMN height INTEGER NOT NULL DEFAULT 0;
ALTER TABLE clips ADD COLUMN origin TEXT NOT NULL DEFAULT '';
ALTER TABLE clips ADD COLUMN prompt_key TEXT NOT NULL DEFAULT '';
ALTER TABLE clips ADD COLUMN stars INTEGER NOT NULL DEFAULT 0;
ALTER TABLE clips ADD COLUMN favourite INTEGER NOT NULL DEFAULT 0;
-- the tags, with a line break before, between and after them
ALTER TABLE clips ADD COLUMN tags TEXT NOT NULL DEFAULT '';
ALTER TABLE clips ADD COLUMN identity BLOB NOT NULL DEFAULT x'';
CREATE INDEX clips_by_age ON clips (id, folder, model, width, height, origin, stars, favourite, tags);
CREATE INDEX clips_by_rating ON clips (stars, id, folder, model, width, height, origin, favourite, tags);
CREATE INDEX clips_by_prompt ON clips (prompt_key, id DESC, folder, model, width, height, origin, stars, favourite, tags);
CREATE INDEX clips_of_model ON clips (model, folder);
CREATE INDEX clips_of_tags ON clips (tags, folder) WHERE tags <> '';
CREATE INDEX clips_of_size ON clips (width, height, folder);
DROP TABLE clip_words;
CREATE VIRTUAL TABLE clip_words USING fts5 (words, prefix = '1 2 3');
"""

# Saved prompts are in folders; a folder's path has a slash between its names. Clips are found by the start of what was typed for them; of
# clips of earlier versions that is the prompt. The JSON of a damaged row is not parsed.
PROMPT_FOLDERS = """
CREATE TABLE prompt_folders (
    id INTEGER PRIMARY KEY,
    path TEXT NOT NULL UNIQUE
) STRICT;
ALTER TABLE saved_prompts ADD COLUMN folder TEXT NOT NULL DEFAULT '';
ALTER TABLE clips ADD COLUMN typed TEXT NOT NULL DEFAULT '';
UPDATE clips SET typed = coalesce(substr(json_extract(request, '$.prompt'), 1, 200), '') WHERE json_valid(request);
CREATE INDEX clips_by_typed ON clips (typed);
"""

MIGRATIONS = (FIRST, SECOND, THIRD, FOURTH, DIGESTS, PASSES, SPREAD, EVALUATIONS, MARKS, PROMPT_FOLDERS)


def schema_of(migrations: Sequence[str]) -> list[tuple[str, ...]]:
    """The schema of a new library, in the order of creation: type, name, table, SQL."""
    with closing(sqlite3.connect(":memory:")) as made:
        for script in migrations:
            made.executescript(script)
        return read_schema(made)


def read_schema(connection: sqlite3.Connection) -> list[tuple[str, ...]]:
    """The schema of an open library, as in `schema_of`."""
    return connection.execute(
        "SELECT type, name, tbl_name, CASE WHEN name LIKE ? THEN '' ELSE sql END FROM main.sqlite_master ORDER BY rowid", (f"{WORDS}_%",)
    ).fetchall()


def migrate(connection: sqlite3.Connection, migrations: Sequence[str]) -> None:
    """Migrate an open library to the last of `migrations`, completely or not at all."""
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if version >= len(migrations):
        return
    marks = f"PRAGMA application_id = {APPLICATION_ID};\nPRAGMA user_version = {len(migrations)};"
    try:
        had_facts = _has_facts(connection)
        connection.executescript("\n".join(("BEGIN IMMEDIATE;", *migrations[version:], marks)))
        if _has_facts(connection) and not had_facts:
            facts.fill_columns(connection)
            facts.fill_words(connection)
        digests.rebuild(connection, len(migrations))
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _has_facts(connection: sqlite3.Connection) -> bool:
    return facts.COLUMNS[0] in digests.columns_of(connection, "clips")
