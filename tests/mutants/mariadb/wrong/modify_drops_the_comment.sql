-- MODIFY without COMMENT loses it.
-- verdict: differs
-- why: the comment belongs to the definition

-- base
CREATE TABLE users (id bigint PRIMARY KEY, tz varchar(40) COMMENT 'as in the IANA database');

-- up
ALTER TABLE users MODIFY tz varchar(64) COMMENT 'as in the IANA database';

-- down
ALTER TABLE users MODIFY tz varchar(40);
