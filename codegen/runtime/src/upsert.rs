//! Creating something, or changing what exists already.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::value::to_raw_value;

use crate::call::Call;
use crate::error::{Error, ErrorKind, Result, without_values};
use crate::operation::Operation;
use crate::transport::Transport;
use crate::wire::Parts;

/// The result of an upsert.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Upserted<C, I, U> {
    /// It did not exist, and was created.
    Created(C),
    /// It existed, and was changed.
    Updated {
        /// Its id.
        id: I,
        /// The response to the change.
        response: U,
        /// The members of the body that were not sent, so that it keeps its own values: those that the
        /// docs of the method name, as far as the body has them.
        kept: Vec<&'static str>,
    },
}

impl Transport {
    /// A call that sends `create` and, if the API reports a duplicate, the call that `update` makes
    /// for the id of the duplicate. `update` also returns the members that it leaves out. Both calls
    /// share one deadline. For generated code.
    #[doc(hidden)]
    pub fn upsert<'c, C, I, U>(
        &'c self,
        create: Call<'static, C>,
        update: impl FnOnce(u64) -> Result<(I, Call<'static, U>, Vec<&'static str>)> + Send + 'c,
    ) -> Call<'c, Upserted<C, I, U>>
    where
        C: Send + 'static,
        I: Send + 'c,
        U: Send + 'static,
    {
        Call::new(move |options| async move {
            let options = self.with_shared_deadline(options);
            let error = match create.with_options(options.clone()).await {
                Ok(created) => return Ok(Upserted::Created(created)),
                Err(error) => error,
            };
            let Some(id) = error.duplicate_id() else {
                return Err(error);
            };
            let (id, update, kept) = update(id)?;
            let response = update.with_options(options).await?;
            Ok(Upserted::Updated { id, response, kept })
        })
    }
}

/// Converts a body to that of another operation, whose fields are among its own or free, without the
/// members `keep`. Returns those of them that the body has. For generated code.
///
/// # Errors
///
/// [`ErrorKind::Request`] if it does not fit.
#[doc(hidden)]
pub fn convert_body<T: DeserializeOwned>(
    body: &impl Serialize,
    keep: &[&'static str],
    operation: &'static Operation,
) -> Result<(T, Vec<&'static str>)> {
    without(body, keep)
        .and_then(|(text, kept)| Ok((serde_json::from_str(&text)?, kept)))
        .map_err(|error| {
            // Only the duplicate was reported so far. The error of the parser quotes the body.
            let detail = "the body does not fit the other operation";
            Error::new(ErrorKind::Request, detail)
                .with_source(without_values(&error.to_string()))
                .with_operation(operation.id)
                .not_sent()
        })
}

/// The object `body` as JSON without the members `keep`, and those of them that it has. Digits and
/// the order of the members stay as they are written.
fn without(
    body: &impl Serialize,
    keep: &[&'static str],
) -> serde_json::Result<(String, Vec<&'static str>)> {
    let text = to_raw_value(body)?;
    let Parts::Object(mut members) = Parts::of(&text) else {
        return Ok((text.get().to_owned(), Vec::new()));
    };
    let mut kept = keep.to_vec();
    kept.retain(|member| members.shift_remove(*member).is_some());
    Ok((serde_json::to_string(&members)?, kept))
}

#[cfg(test)]
mod tests {
    use serde_json::value::RawValue;

    use super::without;

    #[test]
    fn a_converted_body_keeps_its_order_and_digits() {
        let text = r#"{"z":49.90,"state":1,"a":12345678901234567890.123,"b":{"y":1,"x":2}}"#;
        let body = RawValue::from_string(text.to_owned()).expect("JSON");
        let (changed, kept) = without(&body, &["state", "id"]).expect("an object");
        assert_eq!(changed, text.replace(r#""state":1,"#, ""));
        assert_eq!(kept, ["state"]);
    }
}
