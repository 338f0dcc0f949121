-- For each table a query of its rows.
select 'select ''' || lower(t.name) || ' '' || '
    || (select group_concat('quote("' || name || '")', ' || '','' || ')
        from (select name from pragma_table_xinfo(t.name) order by name))
    || ' from "' || t.name || '"'
from pragma_table_list t
where t.schema = 'main' and t.type in ('table', 'virtual') and t.name not like 'sqlite_%';
