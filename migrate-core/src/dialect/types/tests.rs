use super::{normal, serial, without_modifier};

#[test]
fn types_are_spelled_as_the_catalog_spells_them() {
    for (written, expected) in [
        ("int", "integer"),
        ("INT4", "integer"),
        ("pg_catalog.int8", "bigint"),
        ("int2", "smallint"),
        ("BOOL", "boolean"),
        ("varchar", "character varying"),
        ("VARCHAR ( 10 )", "character varying(10)"),
        ("character varying(10)", "character varying(10)"),
        ("national character varying(3)", "character varying(3)"),
        ("char", "character(1)"),
        ("char(3)", "character(3)"),
        ("bpchar", "bpchar"),
        ("bpchar(3)", "character(3)"),
        ("\"char\"", "\"char\""),
        ("decimal", "numeric"),
        ("numeric(10)", "numeric(10,0)"),
        ("decimal(10, 2)", "numeric(10,2)"),
        ("numeric(3,-2)", "numeric(3,-2)"),
        ("float", "double precision"),
        ("float(24)", "real"),
        ("float(25)", "double precision"),
        ("float8", "double precision"),
        ("double precision", "double precision"),
        ("timestamp", "timestamp without time zone"),
        ("timestamptz(3)", "timestamp(3) with time zone"),
        ("timestamp (3) with time zone", "timestamp(3) with time zone"),
        ("time without time zone", "time without time zone"),
        ("timetz", "time with time zone"),
        ("interval", "interval"),
        ("interval(3)", "interval(3)"),
        ("interval day to second (3)", "interval day to second(3)"),
        ("interval year to month", "interval year to month"),
        ("bit", "bit(1)"),
        ("varbit(3)", "bit varying(3)"),
        ("int[]", "integer[]"),
        ("int[3][2]", "integer[]"),
        ("text ARRAY[4]", "text[]"),
        ("varchar(3)[]", "character varying(3)[]"),
        ("timestamptz[]", "timestamp with time zone[]"),
        ("MyType", "mytype"),
        ("\"MyType\"", "\"MyType\""),
        ("\"mytype\"", "mytype"),
        ("s . t", "s.t"),
        ("\"S\".t(3,4)", "\"S\".t(3,4)"),
        ("geometry(Point, 4326)", "geometry(point,4326)"),
        ("setof int", "setof integer"),
        ("uuid", "uuid"),
    ] {
        assert_eq!(normal(written), expected, "{written}");
        assert_eq!(normal(expected), expected, "of {written}");
    }
}

#[test]
fn serial_is_an_integer_with_a_sequence() {
    assert_eq!(serial("BigSerial"), Some("bigint"));
    assert_eq!(serial("\"serial\""), None);
    assert_eq!(without_modifier("timestamp(3) with time zone"), "timestamp with time zone");
}
