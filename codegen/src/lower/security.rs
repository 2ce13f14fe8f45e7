//! The credentials of an API, and which of them calls need.

use indexmap::IndexSet;

use crate::model::{Credential, CredentialKind};
use crate::openapi::{self, Description, Location, Requirement};
use crate::problem::Problems;

/// Alternatives of credentials, each by the names of schemes.
pub(super) fn alternatives(requirements: &[Requirement<'_>]) -> Vec<Vec<String>> {
    let names = |one: &Requirement<'_>| {
        let names = one.schemes.keys();
        names.map(|name| (*name).to_owned()).collect()
    };
    requirements.iter().map(names).collect()
}

/// The alternatives of an operation, where they are not those of the document.
pub(super) fn own_alternatives(
    description: &Description<'_>,
    described: &openapi::Operation<'_>,
) -> Option<Vec<Vec<String>>> {
    let own = alternatives(&described.security);
    (own != alternatives(&description.security)).then_some(own)
}

/// The credentials of the API: those that operations need, the ones of the document's first alternative in front.
pub(super) fn credentials(
    description: &Description<'_>,
    problems: &mut Problems,
) -> Vec<Credential> {
    let of_operations = description
        .operations
        .iter()
        .flat_map(|operation| &operation.security);
    let requirements = description.security.iter().chain(of_operations);
    let mut names: IndexSet<&str> = requirements
        .flat_map(|one| one.schemes.keys().copied())
        .collect();
    if description.operations.is_empty() || names.is_empty() {
        // A document that lists schemes and says nowhere where they hold means them for all of it.
        names = description.security_schemes.keys().copied().collect();
    }
    let credentials = names.into_iter().filter_map(|name| {
        let scheme = description.security_schemes.get(name)?;
        let kind = credential_kind(&scheme.credential);
        if kind.is_none() {
            problems.note(
                &scheme.at,
                "a security scheme that the client cannot serve is left to the caller",
            );
        }
        let name = name.to_owned();
        Some(Credential { name, kind: kind? })
    });
    credentials.collect()
}

fn credential_kind(credential: &openapi::Credential<'_>) -> Option<CredentialKind> {
    Some(match credential {
        openapi::Credential::ApiKey { location, name } => match location {
            Location::Query => CredentialKind::Query((*name).to_owned()),
            Location::Header => CredentialKind::Header((*name).to_owned()),
            Location::Cookie => CredentialKind::Cookie((*name).to_owned()),
            Location::Path => return None,
        },
        openapi::Credential::Http { scheme, .. } if scheme == "basic" => CredentialKind::Basic,
        openapi::Credential::Http { scheme, .. } if scheme == "bearer" => CredentialKind::Bearer,
        openapi::Credential::OAuth2 | openapi::Credential::OpenIdConnect { .. } => {
            CredentialKind::Bearer
        }
        _ => return None,
    })
}
