create table t (
    id int unsigned not null auto_increment, a varchar(255) character set utf8 collate utf8_bin default null,
    b int default '7', c decimal(10, 2) default 1, d timestamp not null default now() on update now(),
    e bool, f json, g int as (b + 1) stored, h double precision, i numeric, k text(100),
    primary key (id), key k (a), unique key u (b), unique (c), key (b, c desc)
) engine = innodb default charset = utf8mb4 collate = utf8mb4_unicode_ci row_format = dynamic comment = 'x';
alter table t modify b bigint;
alter table t change c cc varchar(10) not null default 'y' first;
alter table t add (x int, y date), drop column e;
alter table t drop primary key;
alter table t alter b set default 5;
alter table t alter b drop default;
alter table t default character set latin1;
alter table t add z varchar(9);
-- next
create table o (id int primary key, n int);
create table t (id int primary key, o int, p int, q int, foreign key (o) references o (id));
alter table t add constraint fk foreign key (p) references o (id) on delete cascade;
create index own on t (p);
drop index own on t;
alter table t drop foreign key fk;
drop index own on t;
alter table t add foreign key (q) references o (id) on update restrict;
alter table t drop foreign key t_ibfk_1;
alter table t drop index o;
alter table t drop column q;
alter table t drop foreign key t_ibfk_2, drop column q;
drop table o;
-- next
create table t (a int, b int, c int, unique u (a, b), key k (a, c), check (a > 0), constraint named check (b > 0));
alter table t drop column a;
alter table t drop index u;
alter table t drop column a;
alter table t drop constraint CONSTRAINT_1, drop column a;
alter table t add check (c < 9);
alter table t drop constraint named;
rename table t to u;
alter table u rename to v, add key (c);
alter table v convert to character set utf8mb4 collate utf8mb4_bin;
create table w like v;
-- next
create table t (id serial, a int unique, b int unique key, c char(3) binary);
alter table t add unique (a);
alter table t add unique (a), add unique index (a, b);
alter table t rename index a to z;
alter table t drop key z;
create unique index if not exists a_2 on t (a);
alter table t add column if not exists a int;
alter table t drop column if exists nope;
drop table if exists nope;
drop table nope;
-- next
create table t (a int, b int, key i (a), key j (b));
alter table t alter index i ignored;
create view z as select a from t;
create view a as select a from z;
alter table t alter index j ignored;
create view m as select a.a from a, z;
alter table t alter index i not ignored;
alter table t add column c int;
-- next
create table t (id int primary key, a int, b varchar(9), c date, key k (a, b));
alter table t rename column a to b, rename column b to a;
alter table t change a b varchar(9), change b a int;
alter table t rename column a to b, rename column b to c, rename column c to a;
alter table t rename column a to x, add column a int, rename column b to y;
alter table t rename column x to y, rename column y to z;
alter table t rename column z to nope, rename column nope to z;
alter table t change z Z int, change c d date;
