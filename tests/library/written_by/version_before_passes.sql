-- a library as the version before passes wrote it: its own schema, then its rows
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

INSERT INTO folders (id, path) VALUES
(1, CAST('/clips' AS BLOB));

INSERT INTO clips (id, path, folder, poster, request) VALUES
(1780000001000000, CAST('/clips/a-cat-1-0.mp4' AS BLOB), 1, CAST('/posters/a-cat-1-0.png' AS BLOB), '{"prompt": "a cat", "negative_prompt": "", "model": "starter", "width": 64, "height": 64, "num_frames": 16, "fps": 8, "num_inference_steps": 20, "guidance_scale": 6.0, "scheduler": "dpmpp_2m", "seed": 1, "preset": "balanced", "device": "auto", "dtype": "auto", "memory": "auto", "strength": 0.0}'),
(1780000002000000, CAST('/clips/a-cat-1.mp4' AS BLOB), 1, CAST('/posters/a-cat-1.png' AS BLOB), '{"prompt": "a cat", "negative_prompt": "", "model": "starter", "width": 64, "height": 64, "num_frames": 16, "fps": 8, "num_inference_steps": 20, "guidance_scale": 6.0, "scheduler": "dpmpp_2m", "seed": 1, "preset": "balanced", "device": "auto", "dtype": "auto", "memory": "auto", "strength": 0.0}'),
(1780000003000000, CAST('/clips/a-cat-1-2.mp4' AS BLOB), 1, CAST('/posters/a-cat-1-2.png' AS BLOB), '{"prompt": "a cat", "negative_prompt": "", "model": "starter", "width": 64, "height": 64, "num_frames": 16, "fps": 8, "num_inference_steps": 20, "guidance_scale": 6.0, "scheduler": "dpmpp_2m", "seed": 1, "preset": "balanced", "device": "auto", "dtype": "auto", "memory": "auto", "strength": 0.0}'),
(1780000004000000, CAST('/clips/a-dog-2.mp4' AS BLOB), 1, CAST('/posters/a-dog-2.png' AS BLOB), '{"prompt": "a dog \"no. 2\" 熊", "negative_prompt": "", "model": "text-to-video-ms-1.7b", "width": 64, "height": 64, "num_frames": 16, "fps": 8, "num_inference_steps": 20, "guidance_scale": 6.0, "scheduler": "dpmpp_2m", "seed": 2, "preset": "balanced", "device": "auto", "dtype": "auto", "memory": "auto", "strength": 0.0}'),
(1780000005000000, CAST('/clips/a-dog-2-2.mp4' AS BLOB), 1, CAST('/posters/a-dog-2-2.png' AS BLOB), '{"prompt": "a dog \"no. 2\" 熊", "negative_prompt": "", "model": "text-to-video-ms-1.7b", "width": 128, "height": 128, "num_frames": 16, "fps": 8, "num_inference_steps": 20, "guidance_scale": 6.0, "scheduler": "dpmpp_2m", "seed": 2, "preset": "balanced", "device": "auto", "dtype": "auto", "memory": "auto", "strength": 0.7}'),
(1780000006000000, CAST('/clips/a-dog-3.mp4' AS BLOB), 1, CAST('/posters/a-dog-3.png' AS BLOB), '{"prompt": "a dog \"no. 3\" 熊", "negative_prompt": "", "model": "text-to-video-ms-1.7b", "width": 64, "height": 64, "num_frames": 16, "fps": 8, "num_inference_steps": 20, "guidance_scale": 6.0, "scheduler": "dpmpp_2m", "seed": 3, "preset": "balanced", "device": "auto", "dtype": "auto", "memory": "auto", "strength": 0.0}'),
(1780000007000000, CAST('/clips/a-dog-4.mp4' AS BLOB), 1, CAST('/posters/a-dog-4.png' AS BLOB), '{"prompt": "a dog \"no. 4\" 熊", "negative_prompt": "", "model": "text-to-video-ms-1.7b", "width": 64, "height": 64, "num_frames": 16, "fps": 8, "num_inference_steps": 20, "guidance_scale": 6.0, "scheduler": "dpmpp_2m", "seed": 4, "preset": "balanced", "device": "auto", "dtype": "auto", "memory": "auto", "strength": 0.0}'),
(1780000008000000, CAST('/clips/a-dog-6.mp4' AS BLOB), 1, CAST('/posters/a-dog-6.png' AS BLOB), '{"prompt": "a dog \"no. 6\" 熊", "negative_prompt": "", "model": "text-to-video-ms-1.7b", "width": 64, "height": 64, "num_frames": 16, "fps": 8, "num_inference_steps": 20, "guidance_scale": 6.0, "scheduler": "dpmpp_2m", "seed": 6, "preset": "balanced", "device": "auto", "dtype": "auto", "memory": "auto", "strength": 0.0}'),
(1780000009000000, CAST('/clips/a-dog-7.mp4' AS BLOB), 1, CAST('/posters/a-dog-7.png' AS BLOB), '{"prompt": "a dog \"no. 7\" 熊", "negative_prompt": "", "model": "text-to-video-ms-1.7b", "width": 64, "height": 64, "num_frames": 16, "fps": 8, "num_inference_steps": 20, "guidance_scale": 6.0, "scheduler": "dpmpp_2m", "seed": 7, "preset": "balanced", "device": "auto", "dtype": "auto", "memory": "auto", "strength": 0.0}');

