create table parent (id bigint unsigned primary key auto_increment, name varchar(40) not null default 'n', kind enum('a', 'b') default 'a', code varchar(10) character set latin1, amount decimal(10, 2) default 1.5, born timestamp not null default current_timestamp on update current_timestamp, size int check (size > 0), doubled int as (size * 2) stored, hidden int invisible, doc json, note text comment 'n', place point not null srid 0, unique key by_name (name, code), key by_code (code(5)), key by_sum ((size + 1)), constraint wide check (amount < 1000)) comment 'p';
create table child (id int primary key, parent_id bigint unsigned not null, note text, fulltext key words (note), constraint fk foreign key (parent_id) references parent (id) on delete cascade);
create table spread (id int not null, day date not null, primary key (id, day)) partition by range (year(day)) (partition p0 values less than (2020), partition p1 values less than maxvalue);
create view names as select id, name from parent where size > 1;
create function twice (n int) returns int deterministic return n * 2;
create procedure clean (in days int) delete from child where id < days;
create trigger stamped before insert on child for each row set new.note = 'x';
create event tidy on schedule every 1 day starts '2020-01-01 00:00:00' do delete from child;
