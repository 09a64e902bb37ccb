//! A cloud on this machine, which plays the products of this repository's `spec/`.

use crate::root;
use std::fs::File;
use std::io::Write as _;
use std::path::Path;
use std::sync::{Arc, Mutex};
use xtask_cloud::server::{self, Note, Running};
use xtask_cloud::{Catalog, Faults};

/// A running server; it ends with this value.
#[derive(Debug)]
pub struct Cloud {
    running: Running,
}

impl Cloud {
    /// Starts a server that plays a product, and logs its requests to a file, a line of JSON each.
    ///
    /// # Panics
    /// If it can't start.
    pub fn start(product: &str, log: &Path) -> Self {
        let catalog = Catalog::open(&root().join("spec"), &[product.to_owned()]).expect("a spec");
        let file = Mutex::new(File::create(log).expect("a log"));
        let note: Note = Arc::new(move |request, log| {
            let mut file = file.lock().expect("a log");
            file.write_all((log.json(request) + "\n").as_bytes()).expect("written");
        });
        let cloud = xtask_cloud::Cloud::new(catalog, Faults::new(None));
        Self {
            running: server::spawn(cloud, note).expect("a server"),
        }
    }

    /// Where it listens, such as `http://127.0.0.1:41234`.
    pub fn endpoint(&self) -> &str {
        &self.running.endpoint
    }
}