INSERT INTO clip_words (rowid, words) VALUES
(1780000001000000, 'a cat'),
(1780000002000000, 'a cat'),
(1780000003000000, 'a cat'),
(1780000004000000, 'a dog no 2 熊'),
(1780000005000000, 'a dog no 2 熊'),
(1780000006000000, 'a dog no 3 熊'),
(1780000007000000, 'a dog no 4 熊'),
(1780000008000000, 'a dog no 6 熊'),
(1780000009000000, 'a dog no 7 熊');

INSERT INTO jobs (rowid, id, position, state, attempts, error, created_s, request, source, second, output) VALUES
(1, 'done by 0.1', 1, 'done', 1, '', 1780000000.5, '{"prompt": "a cat", "negative_prompt": "", "model": "starter", "width": 64, "height": 64, "num_frames": 16, "fps": 8, "num_inference_steps": 20, "guidance_scale": 6.0, "scheduler": "dpmpp_2m", "seed": 1, "preset": "balanced", "device": "auto", "dtype": "auto", "memory": "auto", "strength": 0.0}', x'', '', x''),
(2, 'done', 2, 'done', 1, '', 1780000000.5, '{"prompt": "a cat", "negative_prompt": "", "model": "starter", "width": 64, "height": 64, "num_frames": 16, "fps": 8, "num_inference_steps": 20, "guidance_scale": 6.0, "scheduler": "dpmpp_2m", "seed": 1, "preset": "balanced", "device": "auto", "dtype": "auto", "memory": "auto", "strength": 0.0}', x'', '', CAST('/clips/a-cat-1.mp4' AS BLOB)),
(3, 'done again', 3, 'done', 1, '', 1780000000.5, '{"prompt": "a cat", "negative_prompt": "", "model": "starter", "width": 64, "height": 64, "num_frames": 16, "fps": 8, "num_inference_steps": 20, "guidance_scale": 6.0, "scheduler": "dpmpp_2m", "seed": 1, "preset": "balanced", "device": "auto", "dtype": "auto", "memory": "auto", "strength": 0.0}', x'', '', CAST('/clips/a-cat-1-2.mp4' AS BLOB)),
(4, 'both passes done', 4, 'done', 1, '', 1780000000.5, '{"prompt": "a dog \"no. 2\" 熊", "negative_prompt": "", "model": "text-to-video-ms-1.7b", "width": 128, "height": 128, "num_frames": 16, "fps": 8, "num_inference_steps": 20, "guidance_scale": 6.0, "scheduler": "dpmpp_2m", "seed": 2, "preset": "balanced", "device": "auto", "dtype": "auto", "memory": "auto", "strength": 0.7}', CAST('/clips/a-dog-2.mp4' AS BLOB), '', CAST('/clips/a-dog-2-2.mp4' AS BLOB)),
(5, 'waits for its second pass', 5, 'waiting', 0, '', 1780000000.5, '{"prompt": "a dog \"no. 3\" 熊", "negative_prompt": "", "model": "text-to-video-ms-1.7b", "width": 128, "height": 128, "num_frames": 16, "fps": 8, "num_inference_steps": 20, "guidance_scale": 6.0, "scheduler": "dpmpp_2m", "seed": 3, "preset": "balanced", "device": "auto", "dtype": "auto", "memory": "auto", "strength": 0.7}', CAST('/clips/a-dog-3.mp4' AS BLOB), '', x''),
(6, 'in its second pass', 6, 'running', 1, '', 1780000000.5, '{"prompt": "a dog \"no. 4\" 熊", "negative_prompt": "", "model": "text-to-video-ms-1.7b", "width": 128, "height": 128, "num_frames": 16, "fps": 8, "num_inference_steps": 20, "guidance_scale": 6.0, "scheduler": "dpmpp_2m", "seed": 4, "preset": "balanced", "device": "auto", "dtype": "auto", "memory": "auto", "strength": 0.7}', CAST('/clips/a-dog-4.mp4' AS BLOB), '', CAST('/clips/a-dog-4-2.mp4' AS BLOB)),
(7, 'in its first pass', 7, 'running', 1, '', 1780000000.5, '{"prompt": "a dog \"no. 5\" 熊", "negative_prompt": "", "model": "text-to-video-ms-1.7b", "width": 64, "height": 64, "num_frames": 16, "fps": 8, "num_inference_steps": 20, "guidance_scale": 6.0, "scheduler": "dpmpp_2m", "seed": 5, "preset": "balanced", "device": "auto", "dtype": "auto", "memory": "auto", "strength": 0.0}', x'', '{"prompt": "a dog \"no. 5\" 熊", "negative_prompt": "", "model": "text-to-video-ms-1.7b", "width": 128, "height": 128, "num_frames": 16, "fps": 8, "num_inference_steps": 20, "guidance_scale": 6.0, "scheduler": "dpmpp_2m", "seed": 5, "preset": "balanced", "device": "auto", "dtype": "auto", "memory": "auto", "strength": 0.7}', CAST('/clips/a-dog-5.mp4' AS BLOB)),
(8, 'interrupted in its second pass', 8, 'interrupted', 2, 'the engine was killed', 1780000000.5, '{"prompt": "a dog \"no. 6\" 熊", "negative_prompt": "", "model": "text-to-video-ms-1.7b", "width": 128, "height": 128, "num_frames": 16, "fps": 8, "num_inference_steps": 20, "guidance_scale": 6.0, "scheduler": "dpmpp_2m", "seed": 6, "preset": "balanced", "device": "auto", "dtype": "auto", "memory": "auto", "strength": 0.7}', CAST('/clips/a-dog-6.mp4' AS BLOB), '', x''),
(9, 'failed in its second pass', 9, 'failed', 1, 'out of memory', 1780000000.5, '{"prompt": "a dog \"no. 7\" 熊", "negative_prompt": "", "model": "text-to-video-ms-1.7b", "width": 128, "height": 128, "num_frames": 16, "fps": 8, "num_inference_steps": 20, "guidance_scale": 6.0, "scheduler": "dpmpp_2m", "seed": 7, "preset": "balanced", "device": "auto", "dtype": "auto", "memory": "auto", "strength": 0.7}', CAST('/clips/a-dog-7.mp4' AS BLOB), '', x''),
(10, 'cancelled', 10, 'cancelled', 0, '', 1780000000.5, '{"prompt": "a dog \"no. 8\" 熊", "negative_prompt": "", "model": "text-to-video-ms-1.7b", "width": 64, "height": 64, "num_frames": 16, "fps": 8, "num_inference_steps": 20, "guidance_scale": 6.0, "scheduler": "dpmpp_2m", "seed": 8, "preset": "balanced", "device": "auto", "dtype": "auto", "memory": "auto", "strength": 0.0}', x'', '{"prompt": "a dog \"no. 8\" 熊", "negative_prompt": "", "model": "text-to-video-ms-1.7b", "width": 128, "height": 128, "num_frames": 16, "fps": 8, "num_inference_steps": 20, "guidance_scale": 6.0, "scheduler": "dpmpp_2m", "seed": 8, "preset": "balanced", "device": "auto", "dtype": "auto", "memory": "auto", "strength": 0.7}', x''),
(11, 'waits for its first pass', 11, 'waiting', 0, '', 1780000000.5, '{"prompt": "a dog \"no. 9\" 熊", "negative_prompt": "", "model": "text-to-video-ms-1.7b", "width": 64, "height": 64, "num_frames": 16, "fps": 8, "num_inference_steps": 20, "guidance_scale": 6.0, "scheduler": "dpmpp_2m", "seed": 9, "preset": "balanced", "device": "auto", "dtype": "auto", "memory": "auto", "strength": 0.0}', x'', '{"prompt": "a dog \"no. 9\" 熊", "negative_prompt": "", "model": "text-to-video-ms-1.7b", "width": 128, "height": 128, "num_frames": 16, "fps": 8, "num_inference_steps": 20, "guidance_scale": 6.0, "scheduler": "dpmpp_2m", "seed": 9, "preset": "balanced", "device": "auto", "dtype": "auto", "memory": "auto", "strength": 0.7}', x''),
(12, 'waits over a clip', 12, 'waiting', 0, '', 1780000000.5, '{"prompt": "a cat", "negative_prompt": "", "model": "starter", "width": 128, "height": 128, "num_frames": 16, "fps": 8, "num_inference_steps": 20, "guidance_scale": 6.0, "scheduler": "dpmpp_2m", "seed": 1, "preset": "balanced", "device": "auto", "dtype": "auto", "memory": "auto", "strength": 0.7}', x'2f636c6970732f6e6f20e920746578742e6d7034', '', x''),
(13, 'being cancelled', 13, 'cancelling', 1, '', 1780000000.5, '{"prompt": "a dog \"no. 10\" 熊", "negative_prompt": "", "model": "text-to-video-ms-1.7b", "width": 64, "height": 64, "num_frames": 16, "fps": 8, "num_inference_steps": 20, "guidance_scale": 6.0, "scheduler": "dpmpp_2m", "seed": 10, "preset": "balanced", "device": "auto", "dtype": "auto", "memory": "auto", "strength": 0.0}', x'', '{"prompt": "a dog \"no. 10\" 熊", "negative_prompt": "", "model": "text-to-video-ms-1.7b", "width": 128, "height": 128, "num_frames": 16, "fps": 8, "num_inference_steps": 20, "guidance_scale": 6.0, "scheduler": "dpmpp_2m", "seed": 10, "preset": "balanced", "device": "auto", "dtype": "auto", "memory": "auto", "strength": 0.7}', CAST('/clips/a-dog-10.mp4' AS BLOB)),
(14, 'waits', 14, 'waiting', 0, '', 1780000000.5, '{"prompt": "a bird", "negative_prompt": "", "model": "starter", "width": 64, "height": 64, "num_frames": 16, "fps": 8, "num_inference_steps": 20, "guidance_scale": 6.0, "scheduler": "dpmpp_2m", "seed": 11, "preset": "balanced", "device": "auto", "dtype": "auto", "memory": "auto", "strength": 0.0}', x'', '', x'');

