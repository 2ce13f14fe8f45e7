//! Members that can be missing, `null` or a value.

use std::marker::PhantomData;

use serde::de::Deserializer;
use serde::ser::Serializer;
use serde_with::{DeserializeAs, Same, SerializeAs};

/// The adapter for a member of a request that can be left out, `null` or a value. `A` is the adapter of the value.
///
/// `Some(None)` is `null`. `None` is a member that is missing, so the field needs serde's attributes `default` and
/// `skip_serializing_if = "Option::is_none"`.
///
/// ```
/// use hellodialog_runtime::wire::{As, Nullable};
/// use serde::{Deserialize, Serialize};
///
/// #[derive(Default, Serialize, Deserialize)]
/// struct Change {
///     #[serde(default, skip_serializing_if = "Option::is_none", with = "As::<Nullable>")]
///     phone: Option<Option<String>>,
/// }
///
/// let change = Change { phone: Some(None) };
/// assert_eq!(serde_json::to_string(&change)?, r#"{"phone":null}"#);
/// assert_eq!(serde_json::to_string(&Change::default())?, "{}");
/// assert_eq!(serde_json::from_str::<Change>(r#"{"phone":null}"#)?.phone, Some(None));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Nullable<A = Same>(PhantomData<A>);

impl<'de, T, A: DeserializeAs<'de, T>> DeserializeAs<'de, Option<Option<T>>> for Nullable<A> {
    fn deserialize_as<D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<Option<T>>, D::Error> {
        <Option<A>>::deserialize_as(deserializer).map(Some)
    }
}

impl<T, A: SerializeAs<T>> SerializeAs<Option<Option<T>>> for Nullable<A> {
    fn serialize_as<S: Serializer>(
        source: &Option<Option<T>>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        match source {
            Some(value) => <Option<A>>::serialize_as(value, serializer),
            None => serializer.serialize_none(),
        }
    }
}
