-- A hidden column comes back visible.
-- verdict: differs
-- why: SELECT * shows it

-- base
CREATE TABLE users (id bigint PRIMARY KEY, flags int INVISIBLE DEFAULT 0);

-- up
ALTER TABLE users MODIFY flags bigint INVISIBLE DEFAULT 0;

-- down
ALTER TABLE users MODIFY flags int DEFAULT 0;
