create table t (
    id int unsigned not null auto_increment, a varchar(255) character set utf8mb3 collate utf8mb3_bin default null,
    b int default '7', c decimal(10, 2) default 1, d timestamp not null default now() on update now(),
    e bool, f json, g int as (b + 1) stored, h double precision, i numeric, k text(100), l binary(16) default (uuid_to_bin(uuid())),
    primary key (id), key k (a), unique key u (b), unique (c), key (b, c desc)
) engine = innodb default charset = utf8mb4 collate = utf8mb4_unicode_ci row_format = dynamic comment = 'x';
alter table t modify b bigint;
alter table t change c cc varchar(10) not null default 'y' first;
alter table t add (x int, y date), drop column e;
alter table t drop primary key;
alter table t alter b set default 5;
alter table t alter b drop default;
alter table t alter b set default (1 + 1);
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
alter table t add foreign key (o) references o (id);
alter table t drop constraint t_ibfk_1;
drop table o;
-- next
create table t (a int, b int, c int, unique u (a, b), key k (a, c), check (a > 0), constraint named check (b > 0));
alter table t drop column a;
alter table t drop index u;
alter table t drop check t_chk_1;
alter table t drop check t_chk_1;
alter table t drop column a;
alter table t add check (c < 9);
alter table t add check (c < 10), add check (b < 10);
alter table t alter check named not enforced;
alter table t drop constraint named;
rename table t to u;
alter table u rename to v, add key (c);
alter table v add check (c < 11);
alter table v convert to character set utf8mb4 collate utf8mb4_bin;
create table w like v;
create table x (a int, constraint fine check (a > 0), constraint x_chk_7 check (a > 1));
create table y like x;
create table z (a int, constraint fine check (a > 0));
alter table z add constraint fine check (a > 0);
alter table x rename to xx;
alter table xx drop check fine;
-- next
create table t (id serial, a int unique, b int unique key, c char(3) binary);
alter table t add unique (a);
alter table t add unique (a), add unique index (a, b);
alter table t rename index a to z;
alter table t drop key z;
create unique index a_2 on t (a);
drop table if exists nope;
drop table nope;
-- next
create table t (a int, b int, n varchar(40), key i (a), key j (b));
alter table t alter index i invisible;
alter table t alter index i visible;
alter table t add key f ((lower(n)));
alter table t add key ((a + b));
alter table t add key ((a + b));
alter table t drop column n;
alter table t drop index f;
alter table t drop column n;
alter table t rename column a to aa;
alter table t drop index functional_index;
alter table t drop index functional_index_2, rename column a to aa;
alter table t modify aa int invisible;
alter table t alter column aa set visible;
create view z as select aa from t;
create view m as select t.aa from t, z;
alter table t add column c int;
alter table t add column d int, rename column c to e;
-- next
create table p (id int not null, day date not null, primary key (id, day)) partition by range (year(day)) (partition p0 values less than (2020), partition p1 values less than maxvalue);
alter table p reorganize partition p1 into (partition p1 values less than (2030), partition p2 values less than maxvalue);
alter table p drop partition p0;
alter table p remove partitioning;
create table q (id int auto_increment, name varchar(10), key (id));
alter table q drop index id;
alter table q add primary key (id), drop index id;
alter table q modify id bigint;
-- next
create table t (a int, b int as (a + 1), c int default (a + 2), d int, e int, f int, check (d > e), check (f > 1), key ((f + 1)));
alter table t rename column a to aa;
alter table t change a aa bigint;
alter table t drop column a;
alter table t drop column b, rename column a to aa;
alter table t alter c drop default, rename column a to aa;
alter table t rename column d to dd;
alter table t change f ff int;
alter table t drop column f;
alter table t drop index functional_index, drop column f;
alter table t drop check t_chk_1, rename column e to ee, add check (ee > d);
alter table t drop column d;
-- next
create table t (id int primary key, a int, b varchar(9), c date, key k (a, b));
alter table t rename column a to b, rename column b to a;
alter table t change a b varchar(9), change b a int;
alter table t rename column a to b, rename column b to c, rename column c to a;
alter table t rename column a to x, add column a int, rename column b to y;
alter table t rename column x to y, rename column y to z;
alter table t rename column z to nope, rename column nope to z;
alter table t change z Z int, change c d date;
