//! Pagination, batches and webhooks.

mod batches;
mod pages;
mod webhook;
