//! Findings as what rustc prints: errors, and warnings on stable.

use migrate_core::check::Checked;
use migrate_core::finding::render::Style;
use migrate_core::finding::{Finding, Severity};
use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};

/// One `compile_error!` for each error, one deprecated constant in use for each warning. Notes are for
/// those who ask: `cargo migrate check`.
pub(crate) fn findings(checked: &Checked, span: Span) -> TokenStream {
    let said = checked.findings().filter(|finding| finding.severity != Severity::Note);
    said.map(|finding| {
        let text = checked.reading.render(finding, Style::Compiler);
        if finding.is_error() {
            quote_spanned!(span=> ::core::compile_error!(#text);)
        } else {
            warning(finding, &text, span)
        }
    })
    .collect()
}

/// Stable Rust gives macros no way to warn, but it warns of what is deprecated and prints why.
fn warning(finding: &Finding, text: &str, span: Span) -> TokenStream {
    let name = Ident::new(&finding.rule.name.replace('-', "_"), span);
    let attributes = quote!(#[deprecated(note = #text)] #[allow(non_upper_case_globals)]);
    quote_spanned! {span=>
        const _: () = { #attributes const #name: () = (); #name };
    }
}
