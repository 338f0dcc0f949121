-- A table made anew has no comment.
-- verdict: differs
-- why: it stood behind the brackets

-- base
CREATE TABLE logs (id bigint PRIMARY KEY) COMMENT = 'kept for a year';

-- up
DROP TABLE logs;

-- down
CREATE TABLE logs (id bigint PRIMARY KEY);
