//! stub
use std::time::Duration;
#[derive(Clone, Debug, Default)]
pub struct CallOptions;
impl CallOptions {
    pub fn timeout(self, _: Duration) -> Self {
        self
    }
    pub fn deadline(self, _: Duration) -> Self {
        self
    }
    pub fn retries(self, _: u32) -> Self {
        self
    }
    pub fn query(self, _: impl Into<String>, _: impl Into<String>) -> Self {
        self
    }
    pub fn capture(self, _: Capture) -> Self {
        self
    }
}
#[derive(Clone, Debug, Default)]
pub struct Capture;
impl Capture {
    pub fn take(&self) -> Option<RawAnswer> {
        None
    }
}
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RawAnswer;
