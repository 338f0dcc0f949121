-- A trigger of a partitioned table is off for a while.
-- verdict: restored
-- why: those of its partitions are switched with it

-- base
CREATE TABLE events (id int, at date NOT NULL) PARTITION BY RANGE (at);
CREATE TABLE events_2024 PARTITION OF events FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE TRIGGER noted BEFORE INSERT ON events FOR EACH ROW EXECUTE FUNCTION note();
INSERT INTO events VALUES (1, '2024-02-02');

-- up
ALTER TABLE events DISABLE TRIGGER noted;

-- down
ALTER TABLE events ENABLE TRIGGER noted;
