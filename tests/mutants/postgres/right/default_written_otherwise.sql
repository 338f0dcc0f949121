-- A default is replaced and comes back with a cast.
-- verdict: restored
-- why: the server adds the cast by itself

-- base
CREATE TABLE jobs (id bigint PRIMARY KEY, state varchar(20) NOT NULL DEFAULT 'new');

-- up
ALTER TABLE jobs ALTER COLUMN state SET DEFAULT 'queued';

-- down
ALTER TABLE jobs ALTER COLUMN state SET DEFAULT 'new'::character varying;
