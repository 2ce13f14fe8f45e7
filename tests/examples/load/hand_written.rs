//! Hand-written requests, for comparison with the client.

use std::collections::BTreeMap;

use bytes::Bytes;
use hellodialog_emulator::DEFAULT_KEY;

use crate::support::{self, HandWrittenContact, Result};

/// Sends hand-written requests to one account.
#[derive(Clone)]
pub struct HandWrittenClient {
    http: reqwest::Client,
    url: String,
}

impl HandWrittenClient {
    pub fn new(url: &str) -> Result<Self> {
        let http = support::hand_written_client()?;
        let url = url.to_owned();
        Ok(Self { http, url })
    }

    /// Gets a contact without decoding it.
    pub async fn contact(&self, id: u32) -> reqwest::Result<Bytes> {
        let request = self.http.get(format!("{}/contacts/{id}", self.url));
        let request = request.query(&[("token", DEFAULT_KEY)]);
        request.send().await?.error_for_status()?.bytes().await
    }

    /// Gets a page without decoding it.
    pub async fn page(&self, number: u32) -> reqwest::Result<Bytes> {
        let request = self.http.get(format!("{}/contacts", self.url));
        let request = request.query(&[("page", number)]);
        let request = request.query(&[("token", DEFAULT_KEY)]);
        request.send().await?.error_for_status()?.bytes().await
    }

    /// Gets a page and decodes it.
    pub async fn contacts(&self, page: u32) -> Result<Vec<HandWrittenContact>> {
        let body = self.page(page).await?;
        let contacts: BTreeMap<String, HandWrittenContact> = serde_json::from_slice(&body)?;
        Ok(contacts.into_values().collect())
    }
}
