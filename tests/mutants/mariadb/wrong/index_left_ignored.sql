-- An index is ignored on trial and stays so.
-- verdict: differs
-- why: the planner does not use it any more

-- base
CREATE TABLE users (id bigint PRIMARY KEY, email varchar(100), KEY users_email (email));

-- up
ALTER TABLE users ALTER INDEX users_email IGNORED, ADD COLUMN phone varchar(20);

-- down
ALTER TABLE users DROP COLUMN phone;
