//! What stands on top of a single call: pages, batches and webhooks.

mod batches;
mod pages;
mod webhook;
