-- The rows of each table, and where each sequence stands that counts upwards.
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
where (relkind = 'r' or relkind = 'm' and relispopulated)
    and nspname !~ '^pg_' and nspname <> 'information_schema'
    and attnum > 0 and not attisdropped
group by nspname, relname
\gexec
select schemaname || '.' || sequencename, coalesce(last_value, start_value - 1)
from pg_sequences where increment_by > 0;
