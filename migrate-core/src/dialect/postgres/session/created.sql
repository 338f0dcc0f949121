spaces AS (
  SELECT n.oid, n.nspname,
    CASE WHEN n.nspname = 'public' THEN '' ELSE quote_ident(n.nspname) || '.' END AS prefix
  FROM pg_namespace n
), rights AS (
  SELECT 'on routine ' || p.proname || '(' || coalesce((SELECT string_agg(format_type(k, NULL), ',' ORDER BY place)
      FROM unnest(p.proargtypes) WITH ORDINALITY a (k, place)), '') || ')' AS place, p.pronamespace AS space,
    '' AS part, '' AS columns, 'ROUTINE ' || p.oid::regprocedure AS target, p.proacl AS has,
    acldefault('f', p.proowner) AS normal
  FROM pg_proc p WHERE p.proacl IS NOT NULL
  UNION ALL
  SELECT 'schema ' || n.nspname, 0, '', '', 'SCHEMA ' || quote_ident(n.nspname), n.nspacl, acldefault('n', n.nspowner)
  FROM pg_namespace n WHERE n.nspacl IS NOT NULL
  UNION ALL
  SELECT 'type ' || o.typname, o.typnamespace, '', '',
    CASE o.typtype WHEN 'd' THEN 'DOMAIN ' ELSE 'TYPE ' END || o.oid::regtype, o.typacl, acldefault('T', o.typowner)
  FROM pg_type o WHERE o.typacl IS NOT NULL
  UNION ALL
  SELECT 'language ' || l.lanname, 0, '', '', 'LANGUAGE ' || quote_ident(l.lanname), l.lanacl,
    acldefault('l', l.lanowner)
  FROM pg_language l WHERE l.lanacl IS NOT NULL
  UNION ALL
  SELECT 'server ' || s.srvname, 0, '', '', 'FOREIGN SERVER ' || quote_ident(s.srvname), s.srvacl,
    acldefault('S', s.srvowner)
  FROM pg_foreign_server s WHERE s.srvacl IS NOT NULL
  UNION ALL
  SELECT 'wrapper ' || w.fdwname, 0, '', '', 'FOREIGN DATA WRAPPER ' || quote_ident(w.fdwname), w.fdwacl,
    acldefault('F', w.fdwowner)
  FROM pg_foreign_data_wrapper w WHERE w.fdwacl IS NOT NULL
  UNION ALL
  SELECT 'on ' || o.relname, o.relnamespace, '', '',
    CASE o.relkind WHEN 'S' THEN 'SEQUENCE ' ELSE '' END || o.oid::regclass, o.relacl,
    acldefault(CASE o.relkind WHEN 'S' THEN 's'::"char" ELSE 'r'::"char" END, o.relowner)
  FROM pg_class o WHERE o.relacl IS NOT NULL
  UNION ALL
  SELECT 'on ' || o.relname, o.relnamespace, ' ( ' || a.attname || ' )', ' (' || quote_ident(a.attname) || ')',
    o.oid::regclass::text, a.attacl, acldefault('c', o.relowner)
  FROM pg_class o JOIN pg_attribute a ON a.attrelid = o.oid WHERE a.attacl IS NOT NULL
), grants AS (
  SELECT r.*, one.*,
    CASE WHEN one.grantee = 0 THEN 'public' ELSE pg_get_userbyid(one.grantee) END AS grantee_name,
    CASE WHEN one.grantee = 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(one.grantee)) END AS grantee_written
  FROM rights r
    CROSS JOIN LATERAL (
      SELECT h.grantee, h.privilege_type, h.is_grantable, true AS is_given FROM aclexplode(r.has) h
      EXCEPT SELECT d.grantee, d.privilege_type, d.is_grantable, true FROM aclexplode(r.normal) d
      UNION ALL
      (SELECT d.grantee, d.privilege_type, d.is_grantable, false FROM aclexplode(r.normal) d
      EXCEPT SELECT h.grantee, h.privilege_type, h.is_grantable, false FROM aclexplode(r.has) h)
    ) one
), made (kind, space, name, text) AS (
  SELECT 'policy', n.nspname::text, p.polname || ' on ' || o.relname,
    concat('CREATE POLICY ', quote_ident(p.polname), ' ON ', n.prefix, quote_ident(o.relname),
      CASE WHEN NOT p.polpermissive THEN ' AS RESTRICTIVE' END,
      CASE p.polcmd WHEN 'r' THEN ' FOR SELECT' WHEN 'a' THEN ' FOR INSERT' WHEN 'w' THEN ' FOR UPDATE'
        WHEN 'd' THEN ' FOR DELETE' END,
      (SELECT ' TO ' || string_agg(quote_ident(pg_get_userbyid(r)), ', ' ORDER BY r)
        FROM unnest(p.polroles) r WHERE r <> 0),
      ' USING (' || pg_get_expr(p.polqual, p.polrelid) || ')',
      ' WITH CHECK (' || pg_get_expr(p.polwithcheck, p.polrelid) || ')')
  FROM pg_policy p JOIN pg_class o ON o.oid = p.polrelid JOIN spaces n ON n.oid = o.relnamespace
  UNION ALL
  -- Each of what can be altered stands in a line of its own.
  SELECT 'domain', n.nspname, o.typname,
    concat('CREATE DOMAIN ', n.prefix, quote_ident(o.typname), ' AS ', format_type(o.typbasetype, o.typtypmod),
      CASE WHEN o.typcollation <> b.typcollation THEN ' COLLATE ' || o.typcollation::regcollation END,
      E'\n    DEFAULT ' || o.typdefault,
      CASE WHEN o.typnotnull THEN E'\n    NOT NULL' END,
      (SELECT string_agg(E'\n    CONSTRAINT ' || quote_ident(c.conname) || ' ' || pg_get_constraintdef(c.oid), ''
          ORDER BY c.conname)
        FROM pg_constraint c WHERE c.contypid = o.oid AND c.contype = 'c' AND c.convalidated))
  FROM pg_type o JOIN spaces n ON n.oid = o.typnamespace JOIN pg_type b ON b.oid = o.typbasetype
  WHERE o.typtype = 'd'
    AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.contypid = o.oid AND NOT c.convalidated)
  UNION ALL
  SELECT 'type', n.nspname, o.typname,
    concat('CREATE TYPE ', n.prefix, quote_ident(o.typname), ' AS (',
      (SELECT string_agg(concat(E'\n    ', quote_ident(a.attname), ' ', format_type(a.atttypid, a.atttypmod),
          CASE WHEN a.attcollation <> t.typcollation THEN ' COLLATE ' || a.attcollation::regcollation END),
          ',' ORDER BY a.attnum)
        FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
        WHERE a.attrelid = o.typrelid AND a.attnum > 0 AND NOT a.attisdropped), E'\n)')
  FROM pg_type o JOIN spaces n ON n.oid = o.typnamespace WHERE o.typtype = 'c'
  UNION ALL
  SELECT 'type', n.nspname, o.typname,
    concat('CREATE TYPE ', n.prefix, quote_ident(o.typname), ' AS RANGE (SUBTYPE = ', r.rngsubtype::regtype,
      CASE WHEN NOT c.opcdefault THEN ', SUBTYPE_OPCLASS = ' || s.prefix || quote_ident(c.opcname) END,
      ', COLLATION = ' || nullif(nullif(r.rngcollation, t.typcollation), 0)::regcollation,
      ', CANONICAL = ' || nullif(r.rngcanonical::oid, 0)::regproc,
      ', SUBTYPE_DIFF = ' || nullif(r.rngsubdiff::oid, 0)::regproc,
      ', MULTIRANGE_TYPE_NAME = ', r.rngmultitypid::regtype, ')')
  FROM pg_range r JOIN pg_type o ON o.oid = r.rngtypid JOIN spaces n ON n.oid = o.typnamespace
    JOIN pg_type t ON t.oid = r.rngsubtype JOIN pg_opclass c ON c.oid = r.rngsubopc
    JOIN spaces s ON s.oid = c.opcnamespace
  UNION ALL
  SELECT 'statistics', n.nspname, s.stxname, pg_get_statisticsobjdef(s.oid)
  FROM pg_statistic_ext s JOIN spaces n ON n.oid = s.stxnamespace WHERE to_jsonb(s) ->> 'stxstattarget' IS NULL
    OR s.stxstattarget = -1
  UNION ALL
  SELECT 'event trigger', '', e.evtname,
    concat('CREATE EVENT TRIGGER ', quote_ident(e.evtname), ' ON ', e.evtevent,
      (SELECT ' WHEN TAG IN (' || string_agg(quote_literal(tag), ', ') || ')' FROM unnest(e.evttags) tag),
      ' EXECUTE FUNCTION ', e.evtfoid::regproc, '()')
  FROM pg_event_trigger e WHERE e.evtenabled = 'O'
  UNION ALL
  SELECT 'cast', '', format_type(c.castsource, NULL) || ' as ' || format_type(c.casttarget, NULL),
    concat('CREATE CAST (', format_type(c.castsource, NULL), ' AS ', format_type(c.casttarget, NULL), ') ',
      CASE c.castmethod WHEN 'f' THEN 'WITH FUNCTION ' || c.castfunc::regprocedure WHEN 'i' THEN 'WITH INOUT'
        ELSE 'WITHOUT FUNCTION' END,
      CASE c.castcontext WHEN 'i' THEN ' AS IMPLICIT' WHEN 'a' THEN ' AS ASSIGNMENT' END)
  FROM pg_cast c
  UNION ALL
  SELECT 'collation', n.nspname, c.collname,
    concat('CREATE COLLATION ', n.prefix, quote_ident(c.collname), ' (PROVIDER = ',
      CASE c.collprovider WHEN 'i' THEN 'icu' WHEN 'b' THEN 'builtin' ELSE 'libc' END,
      ', LOCALE = ' || quote_literal(coalesce(to_jsonb(c) ->> 'colllocale', to_jsonb(c) ->> 'colliculocale')),
      ', LC_COLLATE = ' || quote_literal(c.collcollate) , ', LC_CTYPE = ' || quote_literal(c.collctype),
      ', RULES = ' || quote_literal(to_jsonb(c) ->> 'collicurules'),
      CASE WHEN NOT c.collisdeterministic THEN ', DETERMINISTIC = false' END, ')')
  FROM pg_collation c JOIN spaces n ON n.oid = c.collnamespace WHERE c.oid >= 16384
  UNION ALL
  SELECT 'grant', coalesce(n.nspname, ''),
    concat(CASE WHEN NOT g.is_given THEN 'no ' END, g.privilege_type, g.part, ' to ', g.grantee_name, ' ', g.place),
    concat(CASE WHEN g.is_given THEN 'GRANT ' ELSE 'REVOKE ' END, g.privilege_type, g.columns, ' ON ', g.target,
      CASE WHEN g.is_given THEN ' TO ' ELSE ' FROM ' END, g.grantee_written,
      CASE WHEN g.is_given AND g.is_grantable THEN ' WITH GRANT OPTION' END)
  FROM grants g LEFT JOIN pg_namespace n ON n.oid = g.space
  UNION ALL
  SELECT 'default privileges', '',
    concat(a.privilege_type, ' to ', CASE WHEN a.grantee = 0 THEN 'public' ELSE pg_get_userbyid(a.grantee) END,
      ' on ', d.defaclobjtype, ' in schema ' || n.nspname, ' for role ', pg_get_userbyid(d.defaclrole)),
    concat('ALTER DEFAULT PRIVILEGES FOR ROLE ', quote_ident(pg_get_userbyid(d.defaclrole)),
      ' IN SCHEMA ' || quote_ident(n.nspname), ' GRANT ', a.privilege_type, ' ON ',
      CASE d.defaclobjtype WHEN 'r' THEN 'TABLES' WHEN 'S' THEN 'SEQUENCES' WHEN 'f' THEN 'ROUTINES'
        WHEN 'T' THEN 'TYPES' ELSE 'SCHEMAS' END,
      ' TO ', CASE WHEN a.grantee = 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(a.grantee)) END,
      CASE WHEN a.is_grantable THEN ' WITH GRANT OPTION' END)
  FROM pg_default_acl d LEFT JOIN pg_namespace n ON n.oid = d.defaclnamespace
    CROSS JOIN LATERAL aclexplode(d.defaclacl) a
  WHERE d.defaclnamespace <> 0 OR NOT EXISTS (
    SELECT FROM aclexplode(acldefault(CASE d.defaclobjtype WHEN 'S' THEN 's'::"char" ELSE d.defaclobjtype END,
        d.defaclrole)) o
    WHERE o.grantee = a.grantee AND o.privilege_type = a.privilege_type)
  UNION ALL
  SELECT 'comment on', '', replace(pg_describe_object(c.classoid, c.objoid, c.objsubid), ' on table ', ' on '),
    concat('COMMENT ON ',
      CASE WHEN i.type LIKE '% column' THEN 'COLUMN ' || i.identity
        WHEN i.type = 'domain constraint'
          THEN 'CONSTRAINT ' || replace(i.identity, ' on ', ' ON DOMAIN ')
        WHEN i.type IN ('table constraint', 'policy', 'trigger', 'rule')
          THEN upper(replace(i.type, 'table ', '')) || ' ' || replace(i.identity, ' on ', ' ON ')
        ELSE upper(replace(i.type, ' object', '')) || ' ' || i.identity END,
      ' IS ', quote_literal(c.description))
  FROM pg_description c
    CROSS JOIN LATERAL pg_identify_object(c.classoid, c.objoid, c.objsubid) i
  WHERE c.objoid >= 16384 OR c.classoid = 'pg_namespace'::regclass
  UNION ALL
  SELECT 'owner of', '', pg_describe_object(o.class, o.oid, 0),
    concat('ALTER ', upper(replace(i.type, ' object', '')), ' ', i.identity, ' OWNER TO ',
      quote_ident(pg_get_userbyid(o.owner)))
  FROM (
    SELECT 'pg_namespace'::regclass AS class, n.oid, n.nspowner AS owner FROM pg_namespace n
    UNION ALL SELECT 'pg_proc'::regclass, p.oid, p.proowner FROM pg_proc p
    UNION ALL SELECT 'pg_type'::regclass, t.oid, t.typowner FROM pg_type t
    UNION ALL SELECT 'pg_class'::regclass, f.oid, f.relowner FROM pg_class f WHERE f.relkind = 'f'
    UNION ALL SELECT 'pg_publication'::regclass, p.oid, p.pubowner FROM pg_publication p
    UNION ALL SELECT 'pg_event_trigger'::regclass, e.oid, e.evtowner FROM pg_event_trigger e
    UNION ALL SELECT 'pg_statistic_ext'::regclass, s.oid, s.stxowner FROM pg_statistic_ext s
    UNION ALL SELECT 'pg_collation'::regclass, c.oid, c.collowner FROM pg_collation c
    UNION ALL SELECT 'pg_foreign_server'::regclass, s.oid, s.srvowner FROM pg_foreign_server s
  ) o CROSS JOIN LATERAL pg_identify_object(o.class, o.oid, 0) i
  WHERE o.oid >= 16384
)
