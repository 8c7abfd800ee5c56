"""The library's tables, one script a version; a script that was released is never edited."""

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

# Until here `device` was the wish, nearly always auto, and nothing said in which precision or memory plan a run was made. Such
# runs predict no time; the size of their files stays true.
THIRD = """
ALTER TABLE runs ADD COLUMN device_name TEXT NOT NULL DEFAULT '';
ALTER TABLE runs ADD COLUMN dtype TEXT NOT NULL DEFAULT '';
ALTER TABLE runs ADD COLUMN memory TEXT NOT NULL DEFAULT '';
UPDATE runs SET device = '';
"""

MIGRATIONS = (FIRST, SECOND, THIRD)
