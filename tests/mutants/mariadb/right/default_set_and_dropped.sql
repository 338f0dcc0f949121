-- A default is set for old rows and dropped.
-- verdict: restored
-- why: the column had none

-- base
CREATE TABLE jobs (id bigint PRIMARY KEY, state varchar(10) NOT NULL DEFAULT 'new');

-- up
ALTER TABLE jobs ALTER COLUMN state SET DEFAULT 'queued';

-- down
ALTER TABLE jobs ALTER state SET DEFAULT 'new';
