-- A foreign key becomes deferrable and is only made immediate again.
-- verdict: differs
-- why: INITIALLY IMMEDIATE leaves it deferrable

-- base
CREATE TABLE a (id int PRIMARY KEY);
CREATE TABLE b (id int PRIMARY KEY, a_id int CONSTRAINT b_a REFERENCES a);

-- up
ALTER TABLE b ALTER CONSTRAINT b_a DEFERRABLE INITIALLY DEFERRED;

-- down
ALTER TABLE b ALTER CONSTRAINT b_a DEFERRABLE INITIALLY IMMEDIATE;
