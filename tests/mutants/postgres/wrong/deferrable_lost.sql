-- A foreign key comes back undeferrable.
-- verdict: differs
-- why: cycles cannot be inserted any more

-- base
CREATE TABLE teams (id bigint PRIMARY KEY, lead bigint);
CREATE TABLE members (id bigint PRIMARY KEY, team bigint);
ALTER TABLE teams ADD CONSTRAINT teams_lead FOREIGN KEY (lead) REFERENCES members DEFERRABLE INITIALLY DEFERRED;

-- up
ALTER TABLE teams DROP CONSTRAINT teams_lead;

-- down
ALTER TABLE teams ADD CONSTRAINT teams_lead FOREIGN KEY (lead) REFERENCES members;
