-- A foreign key comes back with NO ACTION.
-- verdict: differs
-- why: RESTRICT cannot be deferred, and a dump tells them apart

-- base
CREATE TABLE a (id int PRIMARY KEY);
CREATE TABLE b (id int, a_id int CONSTRAINT b_a REFERENCES a ON DELETE RESTRICT);

-- up
ALTER TABLE b DROP CONSTRAINT b_a;

-- down
ALTER TABLE b ADD CONSTRAINT b_a FOREIGN KEY (a_id) REFERENCES a;