INSERT INTO prompts (rowid, prompt, negative_prompt, used) VALUES
(1, 'a cat', 'blur', 1);

INSERT INTO saved_prompts (id, prompt, negative_prompt, name) VALUES
(1, 'a dog', '', 'best');

INSERT INTO draft (rowid, only, content) VALUES
(1, 1, 'draft');

INSERT INTO runs (id, model, device, width, height, num_frames, num_inference_steps, guided, seconds, file_bytes, device_name, dtype, memory) VALUES
(1, 'starter', 'cpu', 64, 64, 16, 20, 1, '{"denoise": 2.5}', 4000, '', '', '');

INSERT INTO digests (of, row, digest) VALUES
('clips', 1780000001000000, -2135952697093076319),
('clips', 1780000002000000, 5246383307133177581),
('clips', 1780000003000000, -1648925708414842753),
('clips', 1780000004000000, 1074358047267114698),
('clips', 1780000005000000, -4470279525774353863),
('clips', 1780000006000000, -2523887445320185682),
('clips', 1780000007000000, -4309536609311697131),
('clips', 1780000008000000, 673207365600855559),
('clips', 1780000009000000, 805660211309015755),
('draft', 1, -2336834447857730785),
('folders', 1, 6617973161755927124),
('jobs', 1, 5378645562570925640),
('jobs', 2, 5330326360411141259),
('jobs', 3, 8753879444698260126),
('jobs', 4, -2020991329393111113),
('jobs', 5, -6119164086034050228),
('jobs', 6, -1095110437933911664),
('jobs', 7, 3471578534548118196),
('jobs', 8, -5888878120353485588),
('jobs', 9, 7557340142316563387),
('jobs', 10, -1453524284600658360),
('jobs', 11, 4296972975218933844),
('jobs', 12, -1184204186643989261),
('jobs', 13, -8065508964359276274),
('jobs', 14, -1723940360394698696),
('prompts', 1, -4130159280019008937),
('runs', 1, 7202914058134857887),
('saved_prompts', 1, -669054850417247121),
('version', 0, 5);
PRAGMA application_id = 1412585028;
PRAGMA user_version = 5;
