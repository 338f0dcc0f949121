-- Two tables become one and two again.
-- verdict: rows
-- why: a row of the second had the same key as one of the first

-- base
CREATE TABLE a (id int PRIMARY KEY, x text);
CREATE TABLE b (id int PRIMARY KEY, x text);
INSERT INTO a VALUES (1, 'a1'), (2, 'a2');
INSERT INTO b VALUES (2, 'b2'), (3, 'b3');

-- up
CREATE TABLE ab (id int PRIMARY KEY, x text, kind text);
INSERT INTO ab SELECT id, x, 'a' FROM a;
INSERT INTO ab SELECT id, x, 'b' FROM b ON CONFLICT DO NOTHING;
DROP TABLE a;
DROP TABLE b;

-- down
CREATE TABLE a (id int PRIMARY KEY, x text);
CREATE TABLE b (id int PRIMARY KEY, x text);
INSERT INTO a SELECT id, x FROM ab WHERE kind = 'a';
INSERT INTO b SELECT id, x FROM ab WHERE kind = 'b';
DROP TABLE ab;
