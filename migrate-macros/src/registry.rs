//! A set of migrations as a constant expression.

use migrate_core::set::kin::Kin;
use migrate_core::set::read::Reading;
use migrate_core::set::repeatable::Repeatable;
use migrate_core::set::{Down, Migration, Script, seed_file};
use migrate_core::version::Version;
use proc_macro2::TokenStream;
use quote::{format_ident, quote};

/// The expression for a set that was read without errors.
pub(crate) fn tokens(reading: &Reading) -> TokenStream {
    let set = &reading.set;
    let root = reading.directory.display().to_string();
    let migrations = set.migrations.iter().map(|migration| self::migration(migration, reading));
    let (name, dialect) = (&*set.directory, set.target.engine());
    let (major, minor) = (set.target.version.major, set.target.version.minor);
    let (chain, layout) = (set.chain.as_str(), reading.layout.name());
    let watched = unembedded(reading, &root);
    let (modules, code) = code(reading);
    let (constructor, repeatables) = repeatables(reading);
    quote! {{
        use ::migrate_runtime::embedded::{irreversible as i, migration as m, reversible as r, script as s};
        #watched
        #modules
        const MIGRATIONS: &[::migrate_runtime::embedded::Migration] = &[#(#migrations),*];
        ::migrate_runtime::embedded::#constructor(
            ::migrate_runtime::embedded::target(#dialect, #major, #minor),
            #name,
            MIGRATIONS,
            #repeatables
            #chain,
            ::migrate_runtime::embedded::Origin {
                name: ::core::env!("CARGO_PKG_NAME"),
                version: ::core::env!("CARGO_PKG_VERSION"),
                layout: #layout,
                // A debug build compares itself with the directory when it starts; a release
                // build has no business with the paths of the machine it was built on.
                directory: if ::core::cfg!(debug_assertions) {
                    ::core::option::Option::Some(#root)
                } else {
                    ::core::option::Option::None
                },
            },
        )
        #code
    }}
}

/// The files in Rust as modules, which are where they stand to the compiler, and what registers their
/// functions; nothing where there are none.
fn code(reading: &Reading) -> (TokenStream, TokenStream) {
    let is_code = |migration: &&Migration| migration.up.is_code();
    let (mut modules, mut entries) = (TokenStream::new(), TokenStream::new());
    for migration in reading.set.migrations.iter().filter(is_code) {
        let path = format!("{}/{}", reading.directory.display(), migration.up.file);
        let (name, version) =
            (format_ident!("migration_{}", migration.name()), migration.version.as_str());
        let down = match migration.down {
            Down::Script(_) => quote!(::core::option::Option::Some(#name::down)),
            Down::Irreversible { .. } => quote!(::core::option::Option::None),
        };
        // A crate may embed one directory twice: for itself, and for a test.
        modules.extend(quote!(#[allow(clippy::duplicate_mod)] #[path = #path] mod #name;));
        entries.extend(quote!(::migrate_runtime::code::function(#version, #name::up, #down),));
    }
    if entries.is_empty() {
        return Default::default();
    }
    let table = quote!(const CODE: &[::migrate_runtime::code::Function] = &[#entries];);
    (quote!(#modules #table), quote!(.with_code(::migrate_runtime::code::Code::of(CODE))))
}

/// An empty set behind `errors`, so that rustc reports these and nothing that follows from them.
pub(crate) fn fallback(errors: &TokenStream) -> TokenStream {
    quote!({ #errors ::migrate_runtime::embedded::EMPTY })
}

/// The constructor of a set, and the argument that it has where there are scripts that run again.
fn repeatables(reading: &Reading) -> (TokenStream, TokenStream) {
    let all = reading.set.repeatables.iter().map(|Repeatable { name, script }| {
        let (name, script) = (&**name, self::script(script, reading));
        quote!(::migrate_runtime::embedded::repeatable(#name, #script))
    });
    if reading.set.repeatables.is_empty() {
        return (quote!(migrations), TokenStream::new());
    }
    let argument = quote! {
        {
            const REPEATABLES: &[::migrate_runtime::embedded::Repeatable] = &[#(#all),*];
            REPEATABLES
        },
    };
    (quote!(repeating), argument)
}

fn migration(migration: &Migration, reading: &Reading) -> TokenStream {
    let (version, title) = (migration.version.as_str(), &*migration.title);
    let up = script(&migration.up, reading);
    let down = match &migration.down {
        Down::Script(down) => {
            let down = script(down, reading);
            quote!(r(#down))
        }
        Down::Irreversible { reason } => {
            let reason = &**reason;
            quote!(i(#reason))
        }
    };
    if migration.kin == Kin::NONE {
        return quote!(m(#version, #title, #up, #down));
    }
    let kin = kin(&migration.kin);
    quote!(::migrate_runtime::embedded::related(#version, #title, #up, #down, #kin))
}

/// What a migration has to do with others. What has a destructor lives long enough as a constant of
/// its own only.
fn kin(kin: &Kin) -> TokenStream {
    let replaces = kin.replaces.iter().map(|replaced| {
        let named = replaced.iter().map(|named| {
            let (version, title) = (named.version.as_str(), &*named.title);
            quote!(::migrate_runtime::embedded::named(#version, #title))
        });
        quote! {{
            const NAMED: &[::migrate_runtime::embedded::Named] = &[#(#named),*];
            ::migrate_runtime::embedded::replaced(NAMED)
        }}
    });
    let beside = kin.beside.iter().map(Version::as_str);
    quote! {
        {
            const REPLACES: &[::migrate_runtime::embedded::Replaced] = &[#(#replaces),*];
            REPLACES
        },
        {
            const BESIDE: &[::migrate_runtime::embedded::Version] =
                &[#(::migrate_runtime::embedded::version(#beside)),*];
            BESIDE
        }
    }
}

/// `include_str!` both embeds a file and makes cargo rebuild when it changes; a file with a byte
/// order mark or CRLF is embedded as it was read, and watched by [`unembedded`].
fn script(script: &Script, reading: &Reading) -> TokenStream {
    let (file, checksum, transaction) =
        (&*script.file, script.checksum.as_str(), script.transaction);
    let text = if reading.rewritten.contains(file) {
        let text = &*script.sql;
        quote!(#text)
    } else {
        let path = format!("{}/{file}", reading.directory.display());
        quote!(::core::include_str!(#path))
    };
    quote!(s(#file, #text, #checksum, #transaction))
}

/// Files the build depends on without embedding them.
fn unembedded(reading: &Reading, root: &str) -> TokenStream {
    let rewritten = reading.rewritten.iter().map(|file| format!("{root}/{file}"));
    let lock_file = reading.lock_file.iter().map(|path| path.display().to_string());
    let seed = reading.seed.iter().map(|_| format!("{root}/{}", seed_file::NAME));
    let paths = rewritten.chain(lock_file).chain(seed);
    quote!(#(const _: &[u8] = ::core::include_bytes!(#paths);)*)
}
