-- A view is replaced and replaced back.
-- verdict: restored
-- why: by the same definer

-- base
CREATE TABLE users (id bigint PRIMARY KEY, email varchar(100), active tinyint);
CREATE VIEW people AS SELECT id, email FROM users;

-- up
CREATE OR REPLACE VIEW people AS SELECT id, email FROM users WHERE active = 1;

-- down
CREATE OR REPLACE VIEW people AS select id, email
    from users;
