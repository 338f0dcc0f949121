-- A view is dropped for a change of type and comes back in another spelling.
-- verdict: restored
-- why: keywords in small letters and other lines are the same query

-- base
CREATE TABLE users (id bigint PRIMARY KEY, email varchar(100), active boolean);
CREATE VIEW people AS SELECT id, email FROM users WHERE active;
INSERT INTO users VALUES (1, 'a@example.org', true);

-- up
DROP VIEW people;
ALTER TABLE users ALTER COLUMN email TYPE varchar(200);
CREATE VIEW people AS SELECT id, email FROM users WHERE active;

-- down
DROP VIEW people;
ALTER TABLE users ALTER COLUMN email TYPE varchar(100);
create view people as
    select id, email
    from users
    where active;
