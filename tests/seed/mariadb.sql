create table every_type (
  id bigint unsigned not null auto_increment primary key,
  a tinyint, b smallint unsigned, c mediumint, d int, e bigint, f decimal(10, 3), g decimal(30, 0) unsigned, h float, i double,
  j bit(5), k bool, l char(3), m varchar(10), n tinytext, o text, p mediumtext, q longtext, r binary(4), s varbinary(9),
  t tinyblob, u blob, v longblob, w date, x datetime, y datetime(6), z timestamp null, aa time, ab time(3), ac year,
  ad enum('a', 'b''c', 'd,e'), ae set('x', 'y', 'z'), af json, ag point, ah geometry, ai linestring, aj polygon, ak multipoint,
  al inet6, am uuid, an varchar(20) character set latin1, ao float(7, 3), ap int(5) zerofill, aq varchar(5) character set ascii,
  ar inet4, at geometrycollection
);
create table required (
  id int not null auto_increment primary key, a varchar(36) not null unique, b text not null, c enum('sad', 'ok') not null,
  d json not null, e tinyint(1) not null, f datetime not null, g varbinary(16) not null unique, h point not null,
  i timestamp not null default current_timestamp on update current_timestamp, j int generated always as (length(a)) stored,
  k int as (id * 2) virtual, l date not null unique, m uuid not null, spatial index (h), fulltext (b)
);
create table checked (
  id int auto_increment primary key, n int not null check (n > 0 and n < 10), status varchar(10) not null check (status in ('new', 'open')),
  kind varchar(4) check (kind = 'a' or kind = 'b'), name varchar(50) not null check (char_length(name) >= 3 and length(name) <= 20),
  slug varchar(30) not null check (slug regexp '^[a-z]+(-[a-z0-9]+)*$'), starts date not null, ends date not null, constraint ordered check (starts < ends),
  price decimal(10, 2) not null check (price between 1 and 9.5), mail varchar(100) check (mail like '%@%'), doc longtext check (json_valid(doc)),
  even int not null check (even % 2 = 0), one int, two int, check ((one is null) <> (two is null)), upper varchar(10) not null check (upper = binary upper(upper))
);
create table tenants (id char(36) primary key, name varchar(20) not null unique);
create table users (tenant char(36) not null references tenants (id), number int not null, primary key (tenant, number), foreign key (tenant) references tenants (id));
create table projects (tenant char(36) not null, code varchar(9) not null, primary key (tenant, code), foreign key (tenant) references tenants (id));
create table members (
  tenant char(36) not null, number int not null, code varchar(9) not null, primary key (tenant, number, code),
  foreign key (tenant, number) references users (tenant, number), foreign key (tenant, code) references projects (tenant, code)
);
create table nodes (id int auto_increment primary key, parent int, name varchar(10) not null, foreign key (parent) references nodes (id));
create table roots (id int primary key, root int not null, foreign key (root) references roots (id));
create table eggs (id int auto_increment primary key, hen int);
create table hens (id int auto_increment primary key, egg int not null, foreign key (egg) references eggs (id));
alter table eggs add foreign key (hen) references hens (id);
create table wives (id int primary key, husband int not null unique);
create table husbands (id int primary key, wife int not null unique, foreign key (wife) references wives (id));
alter table wives add foreign key (husband) references husbands (id);
create table measurements (id int not null, taken date not null, primary key (id, taken))
  partition by range (to_days(taken)) (partition p0 values less than (to_days('2024-01-01')), partition p1 values less than (to_days('2025-01-01')));
create table small (id int not null primary key) partition by range (id) (partition p0 values less than (100), partition p1 values less than (200));
create table listed (region int not null, id int not null, primary key (region, id)) partition by list (region) (partition p0 values in (71, 72), partition p1 values in (83));
create table audited (id int auto_increment primary key, amount int not null);
create table audit (id int auto_increment primary key, line varchar(20) not null);
create trigger noted before insert on audited for each row insert into audit (line) values (new.amount);
create table `Quoted Name` (`order` int primary key, `Select` varchar(9) not null);
create table versioned (id int primary key, name varchar(9)) with system versioning;
create table tiny (id tinyint unsigned auto_increment primary key, name varchar(1) not null unique);
create table latin (id int primary key, name varchar(9) not null) character set latin1;
create table impossible (id int primary key, n int not null check (n > 5 and n < 5));
create table needs_impossible (id int primary key, impossible int not null, foreign key (impossible) references impossible (id));
