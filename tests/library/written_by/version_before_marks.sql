-- a library as the version before marks wrote it: its own schema, then its rows
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
ALTER TABLE jobs ADD COLUMN source BLOB NOT NULL DEFAULT x'';
ALTER TABLE jobs ADD COLUMN second TEXT NOT NULL DEFAULT '';
ALTER TABLE runs ADD COLUMN device_name TEXT NOT NULL DEFAULT '';
ALTER TABLE runs ADD COLUMN dtype TEXT NOT NULL DEFAULT '';
ALTER TABLE runs ADD COLUMN memory TEXT NOT NULL DEFAULT '';
UPDATE runs SET device = '';
ALTER TABLE jobs ADD COLUMN output BLOB NOT NULL DEFAULT x'';
CREATE TABLE digests (
    of TEXT NOT NULL,
    row INTEGER NOT NULL,
    digest INTEGER NOT NULL,
    PRIMARY KEY (of, row)
) STRICT, WITHOUT ROWID;
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
UPDATE jobs SET position = ordered.number * 1048576 FROM (
    SELECT id, row_number() OVER (ORDER BY position, rowid) AS number FROM jobs
) AS ordered WHERE ordered.id = jobs.id;
ALTER TABLE runs ADD COLUMN evaluations REAL NOT NULL DEFAULT 0;
UPDATE runs SET evaluations = num_inference_steps * (1 + (guided <> 0));
ALTER TABLE runs DROP COLUMN num_inference_steps;
ALTER TABLE runs DROP COLUMN guided;

INSERT INTO folders (id, path) VALUES
(1, CAST('/clips' AS BLOB));

INSERT INTO clips (id, path, folder, poster, request) VALUES
(1780000001000000, CAST('/clips/1.mp4' AS BLOB), 1, CAST('/posters/1.png' AS BLOB), '{"prompt": "a cat", "negative_prompt": "", "model": "starter", "width": 64, "height": 64, "num_frames": 16, "fps": 8, "num_inference_steps": 20, "guidance_scale": 6.0, "scheduler": "dpmpp_2m", "seed": 1, "preset": "balanced", "device": "auto", "dtype": "auto", "memory": "auto", "strength": 0.0}'),
(1780000002000000, CAST('/clips/2.mp4' AS BLOB), 1, CAST('/posters/2.png' AS BLOB), '{"prompt": "Waves at dawn", "negative_prompt": "", "model": "/models/wan2.1-t2v-1.3b", "width": 832, "height": 480, "num_frames": 16, "fps": 8, "num_inference_steps": 20, "guidance_scale": 6.0, "scheduler": "unipc", "seed": 7, "preset": "balanced", "loras": [{"name": "Film grain", "weight": 0.5}], "device": "auto", "dtype": "auto", "memory": "auto", "strength": 0.0}'),
(1780000003000000, CAST('/clips/3.mp4' AS BLOB), 1, CAST('/posters/3.png' AS BLOB), '{"prompt": "a cat", "negative_prompt": "", "model": "starter", "width": 128, "height": 128, "num_frames": 16, "fps": 8, "num_inference_steps": 20, "guidance_scale": 6.0, "scheduler": "dpmpp_2m", "seed": 1, "preset": "balanced", "device": "auto", "dtype": "auto", "memory": "auto", "strength": 0.7}'),
(1780000004000000, CAST('/clips/4.mp4' AS BLOB), 1, CAST('/posters/4.png' AS BLOB), '{"prompt": "Élan 小熊", "negative_prompt": "", "model": "starter", "width": 64, "height": 64, "num_frames": 16, "fps": 8, "num_inference_steps": 20, "guidance_scale": 6.0, "scheduler": "dpmpp_2m", "seed": 3, "preset": "balanced", "continued_frames": 4, "device": "auto", "dtype": "auto", "memory": "auto", "strength": 0.0}'),
(1780000005000000, CAST('/clips/5.mp4' AS BLOB), 1, CAST('/posters/5.png' AS BLOB), '{');

INSERT INTO clip_words (rowid, words) VALUES
(1780000001000000, 'a cat'),
(1780000002000000, 'waves at dawn'),
(1780000003000000, 'a cat'),
(1780000004000000, 'élan 小 熊'),
(1780000005000000, 'a damaged row');

INSERT INTO jobs (id, position, state, attempts, error, created_s, request, source, output, passes, clips) VALUES
('done', 1048576, 'done', 1, '', 1780000000.5, '{"prompt": "a cat", "negative_prompt": "", "model": "starter", "width": 64, "height": 64, "num_frames": 16, "fps": 8, "num_inference_steps": 20, "guidance_scale": 6.0, "scheduler": "dpmpp_2m", "seed": 1, "preset": "balanced", "device": "auto", "dtype": "auto", "memory": "auto", "strength": 0.0}', x'', x'', '[]', CAST('/clips/1.mp4' AS BLOB)),
('waits', 2097152, 'waiting', 0, '', 1780000000.5, '{"prompt": "Waves at dawn", "negative_prompt": "", "model": "/models/wan2.1-t2v-1.3b", "width": 832, "height": 480, "num_frames": 16, "fps": 8, "num_inference_steps": 20, "guidance_scale": 6.0, "scheduler": "unipc", "seed": 7, "preset": "balanced", "loras": [{"name": "Film grain", "weight": 0.5}], "device": "auto", "dtype": "auto", "memory": "auto", "strength": 0.0}', x'', x'', '[]', x'');

INSERT INTO prompts (prompt, negative_prompt, used) VALUES
('a cat', '', 1);

INSERT INTO saved_prompts (id, prompt, negative_prompt, name) VALUES
(1, 'a cat', '', 'best');

INSERT INTO draft (only, content) VALUES
(1, 'draft');

INSERT INTO runs (id, model, device, width, height, num_frames, seconds, file_bytes, device_name, dtype, memory, evaluations) VALUES
(1, 'starter', 'cpu', 64, 64, 16, '{"denoise": 2.5}', 4000, '', '', '', 40.0);

INSERT INTO digests (of, row, digest) VALUES
('clips', 1780000001000000, 4199792283055303748),
('clips', 1780000002000000, -6800235488742951552),
('clips', 1780000003000000, -8072100227232449974),
('clips', 1780000004000000, 5882681319666538090),
('clips', 1780000005000000, 6265897884273428249),
('draft', 1, -2336834447857730785),
('folders', 1, 6617973161755927124),
('jobs', 1, -4030675242488265717),
('jobs', 2, 5710629886122170884),
('prompts', 1, 9023074148074246538),
('runs', 1, 5474126669775185302),
('saved_prompts', 1, 2067545402722413471),
('version', 0, 8);

PRAGMA application_id = 1412585028;
PRAGMA user_version = 8;
