use super::*;
use crate::dialect::Dialect;

#[test]
fn the_metadata_may_be_written_in_any_way_toml_allows() {
    let expected = Config {
        target: Some(Target::oldest(Dialect::Sqlite)),
        assumed: true,
        dir: Some("db".to_owned()),
        ..Config::default()
    };
    for manifest in [
        "[package.metadata.migrate]\ndialect = \"sqlite\"\ndir = 'db'",
        "[package]\nname = \"x\"\nmetadata.migrate = { dialect = \"sqlite\", dir = \"db\" }",
        "package.metadata.migrate.target = \"sqlite\"\npackage.metadata.migrate.dir = \"db\"",
    ] {
        assert_eq!(parse(manifest), Ok(expected.clone()), "{manifest}");
    }
    let nothing = parse("[package]\nname = \"x\"").unwrap();
    assert_eq!(nothing, Config::default());
}

#[test]
fn what_has_no_meaning_is_refused() {
    let error =
        |text: &str| parse(&format!("[package.metadata.migrate]\n{text}")).unwrap_err().to_string();
    assert_eq!(
        error("dialetc = \"sqlite\""),
        "unknown key `dialetc` in [package.metadata.migrate]: did you mean `dialect`?"
    );
    assert_eq!(error("dir = 1"), "`dir` in [package.metadata.migrate] is not a string");
    assert!(error("dialect = \"oracle\"").starts_with("unknown dialect `oracle`"));
    assert!(error("dialect =").starts_with("Cargo.toml cannot be read"));
}
fn metadata(text: &str) -> Result<Config, ConfigError> {
    parse(&format!("[package.metadata.migrate]\n{text}"))
}

#[test]
fn a_version_that_nobody_wrote_is_assumed() {
    let assumed = |text: &str| metadata(text).unwrap().assumed;
    assert!(assumed("dialect = \"postgres\""));
    assert!(assumed("target = \"postgres\""));
    assert!(!assumed("target = \"postgres 15\""));
    assert!(!assumed("dialect = \"postgres\"\ntarget = \"postgres 15\""));
}

#[test]
fn rules_have_levels_and_a_beginning() {
    let config = metadata(
        "since = \"20260101000000\"\n[package.metadata.migrate.rules]\nversion-gap = \"deny\"\nM019 = \"deny\"",
    )
    .unwrap();
    assert_eq!(config.since, Some(Version::parse("20260101000000").unwrap()));
    let settings = config.settings();
    assert_eq!(settings.since, config.since);
    let levels: Vec<_> = settings.levels.into_iter().collect();
    let level = |name: &str| (name.to_owned(), Level::Deny);
    assert_eq!(levels, [level("transaction-control"), level("version-gap")]);
}

#[test]
fn a_slip_in_the_rules_is_pointed_out() {
    let error = |text: &str| metadata(text).unwrap_err().to_string();
    assert_eq!(
        error("rules = { version-gpa = \"off\" }"),
        "unknown rule `version-gpa` in [package.metadata.migrate.rules]: did you mean `version-gap`?"
    );
    assert_eq!(
        error("rules = { horses = \"off\" }"),
        "unknown rule `horses` in [package.metadata.migrate.rules]: `cargo migrate explain` lists them all"
    );
    assert_eq!(
        error("rules = { version-gap = \"error\" }"),
        "`version-gap = \"error\"` in [package.metadata.migrate.rules] is not a level: the levels are `deny` (it does not compile), `warn` or `off`"
    );
    assert!(error("rules = { version-gap = true }").contains("the levels are"));
    assert!(error("rules = \"strict\"").contains("is not a table"));
    assert!(error("rules = { missing-down = \"off\" }").contains("cannot be changed"));
    assert!(metadata("rules = { empty-down = \"warn\", empty-up = \"off\" }").is_ok());
    assert!(error("since = \"2026-01-01\"").contains("`-` is none"));
    assert!(error("since = 20260101000000").contains("is not a string"));
}
#[test]
fn a_layout_is_one_of_a_list_and_downs_may_be_optional() {
    let config = metadata("layout = \"diesel\"\npairing = \"optional\"").unwrap();
    assert_eq!(config.layout, Some(Layout::Diesel));
    assert_eq!(config.settings().levels.get("missing-down"), Some(&Level::Off));
    assert!(metadata("pairing = \"required\"").unwrap().settings().levels.is_empty());
    let error = |text: &str| metadata(text).unwrap_err().to_string();
    assert!(error("layout = \"rails\"").contains("the layouts are `native`, `sqlx`"));
    assert!(error("pairing = \"no\"").contains("is not understood"));
}

#[test]
fn receipts_are_asked_for_in_every_build_or_in_one() {
    let receipts = |text: &str| metadata(text).map(|config| config.receipts);
    assert_eq!(receipts(""), Ok(Demands::default()));
    assert_eq!(receipts("receipts = \"require\""), Ok(Demands::always(Demand::Require)));
    let release = Demands { debug: None, release: Some(Demand::Warn) };
    assert_eq!(receipts("receipts = { release = \"warn\" }"), Ok(release));
    assert_eq!(receipts("receipts.debug = \"off\"").unwrap().debug, Some(Demand::Off));
    for wrong in ["\"on\"", "true", "{ debug = true }", "{ tests = \"warn\" }"] {
        let error = receipts(&format!("receipts = {wrong}"));
        assert_eq!(error, Err(ConfigError::Receipts), "{wrong}");
    }
}
