//! `#[migration]`: an `async fn` becomes a function that a table can hold.

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};
use quote::{quote, quote_spanned};
use syn::Error;

use crate::function::{Outside, count};

/// The names that a migration's functions have.
const NAMES: [&str; 2] = ["up", "down"];

/// Expands `#[migration(arguments)] function`.
pub(crate) fn expand(arguments: &TokenStream, function: TokenStream) -> TokenStream {
    if let Some(argument) = arguments.clone().into_iter().next() {
        let message = "it takes no arguments: what there is to say of a migration stands in a comment, \
                       `// migrate: ...`";
        return Error::new(argument.span(), message).to_compile_error();
    }
    match read(function) {
        Ok(function) => wrapped(&function),
        Err(error) => error.to_compile_error(),
    }
}

/// A function, in parts.
struct Function {
    attributes: TokenStream,
    name: Ident,
    /// Where its arguments stand, and its answer.
    arguments: Span,
    output: Span,
    /// All of it from `async` on.
    whole: TokenStream,
}

/// The function itself stands within one of its name, so that what is wrong about it is said where it is.
fn wrapped(function: &Function) -> TokenStream {
    let Function { attributes, name, arguments, output, whole } = function;
    let call = quote_spanned!(*arguments=> #name(connection));
    let run = quote_spanned!(*output=> ::migrate_runtime::code::run);
    quote! {
        #attributes
        pub(super) fn #name<'c>(
            connection: &'c mut ::migrate_runtime::Connection<'_>,
        ) -> ::migrate_runtime::code::Running<'c> {
            #whole
            #run(#call)
        }
    }
}

fn read(function: TokenStream) -> syn::Result<Function> {
    let outside = Outside::of(function);
    let rest = &outside.rest;
    let first = rest.first().map_or_else(Span::call_site, TokenTree::span);
    let Some(keyword) = outside.word("fn") else {
        return Err(Error::new(first, "this is for a function: `async fn up` or `async fn down`"));
    };
    let Some(start) = outside.word("async").filter(|start| *start < keyword) else {
        let message = "a migration is an `async fn`: it waits for the database";
        return Err(Error::new(rest[keyword].span(), message));
    };
    let in_parentheses = |it: &(&Ident, &Group)| it.1.delimiter() == Delimiter::Parenthesis;
    let Some((name, arguments)) = outside.signature(keyword).filter(in_parentheses) else {
        let at = rest.get(keyword + 2).map_or(first, TokenTree::span);
        return Err(Error::new(at, "a migration has no parameters but its argument"));
    };
    if NAMES.iter().all(|known| name != known) {
        let message =
            format!("a migration has a function `up` and a function `down`, not `{name}`");
        return Err(Error::new(name.span(), message));
    }
    // Its type is the compiler's to judge.
    if count(arguments) != 1 {
        let message =
            "it takes the connection, and nothing else: `connection: &mut Connection<'_>`";
        return Err(Error::new(arguments.span(), message));
    }
    let answer = outside.answer(keyword);
    let output = match answer {
        [] => {
            let message = "it answers whether it worked: `-> Result<(), CodeError>`";
            return Err(Error::new(arguments.span_close(), message));
        }
        [first, ..] => answer.last().map_or(first.span(), |last| joined(first.span(), last.span())),
    };
    let (name, arguments) = (name.clone(), arguments.span());
    let whole = rest[start..].iter().cloned().collect();
    Ok(Function { attributes: outside.attributes, name, arguments, output, whole })
}

/// The place of all that stands between two others, where the compiler tells.
fn joined(first: Span, last: Span) -> Span {
    first.join(last).unwrap_or(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn expanded(function: &str) -> String {
        expand(&TokenStream::new(), function.parse().unwrap()).to_string().replace(' ', "")
    }

    #[test]
    fn the_function_stands_in_one_of_its_name() {
        let it = expanded("/// There.\npub async fn up(c: &mut C<'_>) -> Result<(), E> { x() }");
        assert!(
            it.contains("pub(super)fnup<'c>(connection:&'cmut::migrate_runtime::Connection<'_>"),
            "{it}"
        );
        assert!(it.contains("asyncfnup(c:&mutC<'_>)->Result<(),E>{x()}"), "{it}");
        assert!(it.ends_with("::migrate_runtime::code::run(up(connection))}"), "{it}");
    }

    #[test]
    fn what_is_no_migration_is_refused_with_a_reason() {
        let cases = [
            ("fn up(c: C) -> R {}", "asyncfn"),
            ("async fn upp(c: C) -> R {}", "not`upp`"),
            ("async fn up() -> R {}", "connection"),
            ("async fn up(c: C, d: D) -> R {}", "nothingelse"),
            ("async fn up<T>(c: T) -> R {}", "noparameters"),
            ("async fn up(c: C) {}", "whetheritworked"),
            ("struct Up;", "isforafunction"),
        ];
        for (function, reason) in cases {
            let it = expanded(function);
            assert!(it.contains("compile_error") && it.contains(reason), "{function}: {it}");
        }
        let arguments = "idempotent".parse().unwrap();
        assert!(expand(&arguments, TokenStream::new()).to_string().contains("no arguments"));
    }
}
