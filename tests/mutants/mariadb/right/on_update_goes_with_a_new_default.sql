-- A time of change is one for a while.
-- verdict: restored
-- why: SET DEFAULT takes ON UPDATE away with the old default

-- base
CREATE TABLE t (id int PRIMARY KEY, at timestamp NOT NULL DEFAULT current_timestamp());

-- up
ALTER TABLE t MODIFY at timestamp NOT NULL DEFAULT current_timestamp() ON UPDATE current_timestamp();

-- down
ALTER TABLE t ALTER at SET DEFAULT current_timestamp();
