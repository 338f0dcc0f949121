-- CHANGE back to the old name forgets the default.
-- verdict: differs
-- why: CHANGE repeats the whole definition as MODIFY does

-- base
CREATE TABLE users (id bigint PRIMARY KEY, lang char(2) NOT NULL DEFAULT 'en');

-- up
ALTER TABLE users CHANGE lang locale varchar(5) NOT NULL DEFAULT 'en';

-- down
ALTER TABLE users CHANGE locale lang char(2) NOT NULL;
