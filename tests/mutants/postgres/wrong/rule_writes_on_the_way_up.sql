-- A row is added and deleted, and a rule has written another one.
-- verdict: rows
-- why: nothing takes the row of the rule back

-- base
CREATE TABLE orders (id int PRIMARY KEY);
CREATE TABLE audit (id int);
CREATE RULE noted AS ON INSERT TO orders DO ALSO INSERT INTO audit VALUES (1);

-- up
INSERT INTO orders (id) VALUES (77);

-- down
DELETE FROM orders WHERE id = 77;
