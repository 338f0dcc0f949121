//! `#[test(MIGRATIONS)]`: a function that takes what its test needs becomes one that takes nothing.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use syn::Error;

use crate::function::{Outside, count};

/// A function with a body, in parts.
struct Function {
    /// What stands before it: `#[should_panic]`.
    attributes: TokenStream,
    name: Ident,
    /// How many arguments it takes.
    arguments: usize,
    /// What it answers, with the arrow.
    output: TokenStream,
    /// All of it but its attributes.
    whole: TokenStream,
}

/// Expands `#[test(migrations)] function`.
pub(crate) fn expand(migrations: &TokenStream, function: TokenStream) -> TokenStream {
    if migrations.is_empty() {
        let message = "name the migrations: `#[migrate_runtime::test(MIGRATIONS)]`, with the `static` that \
                       `embed_migrations!` is assigned to";
        return Error::new(Span::call_site(), message).to_compile_error();
    }
    match read(function) {
        Ok(function) => wrapped(migrations, &function),
        Err(error) => error.to_compile_error(),
    }
}

fn wrapped(migrations: &TokenStream, function: &Function) -> TokenStream {
    let Function { attributes, name, arguments, output, whole } = function;
    let test = match arguments {
        0 => quote!(|_: ::migrate_runtime::testing::TestDatabase| #name()),
        1 => quote!(#name),
        _ => quote!(|(one, other)| #name(one, other)),
    };
    quote! {
        #attributes
        #[::core::prelude::v1::test]
        fn #name() #output {
            #whole
            ::migrate_runtime::testing::run(&#migrations, #test)
        }
    }
}

fn read(function: TokenStream) -> syn::Result<Function> {
    let outside = Outside::of(function);
    let wrong = |message: &str| Err(Error::new(Span::call_site(), message));
    let (Some(_), Some(at)) = (outside.word("async"), outside.word("fn")) else {
        return wrong("this is for an `async fn`");
    };
    let Some((name, arguments)) = outside.signature(at) else {
        return wrong("a test has no parameters but its arguments");
    };
    let arguments = count(arguments);
    if arguments > 2 {
        return wrong("a test takes a pool, a `TestDatabase`, or both");
    }
    let (name, output) = (name.clone(), outside.answer(at).iter().cloned().collect());
    let (attributes, whole) = (outside.attributes, outside.rest.into_iter().collect());
    Ok(Function { attributes, name, arguments, output, whole })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn expanded(function: &str) -> String {
        let migrations = "M".parse().unwrap();
        expand(&migrations, function.parse().unwrap()).to_string().replace(' ', "")
    }

    #[test]
    fn a_test_takes_what_it_needs() {
        let one =
            expanded("#[should_panic] async fn it(pool: Pool<A, B>) -> Result<(), E> { x() }");
        assert!(
            one.starts_with("#[should_panic]#[::core::prelude::v1::test]fnit()->Result<(),E>{"),
            "{one}"
        );
        assert!(one.ends_with("::migrate_runtime::testing::run(&M,it)}"), "{one}");
        let none = expanded("async fn it() {}");
        assert!(none.contains("|_:::migrate_runtime::testing::TestDatabase|it()"), "{none}");
        let two = expanded("async fn it(a: A, b: B) {}");
        assert!(two.contains("|(one,other)|it(one,other)"), "{two}");
    }

    #[test]
    fn what_is_no_test_is_refused() {
        for wrong in ["fn it() {}", "async fn it<T>(a: T) {}", "async fn it(a: A, b: B, c: C) {}"] {
            assert!(expanded(wrong).contains("compile_error"), "{wrong}");
        }
        assert!(
            expand(&TokenStream::new(), TokenStream::new()).to_string().contains("compile_error")
        );
    }
}
