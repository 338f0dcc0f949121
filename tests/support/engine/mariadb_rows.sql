-- For each table a query of its rows.
set group_concat_max_len = 1000000;
select concat(
    'select concat(', quote(concat(table_name, ' ')), ', concat_ws('','', ',
    group_concat('ifnull(quote(`', column_name, '`), ''NULL'')' order by column_name),
    ')) from `', table_name, '`;'
)
from information_schema.columns
join information_schema.tables using (table_schema, table_name)
where table_schema = database() and table_type in ('BASE TABLE', 'SYSTEM VERSIONED')
group by table_name;
