-- The table goes and its enum stays.
-- verdict: differs
-- why: the second up fails at CREATE TYPE

-- base
CREATE TABLE users (id bigint PRIMARY KEY);

-- up
CREATE TYPE plan AS ENUM ('free', 'paid');
CREATE TABLE subscriptions (id bigint PRIMARY KEY, plan plan NOT NULL);

-- down
DROP TABLE subscriptions;
