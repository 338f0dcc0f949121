//! What the user wrote between the parentheses.

use migrate_core::text::nearest;
use proc_macro2::Span;
use syn::parse::{Parse, ParseStream};
use syn::{Error, Ident, LitStr, Token};

/// The arguments of `embed_migrations!`.
pub(crate) struct Args {
    /// The directory, relative to the manifest.
    pub(crate) directory: Option<LitStr>,
    /// `dialect = "…"`.
    pub(crate) dialect: Option<LitStr>,
}

const NAMES: [&str; 1] = ["dialect"];

impl Args {
    /// Where to point when something is wrong with the directory.
    pub(crate) fn span(&self) -> Span {
        self.directory.as_ref().map_or_else(Span::call_site, LitStr::span)
    }
}

impl Parse for Args {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let mut args = Self { directory: None, dialect: None };
        if input.peek(LitStr) {
            args.directory = Some(input.parse()?);
            end_of_argument(input)?;
        }
        while !input.is_empty() {
            let name: Ident = input.parse().map_err(|error| {
                let text = "expected the directory as a text, or an argument such as \
                            `dialect = \"sqlite\"`";
                Error::new(error.span(), text)
            })?;
            if !input.peek(Token![=]) {
                let text =
                    format!("the directory is written as a text: `embed_migrations!(\"{name}\")`");
                return Err(Error::new(name.span(), text));
            }
            input.parse::<Token![=]>()?;
            let value: LitStr = input.parse()?;
            match &mut args {
                Self { dialect: empty @ None, .. } if name == "dialect" => *empty = Some(value),
                _ => return Err(unknown(&name)),
            }
            end_of_argument(input)?;
        }
        Ok(args)
    }
}

fn end_of_argument(input: ParseStream<'_>) -> syn::Result<()> {
    if input.is_empty() { Ok(()) } else { input.parse::<Token![,]>().map(drop) }
}

fn unknown(name: &Ident) -> Error {
    let text = name.to_string();
    if NAMES.contains(&text.as_str()) {
        return Error::new(name.span(), format!("`{text}` is given twice"));
    }
    let help = match nearest(&text, NAMES) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => "the only named argument is `dialect`".to_owned(),
    };
    Error::new(name.span(), format!("unknown argument `{text}`: {help}"))
}
