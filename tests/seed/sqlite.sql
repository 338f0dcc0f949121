create table every_type (
  id integer primary key, a int, b integer, c bigint, d real, e double, f numeric, g decimal(10, 2), h text, i varchar(10), j char(3), k blob,
  l boolean, m date, n datetime, o timestamp, p json, q uuid, r, s time
);
create table strict_types (id integer primary key, a int, b integer, c real, d text, e blob, f any) strict;
create table required (
  id integer primary key autoincrement, a text not null unique, b integer not null, c blob not null unique, d datetime not null default current_timestamp,
  e boolean not null, f text generated always as (a || 'x') stored, g json not null, unique (b, e)
);
create table keyed (name text primary key, value blob) without rowid;
create table pairs (a text, b integer, primary key (a, b));
create table checked (
  id integer primary key, n integer not null check (n > 0 and n < 10), status text not null check (status in ('new', 'open')),
  kind text check (kind = 'a' or kind = 'b'), name text not null check (length(name) between 3 and 20), b boolean not null check (b in (0, 1)),
  starts date not null, ends date not null, cost numeric not null check (cost >= 0.5), shape text not null check (shape glob 'x*y'),
  doc text check (json_valid(doc)), even integer not null check (even % 2 = 0), one integer, two integer,
  typed text not null check (typeof(typed) = 'text'),
  check (starts < ends), check ((one is null) <> (two is null))
);
create table tenants (id text primary key, name text not null unique);
create table users (tenant text not null references tenants, number integer not null, primary key (tenant, number));
create table projects (tenant text not null references tenants, code text not null, primary key (tenant, code));
create table members (
  tenant text not null, number integer not null, code text not null, primary key (tenant, number, code),
  foreign key (tenant, number) references users, foreign key (tenant, code) references projects
);
create table nodes (id integer primary key, parent integer references nodes, name text not null);
create table roots (id integer primary key, root integer not null references roots);
create table eggs (id integer primary key, hen integer references hens);
create table hens (id integer primary key, egg integer not null references eggs);
create table wives (id integer primary key, husband integer not null unique references husbands);
create table husbands (id integer primary key, wife integer not null unique references wives);
create virtual table pages using fts5 (title, body);
create table audited (id integer primary key, amount integer not null);
create table audit (line text not null);
create trigger noted after insert on audited when new.amount > 0 begin insert into audit values (new.amount); end;
create table "Quoted Name" ("order" integer primary key, "Select" text not null);
create table impossible (id integer primary key, n integer not null check (n > 5 and n < 5));
create table needs_impossible (id integer primary key, impossible integer not null references impossible);
