//! The transport of a provider's own requests: made as the client that asks it makes its own.

use crate::credentials::ClientContext;
use crate::transport::{HttpOptions, HttpTransport, Transport};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::SystemTime;

type Made = Result<Arc<dyn Transport>, String>;

/// The transport of a provider's own requests, made when first needed: as the first client that the provider is given to makes its own,
/// or else with the usual options.
#[derive(Debug)]
pub(super) struct ProviderTransport {
    adapt: fn(HttpOptions) -> HttpOptions,
    client: OnceLock<ClientContext>,
    /// What was made, and whether there was a client then.
    transport: Mutex<Option<(Made, bool)>>,
}

impl ProviderTransport {
    /// With the client's options as they are.
    pub(super) const fn of_client() -> Self {
        Self::adapted(|options| options)
    }

    /// With other options for a server that asks for them.
    pub(super) const fn adapted(adapt: fn(HttpOptions) -> HttpOptions) -> Self {
        Self {
            adapt,
            client: OnceLock::new(),
            transport: Mutex::new(None),
        }
    }

    pub(super) fn attach(&self, client: &ClientContext) {
        let _ = self.client.set(client.clone());
    }

    pub(super) fn client(&self) -> ClientContext {
        self.client.get().cloned().unwrap_or_default()
    }

    pub(super) fn now(&self) -> SystemTime {
        self.client.get().map_or_else(SystemTime::now, ClientContext::now)
    }

    /// Whether there is a client. One may come after the first request.
    pub(super) fn is_attached(&self) -> bool {
        self.client.get().is_some()
    }

    /// The transport itself.
    ///
    /// # Errors
    /// Why there is none.
    pub(super) fn get(&self) -> Result<Arc<dyn Transport>, String> {
        let is_attached = self.is_attached();
        let mut made = self.transport.lock().unwrap_or_else(PoisonError::into_inner);
        if made
            .as_ref()
            .is_none_or(|(_, was_attached)| *was_attached != is_attached)
        {
            let options = (self.adapt)(self.client().http_options().clone());
            let transport = HttpTransport::with(options).map_err(|error| error.to_string());
            let transport = transport.map(|transport| -> Arc<dyn Transport> { Arc::new(transport) });
            *made = Some((transport, is_attached));
        }
        match made.as_ref() {
            Some((transport, _)) => transport.clone(),
            None => Err("there is no transport".to_owned()),
        }
    }
}
