-- For each table a query of its rows.
select format(
    'select %L || row(%s)::text from only %I.%I;',
    nspname || '.' || relname || ' ',
    string_agg(format('%I::text', attname), ', ' order by attname),
    nspname,
    relname
)
from pg_class c
join pg_namespace n on n.oid = relnamespace
join pg_attribute on attrelid = c.oid
where relkind in ('r', 'm')
    and nspname !~ '^pg_' and nspname <> 'information_schema'
    and attnum > 0 and not attisdropped
group by nspname, relname;
