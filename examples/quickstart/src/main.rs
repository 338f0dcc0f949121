//! A small service: it applies its migrations, proves that each of them rolls back, and goes two
//! steps back and forward again.
//!
//! Break one of the files in `migrations/` and build it again to see what the compiler says.

use std::error::Error;
use std::io::{self, Write};

use migrate_runtime::verify::{Verdict, Verification};
use migrate_runtime::{Migrations, Report, embed_migrations};
use sqlx::SqlitePool;

static MIGRATIONS: Migrations = embed_migrations!();

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut out = io::stdout().lock();
    let file = tempfile::Builder::new().prefix("quickstart-").suffix(".db").tempfile()?;
    let (_, path) = file.keep()?;
    let pool = SqlitePool::connect(&format!("sqlite:{}", path.display())).await?;

    writeln!(out, "A service boots. Everything pending is applied, in one transaction:")?;
    tell(&mut out, &MIGRATIONS.apply(&pool).await?)?;

    writeln!(out, "A second replica boots. One query, no lock:")?;
    tell(&mut out, &MIGRATIONS.apply(&pool).await?)?;

    writeln!(out, "Every migration runs up, down and up on a throwaway database:")?;
    prove(&mut out, &MIGRATIONS.verify().await?)?;

    writeln!(out, "Two steps back, and forward again:")?;
    tell(&mut out, &MIGRATIONS.rollback(&pool, 2).await?)?;
    tell(&mut out, &MIGRATIONS.apply(&pool).await?)?;

    sqlx::raw_sql("INSERT INTO users (email, display_name) VALUES ('ada@example.org', 'Ada')")
        .execute(&pool)
        .await?;
    pool.close().await;
    writeln!(out, "The database is {}", path.display())?;
    writeln!(
        out,
        "  {} bytes; `sqlite3 {} .schema` shows it",
        path.metadata()?.len(),
        path.display()
    )?;
    Ok(())
}

fn tell(out: &mut impl Write, report: &Report) -> io::Result<()> {
    for step in &report.steps {
        writeln!(out, "  {:4} {} ({:.1?})", step.direction.word(), step.path, step.took)?;
    }
    if report.steps.is_empty() {
        writeln!(out, "  nothing to do")?;
    }
    if let Some(current) = &report.current {
        writeln!(out, "  at {current}, {} pending, {:.1?}\n", report.pending, report.took)?;
    }
    Ok(())
}

fn prove(out: &mut impl Write, verification: &Verification) -> io::Result<()> {
    for verified in &verification.migrations {
        let verdict = match &verified.verdict {
            Verdict::Restored { .. } => "schema restored".to_owned(),
            Verdict::Trusted => "trusted".to_owned(),
            Verdict::Irreversible { reason } => format!("irreversible: {reason}"),
            Verdict::Blocker(blocker) => format!("BLOCKER: {}", blocker.words()),
        };
        writeln!(out, "  {}_{}: {verdict}", verified.version, verified.title)?;
    }
    writeln!(out, "  on {}, {:.1?}\n", verification.engine, verification.took)
}
