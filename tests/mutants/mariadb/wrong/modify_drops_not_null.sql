-- MODIFY without NOT NULL makes the column nullable.
-- verdict: differs
-- why: MODIFY repeats the whole definition or loses the rest

-- base
CREATE TABLE users (id bigint PRIMARY KEY, name varchar(50) NOT NULL);

-- up
ALTER TABLE users MODIFY name varchar(100) NOT NULL;

-- down
ALTER TABLE users MODIFY name varchar(50);
