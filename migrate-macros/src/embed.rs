//! Arguments to tokens. Total: whatever is wrong, the expansion has the right type.

use std::env;
use std::path::{Path, PathBuf};

use migrate_core::analysis::Settings;
use migrate_core::check;
use migrate_core::config::{self, Config};
use migrate_core::dialect::Target;
use migrate_core::receipts::{self, Profile};
use migrate_core::set::read::{Location, Reading};
use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::Error;

use crate::args::Args;
use crate::{cache, registry, report};

/// Expands `embed_migrations!(input)`.
pub(crate) fn expand(input: TokenStream) -> TokenStream {
    match syn::parse2::<Args>(input).and_then(|args| embed(&args)) {
        Ok(tokens) => tokens,
        Err(error) => registry::fallback(&error.to_compile_error()),
    }
}

fn embed(args: &Args) -> syn::Result<TokenStream> {
    let manifest = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from).ok_or_else(|| {
        Error::new(args.span(), "CARGO_MANIFEST_DIR is not set: build the crate with cargo")
    })?;
    embed_in(args, &manifest)
}

/// The same for the crate in that directory.
fn embed_in(args: &Args, manifest: &Path) -> syn::Result<TokenStream> {
    let span = args.span();
    let cargo_toml = manifest.join("Cargo.toml");
    let text = std::fs::read_to_string(&cargo_toml)
        .map_err(|error| Error::new(span, format!("{}: {error}", cargo_toml.display())))?;
    let config = config::parse(&text).map_err(|error| Error::new(span, error))?;
    let (target, settings) = (target(args, &config)?, settings(args, &config));
    let reading = check::read(&location(args, &config, manifest), target, &settings);
    let mut said = report::draw(&reading, &reading.findings);
    said.extend(cache::judged(&reading, &settings));
    let findings = report::tokens(&said, span);
    let receipts = receipts(&reading, &settings, span);
    let expansion = if said.iter().any(|said| said.is_error) {
        registry::fallback(&quote!(#findings #receipts))
    } else {
        let registry = registry::tokens(&reading);
        quote!(#findings #receipts #registry)
    };
    Ok(watching(&cargo_toml, &expansion, span))
}

/// What there is to say of the receipts. A macro does not know for which build it is expanded, but the
/// crate it is expanded in does.
fn receipts(reading: &Reading, settings: &Settings, span: Span) -> TokenStream {
    let said = |profile| {
        let settings = Settings { profile, ..settings.clone() };
        report::draw(reading, &receipts::findings(reading, &settings))
    };
    let (debug, release) = (said(Profile::Debug), said(Profile::Release));
    if debug == release {
        return report::tokens(&debug, span);
    }
    let (debug, release) = (report::tokens(&debug, span), report::tokens(&release, span));
    quote! {
        #[cfg(debug_assertions)]
        const _: () = { #debug };
        #[cfg(not(debug_assertions))]
        const _: () = { #release };
    }
}

fn target(args: &Args, config: &Config) -> syn::Result<Target> {
    match (&args.dialect, config.target) {
        (Some(dialect), _) => {
            dialect.value().parse().map_err(|error| Error::new(dialect.span(), error))
        }
        (None, Some(target)) => Ok(target),
        (None, None) => Err(Error::new(
            args.span(),
            format!("{}, or `embed_migrations!(dialect = \"sqlite\")`", config::NO_DIALECT),
        )),
    }
}

/// How the crate wants its migrations judged. The argument of the macro, where there is one, is what
/// says for which server they are.
fn settings(args: &Args, config: &Config) -> Settings {
    let mut settings = config.settings();
    if let Some(dialect) = &args.dialect {
        settings.assumed = !config::names_version(&dialect.value());
    }
    settings
}

fn location(args: &Args, config: &Config, manifest: &Path) -> Location {
    let name = match (&args.directory, &config.dir) {
        (Some(literal), _) => literal.value(),
        (None, Some(dir)) => dir.clone(),
        (None, None) => config::DEFAULT_DIR.to_owned(),
    };
    let name = name.trim_start_matches("./").trim_end_matches('/').to_owned();
    let path = manifest.join(&name);
    // rustc prints paths relative to where cargo started it; ours should be found the same way.
    let shown = env::current_dir()
        .ok()
        .and_then(|here| path.strip_prefix(here).ok().map(|path| path.display().to_string()))
        .filter(|shown| !shown.is_empty())
        .unwrap_or_else(|| name.clone());
    Location { path, name, shown }
}

/// The metadata lives in Cargo.toml, and cargo does not rebuild a crate for a change of it; what is
/// an error today may be allowed there tomorrow.
fn watching(cargo_toml: &Path, expansion: &TokenStream, span: Span) -> TokenStream {
    let cargo_toml = cargo_toml.display().to_string();
    quote_spanned! {span=>
        {
            const _: &[u8] = ::core::include_bytes!(#cargo_toml);
            #expansion
        }
    }
}

#[cfg(test)]
mod tests;
