//! `#[migration]`: an `async fn` becomes a function that a table can hold.
//!
//! Of the function its outside is read, so whatever its body says is the compiler's to judge, where it
//! stands.

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};
use quote::{quote, quote_spanned};
use syn::Error;

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
    let tokens: Vec<TokenTree> = function.into_iter().collect();
    let is_hash = |it: &TokenTree| matches!(it, TokenTree::Punct(hash) if hash.as_char() == '#');
    let pairs = tokens.chunks_exact(2).take_while(|pair| is_hash(&pair[0])).count();
    let (attributes, rest) = tokens.split_at(2 * pairs);
    let word = |word: &str| {
        rest.iter().position(|it| matches!(it, TokenTree::Ident(ident) if ident == word))
    };
    let first = rest.first().map_or_else(Span::call_site, TokenTree::span);
    let Some(keyword) = word("fn") else {
        return Err(Error::new(first, "this is for a function: `async fn up` or `async fn down`"));
    };
    let Some(start) = word("async").filter(|start| *start < keyword) else {
        let message = "a migration is an `async fn`: it waits for the database";
        return Err(Error::new(rest[keyword].span(), message));
    };
    let (name, arguments) = match (rest.get(keyword + 1), rest.get(keyword + 2)) {
        (Some(TokenTree::Ident(name)), Some(TokenTree::Group(arguments)))
            if arguments.delimiter() == Delimiter::Parenthesis =>
        {
            (name, arguments)
        }
        (_, other) => {
            let at = other.map_or(first, TokenTree::span);
            return Err(Error::new(at, "a migration has no parameters but its argument"));
        }
    };
    if NAMES.iter().all(|known| name != known) {
        let message =
            format!("a migration has a function `up` and a function `down`, not `{name}`");
        return Err(Error::new(name.span(), message));
    }
    check_arguments(arguments)?;
    let answer = rest.get(keyword + 3..rest.len() - 1).unwrap_or_default();
    let output = match answer {
        [] => {
            let message = "it answers whether it worked: `-> Result<(), CodeError>`";
            return Err(Error::new(arguments.span_close(), message));
        }
        [first, ..] => answer.last().map_or(first.span(), |last| joined(first.span(), last.span())),
    };
    Ok(Function {
        attributes: attributes.iter().cloned().collect(),
        name: name.clone(),
        arguments: arguments.span(),
        output,
        whole: rest[start..].iter().cloned().collect(),
    })
}

/// One argument; its type is the compiler's to judge.
fn check_arguments(arguments: &Group) -> syn::Result<()> {
    let tokens: Vec<TokenTree> = arguments.stream().into_iter().collect();
    let is_comma = |it: &TokenTree| matches!(it, TokenTree::Punct(mark) if mark.as_char() == ',');
    let end = tokens.len() - usize::from(tokens.last().is_some_and(is_comma));
    // The only comma that a type of one connection can have stands between `<` and `>`.
    let is_split = |at: usize| {
        let depth = tokens[..at].iter().fold(0_i32, |depth, it| match it {
            TokenTree::Punct(mark) if mark.as_char() == '<' => depth + 1,
            TokenTree::Punct(mark) if mark.as_char() == '>' => depth - 1,
            _ => depth,
        });
        is_comma(&tokens[at]) && depth == 0
    };
    if end == 0 || (0..end).any(is_split) {
        let message =
            "it takes the connection, and nothing else: `connection: &mut Connection<'_>`";
        return Err(Error::new(arguments.span(), message));
    }
    Ok(())
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
