-- A table comes back with its types in small letters.
-- verdict: restored
-- why: types are names without case

-- base
CREATE TABLE t (id INTEGER PRIMARY KEY, a VARCHAR(20) NOT NULL, b BOOLEAN DEFAULT 0);
INSERT INTO t VALUES (1, 'x', 0);

-- up
ALTER TABLE t ADD COLUMN n INT;

-- down
create table t_new (id integer primary key, a varchar(20) not null, b boolean default 0);
insert into t_new (id, a, b) select id, a, b from t;
drop table t;
alter table t_new rename to t;
