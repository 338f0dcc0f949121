create table another (a int)
drop table child
rename table child to kids
alter table child comment 'c'
alter table parent comment ''
alter table child drop foreign key fk; alter table child engine = MyISAM
alter table child default charset = latin1
alter table child convert to character set latin1
alter table child default collate = utf8mb4_bin
alter table child row_format = compressed
alter table child key_block_size = 4
alter table child stats_persistent = 0
alter table child stats_sample_pages = 9
alter table child checksum = 1
alter table child avg_row_length = 9
alter table child max_rows = 99
alter table child compression = 'zlib'
alter table spread remove partitioning
alter table spread reorganize partition p1 into (partition p1 values less than (2030), partition p2 values less than maxvalue)
alter table spread partition by hash (id) partitions 4
alter table spread partition by key (id) partitions 2
alter table spread drop partition p0
alter table parent add column plus int
alter table parent add column plus int first
alter table parent add column plus int default (size + 1)
alter table parent add column plus varchar(9) default (lower('A'))
alter table parent drop column doc
alter table parent rename column code to cipher
alter table parent modify code varchar(11) character set latin1
alter table parent modify code varchar(10)
alter table parent modify code varchar(10) character set latin1 collate latin1_bin
alter table parent modify amount decimal(11, 2) default 1.5
alter table parent modify amount decimal(10, 2) unsigned default 1.5
alter table parent modify name varchar(40) default 'n'
alter table parent modify name varchar(40) not null default ('n')
alter table parent alter name set default 'm'
alter table parent alter name drop default
alter table parent modify kind enum('a', 'b', 'c') default 'a'
alter table parent modify kind enum('b', 'a') default 'a'
alter table parent modify kind enum('a', 'b') default 'b'
alter table parent modify kind enum('a', 'b') not null default 'a'
alter table parent modify kind set('a', 'b') default 'a'
alter table parent modify born timestamp not null default current_timestamp
alter table parent modify born timestamp null default null
alter table parent modify born datetime not null default current_timestamp on update current_timestamp
alter table parent modify born timestamp(3) not null default current_timestamp(3) on update current_timestamp(3)
alter table parent modify size int not null
alter table parent modify size int default 3
alter table parent modify size int unsigned
alter table parent modify size int zerofill
alter table parent modify doubled int as (size * 3) stored
alter table parent modify hidden int
alter table parent alter column hidden set visible
alter table parent alter column note set invisible
alter table parent modify hidden int invisible comment 'h'
alter table parent modify hidden int invisible default 4
alter table parent modify hidden int invisible default (size + 1)
alter table parent modify doc longtext
alter table parent modify note text
alter table parent modify note text comment 'm'
alter table parent modify note mediumtext comment 'n'
alter table parent modify note text collate utf8mb4_bin comment 'n'
alter table child drop foreign key fk; alter table parent modify id bigint unsigned
alter table spread modify id bigint not null
alter table parent modify place point srid 0
alter table parent modify place point not null
alter table parent modify place point not null srid 4326
alter table parent modify place geometry not null srid 0
alter table parent modify name varchar(40) not null default 'n' after kind
alter table parent modify name varchar(40) not null default 'n' first
alter table parent drop constraint wide
alter table parent drop constraint wide, add constraint wide check (amount < 1001)
alter table parent drop check parent_chk_1
alter table parent alter check wide not enforced
alter table parent add constraint more check (size < 9)
alter table parent add constraint more check (size < 9) not enforced
alter table parent add check (size < 9)
alter table parent drop index by_name
alter table parent drop index by_name, add unique key by_name (code, name)
alter table parent drop index by_name, add key by_name (name, code)
alter table parent rename index by_code to to_code
alter table parent drop index by_code, add key by_code (code)
alter table parent drop index by_code, add key by_code (code(6))
alter table parent drop index by_code, add key by_code (code(5) desc)
alter table parent drop index by_code, add key by_code (code(5)) comment 'i'
alter table parent drop index by_sum, add key by_sum ((size + 2))
alter table parent drop index by_sum, add key by_sum ((size + 1) desc)
alter table parent drop index by_sum, add key by_sum (size)
alter table parent add key by_lower ((lower(name)))
alter table parent alter index by_code invisible
alter table parent add index more (size)
alter table parent add index more (size) invisible
alter table parent add spatial index where_is (place)
alter table child drop index words
alter table child drop index words; alter table child add fulltext key words (note) with parser ngram
alter table child drop primary key
alter table child drop primary key, add primary key (id, parent_id)
alter table child add unique (id)
alter table child drop foreign key fk
alter table child drop foreign key fk; alter table child add constraint fk foreign key (parent_id) references parent (id) on delete restrict
alter table child drop foreign key fk; alter table child add constraint fk foreign key (parent_id) references parent (id) on delete cascade on update cascade
alter table child drop foreign key fk, add constraint fk2 foreign key (parent_id) references parent (id) on delete cascade
alter table child add foreign key (parent_id) references parent (id)
drop view names
create or replace view names as select id, name from parent where size > 2
create or replace view names as select id, name, kind from parent where size > 1
create or replace view names as select id, name as title from parent where size > 1
create or replace view names as select id, name from parent where size > 1 with check option
create or replace view names as select id, name from parent where size > 1 with local check option
create or replace sql security invoker view names as select id, name from parent where size > 1
create or replace algorithm = merge view names as select id, name from parent where size > 1
create or replace definer = 'a'@'%' view names as select id, name from parent where size > 1
create view more as select 1
drop function twice
drop function twice; create function twice (n int) returns int deterministic return n + n
drop function twice; create function twice (n bigint) returns int deterministic return n * 2
drop function twice; create function twice (n int) returns bigint deterministic return n * 2
drop function twice; create function twice (n int) returns int no sql return n * 2
drop function twice; create function twice (n int) returns int deterministic reads sql data return n * 2
drop function twice; create function twice (m int) returns int deterministic return m * 2
alter function twice comment 't'
alter function twice sql security invoker
drop function twice; create definer = 'a'@'%' function twice (n int) returns int deterministic return n * 2
drop procedure clean
drop procedure clean; create procedure clean (inout days int) delete from child where id < days
create procedure more () select 1
drop trigger stamped
drop trigger stamped; create trigger stamped after insert on child for each row begin end
drop trigger stamped; create trigger stamped before update on child for each row set new.note = 'x'
drop trigger stamped; create trigger stamped before insert on child for each row set new.note = 'y'
create trigger second before insert on child for each row set new.note = 'z'
create trigger second before insert on child for each row precedes stamped set new.note = 'z'
drop trigger stamped; create definer = 'a'@'%' trigger stamped before insert on child for each row set new.note = 'x'
drop event tidy
alter event tidy on schedule every 2 day starts '2020-01-01 00:00:00'
alter event tidy on schedule every 1 week starts '2020-01-01 00:00:00'
alter event tidy on schedule every 1 day starts '2020-01-02 00:00:00'
alter event tidy on schedule every 1 day starts '2020-01-01 00:00:00' ends '2037-01-01 00:00:00'
alter event tidy disable
alter event tidy on completion preserve
alter event tidy comment 'e'
alter event tidy rename to neat
alter event tidy do delete from child where id > 1
