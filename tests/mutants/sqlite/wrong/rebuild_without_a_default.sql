-- A rebuilt table comes back without a default.
-- verdict: differs
-- why: the next INSERT writes NULL

-- base
CREATE TABLE jobs (id INTEGER PRIMARY KEY, state TEXT DEFAULT 'new');
INSERT INTO jobs VALUES (1, 'new');

-- up
CREATE TABLE jobs_new (id INTEGER PRIMARY KEY, state TEXT NOT NULL DEFAULT 'new');
INSERT INTO jobs_new SELECT id, state FROM jobs;
DROP TABLE jobs;
ALTER TABLE jobs_new RENAME TO jobs;

-- down
CREATE TABLE jobs_new (id INTEGER PRIMARY KEY, state TEXT);
INSERT INTO jobs_new SELECT id, state FROM jobs;
DROP TABLE jobs;
ALTER TABLE jobs_new RENAME TO jobs;
