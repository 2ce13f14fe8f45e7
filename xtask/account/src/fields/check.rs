//! The part of the module that checks whether the account has changed.

use hellodialog::types::FieldType;
use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::definitions::{Decoding, Definition};

/// The table of definitions, and the functions that compare an account with it.
pub(super) fn items(definitions: &[Definition]) -> Vec<TokenStream> {
    let unread: Vec<u64> = definitions
        .iter()
        .filter(|definition| definition.decoding != Decoding::Client)
        .map(|definition| definition.id.get())
        .collect();
    let mut items = vec![definition(), table(definitions)];
    items.extend((!unread.is_empty()).then(|| unreadable(&unread)));
    items.extend([check(), unknown_columns(), differences(&unread), changes()]);
    items.extend(error());
    items
}

fn definition() -> TokenStream {
    quote! {
        /// A field of the account when this module was written.
        struct Definition {
            id: FieldId,
            name: &'static str,
            kind: &'static str,
            columns: &'static [&'static str],
            options: &'static [&'static str],
        }
    }
}

fn table(definitions: &[Definition]) -> TokenStream {
    let rows = definitions.iter().map(|definition| {
        let field = &definition.field;
        let id = Literal::u64_unsuffixed(definition.id.get());
        let name = field.name.as_deref().unwrap_or_default();
        let kind = field.r#type.as_ref().map_or("", FieldType::as_str);
        let columns = field.columns.iter().flatten();
        let options = field
            .options
            .iter()
            .flat_map(|options| &options.values)
            .flatten();
        quote! {
            Definition {
                id: FieldId::new(#id),
                name: #name,
                kind: #kind,
                columns: &[#(#columns),*],
                options: &[#(#options),*],
            }
        }
    });
    quote! {
        /// All fields of the account, standard fields included.
        const DEFINITIONS: &[Definition] = &[#(#rows),*];
    }
}

fn unreadable(unread: &[u64]) -> TokenStream {
    let ids = unread.iter().copied().map(Literal::u64_unsuffixed);
    quote! {
        /// Fields with definitions that the client cannot decode and leaves out. It is no difference if they
        /// are missing.
        const UNREADABLE: &[FieldId] = &[#(FieldId::new(#ids)),*];
    }
}

fn check() -> TokenStream {
    quote! {
        /// Checks that the account has the same fields as when this module was written.
        ///
        /// # Errors
        ///
        /// If fields have changed, or the request fails.
        pub async fn check(client: &Client) -> Result<(), CheckError> {
            let fields = client.fields().list().await.map_err(CheckError::Call)?;
            let differences = differences(&fields);
            if differences.is_empty() {
                Ok(())
            } else {
                Err(CheckError::Changed(differences))
            }
        }
    }
}

fn unknown_columns() -> TokenStream {
    quote! {
        /// The columns that a filter names and that contacts did not have when this module was written. The
        /// API ignores a condition on such a column, so the filter selects too many contacts.
        #[allow(dead_code, reason = "not every program filters contacts")]
        #[must_use]
        pub fn unknown_columns(filter: &Filter) -> Vec<&str> {
            let is_known = |column: &&str| {
                Filter::COLUMNS.contains(column)
                    || DEFINITIONS.iter().any(|field| field.columns.contains(column))
            };
            let columns = filter.conditions().iter().map(|condition| condition.field.as_str());
            columns.filter(|column| !is_known(column)).collect()
        }
    }
}

fn differences(unread: &[u64]) -> TokenStream {
    let pass =
        (!unread.is_empty()).then(|| quote! { None if UNREADABLE.contains(&was.id) => continue, });
    quote! {
        /// The differences between these fields and those when this module was written, as sentences.
        #[must_use]
        pub fn differences(fields: &IndexMap<FieldId, Field>) -> Vec<String> {
            let mut found = Vec::new();
            for was in DEFINITIONS {
                let label = format!("field {} {:?}", was.id, was.name);
                let changes = match fields.get(&was.id) {
                    #pass
                    None => vec!["is no longer there".to_owned()],
                    Some(is) => changes(was, is),
                };
                found.extend(changes.iter().map(|change| format!("{label} {change}")));
            }
            for (id, field) in fields {
                if DEFINITIONS.iter().all(|was| was.id != *id) {
                    let name = field.name.as_deref().unwrap_or_default();
                    found.push(format!("field {id} {name:?} is new"));
                }
            }
            found
        }
    }
}

fn changes() -> TokenStream {
    quote! {
        /// The changes of a field.
        fn changes(was: &Definition, is: &Field) -> Vec<String> {
            let mut found = Vec::new();
            let name = is.name.as_deref().unwrap_or_default();
            if name != was.name {
                found.push(format!("has the new name {name:?}"));
            }
            let kind = is.r#type.as_ref().map_or("", FieldType::as_str);
            if kind != was.kind {
                found.push(format!("was a {:?} and is a {kind:?}", was.kind));
            }
            let columns = is.columns.as_deref().unwrap_or_default();
            if columns != was.columns {
                found.push(format!("filled {:?} and fills {columns:?}", was.columns));
            }
            let options = is.options.as_ref().and_then(|options| options.values.as_deref()).unwrap_or_default();
            for option in options.iter().filter(|option| !was.options.contains(&option.as_str())) {
                found.push(format!("has the new option {option:?}"));
            }
            for option in was.options.iter().filter(|was| options.iter().all(|is| is != *was)) {
                found.push(format!("no longer has the option {option:?}"));
            }
            found
        }
    }
}

fn error() -> [TokenStream; 3] {
    [
        quote! {
            /// Why the check failed.
            #[derive(Debug)]
            #[non_exhaustive]
            pub enum CheckError {
                /// The request failed.
                Call(hellodialog::Error),
                /// The fields have changed: a sentence for each difference.
                Changed(Vec<String>),
            }
        },
        quote! {
            impl fmt::Display for CheckError {
                fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                    match self {
                        Self::Call(_) => f.write_str("cannot fetch the fields of the account"),
                        Self::Changed(differences) => {
                            f.write_str("the fields of the account have changed, run `cargo xtask fields` again: ")?;
                            f.write_str(&differences.join("; "))
                        }
                    }
                }
            }
        },
        quote! {
            impl std::error::Error for CheckError {
                fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
                    match self {
                        Self::Call(error) => Some(error),
                        Self::Changed(_) => None,
                    }
                }
            }
        },
    ]
}
