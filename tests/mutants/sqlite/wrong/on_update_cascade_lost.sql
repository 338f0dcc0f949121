-- A rebuilt table comes back without ON UPDATE CASCADE.
-- verdict: differs
-- why: only ON DELETE was remembered

-- base
CREATE TABLE p (id INTEGER PRIMARY KEY);
CREATE TABLE c (id INTEGER PRIMARY KEY, p_id INT REFERENCES p (id) ON DELETE CASCADE ON UPDATE CASCADE);

-- up
ALTER TABLE c ADD COLUMN n INT;

-- down
CREATE TABLE c_new (id INTEGER PRIMARY KEY, p_id INT REFERENCES p (id) ON DELETE CASCADE);
INSERT INTO c_new SELECT id, p_id FROM c;
DROP TABLE c;
ALTER TABLE c_new RENAME TO c;
