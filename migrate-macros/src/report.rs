//! Findings as what rustc prints: errors, and warnings on stable.

use migrate_core::finding::render::Style;
use migrate_core::finding::{Finding, Severity};
use migrate_core::set::read::Reading;
use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};

/// A finding as it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Said {
    /// The name of its rule.
    pub(crate) rule: String,
    /// Whether it forbids to use the set.
    pub(crate) is_error: bool,
    /// What rustc prints.
    pub(crate) text: String,
}

/// Draws findings. Notes are for those who ask: `cargo migrate check`.
pub(crate) fn draw(reading: &Reading, findings: &[Finding]) -> Vec<Said> {
    let said = findings.iter().filter(|finding| finding.severity != Severity::Note);
    said.map(|finding| Said {
        rule: finding.rule.name.to_owned(),
        is_error: finding.is_error(),
        text: reading.render(finding, Style::Compiler),
    })
    .collect()
}

/// One `compile_error!` for each error, one deprecated constant in use for each warning.
pub(crate) fn tokens(said: &[Said], span: Span) -> TokenStream {
    said.iter()
        .map(|Said { rule, is_error, text }| match is_error {
            true => quote_spanned!(span=> ::core::compile_error!(#text);),
            false => warning(rule, text, span),
        })
        .collect()
}

/// Stable Rust gives macros no way to warn, but it warns of what is deprecated and prints why.
fn warning(rule: &str, text: &str, span: Span) -> TokenStream {
    let name = Ident::new(&rule.replace('-', "_"), span);
    let attributes = quote!(#[deprecated(note = #text)] #[allow(non_upper_case_globals)]);
    quote_spanned! {span=>
        const _: () = { #attributes const #name: () = (); #name };
    }
}
