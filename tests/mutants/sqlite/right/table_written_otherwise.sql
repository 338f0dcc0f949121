-- A table comes back from a copy in another spelling.
-- verdict: restored
-- why: letter case, quotes and comments are not the schema

-- base
CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT NOT NULL DEFAULT '', age INTEGER CHECK (age >= 0));
INSERT INTO users VALUES (1, 'a@example.org', 33);

-- up
ALTER TABLE users RENAME TO users_saved;

-- down
create table "users" (
    id integer primary key,        -- the rowid
    [email] text default '' not null,
    age integer check(age >= 0)
);
insert into users select id, email, age from users_saved;
drop table users_saved;
