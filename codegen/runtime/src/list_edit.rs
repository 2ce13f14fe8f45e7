//! Adding to and removing from a list that the API can only replace.

use crate::call::Call;
use crate::error::{Error, ErrorKind};
use crate::transport::Transport;

/// A change of a list. For generated code.
#[doc(hidden)]
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ListEdit<T> {
    Add(Vec<T>),
    Remove(Vec<T>),
}

impl<T: PartialEq> ListEdit<T> {
    /// Changes a list, and returns whether that made a difference.
    fn apply(self, list: &mut Vec<T>) -> bool {
        let before = list.len();
        match self {
            Self::Add(items) => {
                for item in items {
                    if !list.contains(&item) {
                        list.push(item);
                    }
                }
            }
            Self::Remove(items) => list.retain(|item| !items.contains(item)),
        }
        list.len() != before
    }
}

impl Transport {
    /// A call that sends `read`, edits the list that `list` takes from the response, and sends the
    /// call that `write` makes of the whole list, unless the edit changes nothing. Both calls share one
    /// deadline. Returns the list. For generated code.
    #[doc(hidden)]
    pub fn edit_list<'c, R, T, U>(
        &'c self,
        read: Call<'static, R>,
        list: fn(R) -> Option<Vec<T>>,
        edit: ListEdit<T>,
        write: impl FnOnce(&[T]) -> Call<'static, U> + Send + 'c,
    ) -> Call<'c, Vec<T>>
    where
        R: Send + 'static,
        T: PartialEq + Send + Sync + 'c,
        U: Send + 'static,
    {
        Call::new(move |options| async move {
            let options = self.with_shared_deadline(options);
            let item = read.with_options(options.clone()).await?;
            // Without the list, a write would remove what is in it.
            let mut list = list(item).ok_or_else(|| {
                Error::new(
                    ErrorKind::Decode,
                    "the response does not have the list that was to be changed, so nothing was changed",
                )
                .not_sent()
            })?;
            if edit.apply(&mut list) {
                let write = write(&list);
                write.with_options(options).await?;
            }
            Ok(list)
        })
    }
}
