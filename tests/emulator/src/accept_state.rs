//! Whether the server accepts connections.

/// The server watches this state. Faults and [`crate::Emulator`] change it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum AcceptState {
    Accepting,
    /// Connections are refused, and open ones are closed, for this many milliseconds.
    RefusingFor(u32),
    /// Connections are refused, and open ones are closed, until the state changes.
    Refusing,
    /// The server stops.
    Stopped,
}
