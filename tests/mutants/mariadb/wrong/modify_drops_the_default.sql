-- MODIFY without DEFAULT loses it.
-- verdict: differs
-- why: the type was all that was to change

-- base
CREATE TABLE jobs (id bigint PRIMARY KEY, state varchar(10) NOT NULL DEFAULT 'new');

-- up
ALTER TABLE jobs MODIFY state varchar(20) NOT NULL DEFAULT 'new';

-- down
ALTER TABLE jobs MODIFY state varchar(10) NOT NULL;
