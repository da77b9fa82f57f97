//! The address: bound to this computer alone, answered until somebody asks to stop.

use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::header;
use axum::response::Response;

use super::answer::{Reply, answer};
use super::board::Board;
use super::{host, live};
use crate::error::{Error, Result};

/// Which port to listen at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Port {
    /// This one; 0 is any that is free.
    Exactly(u16),
    /// The first that is free of this and those after it.
    From(u16),
}

/// So many ports are tried.
const TRIED: u16 = 20;

/// An address that is listened at.
#[derive(Debug)]
pub struct Door {
    listener: TcpListener,
    port: u16,
}

impl Door {
    /// Begins to listen. Nobody is answered yet.
    ///
    /// # Errors
    /// Where the port is another program's, or none is free.
    pub fn open(port: Port) -> Result<Door> {
        let (first, tried) = match port {
            Port::Exactly(port) => (port, 1),
            Port::From(port) => (port, TRIED),
        };
        let ports = (0..tried).filter_map(|more| first.checked_add(more));
        let mut failure = None;
        for number in ports {
            let address = SocketAddr::from((Ipv4Addr::LOCALHOST, number));
            let bound = TcpListener::bind(address)
                .and_then(|listener| listener.set_nonblocking(true).map(|()| listener))
                .and_then(|listener| Ok(Door { port: listener.local_addr()?.port(), listener }));
            match bound {
                Ok(door) => return Ok(door),
                Err(cause) => failure.get_or_insert((address, cause)),
            };
        }
        let last = first.saturating_add(tried - 1);
        let help = match port {
            Port::Exactly(_) => "another program may use it; `--port 0` takes any that is free".to_owned(),
            Port::From(_) => format!("no port from {first} to {last} is free; `--port 0` takes any that is"),
        };
        Err(match failure {
            Some((address, cause)) => Error::io("listen at", address.to_string(), cause),
            None => Error::refused("listen at", first.to_string(), "there is no such port"),
        }
        .with_help(help))
    }

    /// The port.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// The address of the site.
    pub fn address(&self) -> String {
        format!("http://127.0.0.1:{}/", self.port)
    }

    /// Answers until `stop` is done.
    ///
    /// # Errors
    /// Where the system gives no thread or socket.
    pub async fn answer(self, board: Arc<Board>, stop: impl Future<Output = ()>) -> Result<()> {
        let address = self.address();
        let failed = |cause| Error::io("listen at", &address, cause);
        let listener = tokio::net::TcpListener::from_std(self.listener).map_err(failed)?;
        let app = Router::new().fallback(handle).with_state((board, self.port));
        tokio::select! {
            // Listeners of live pages would keep a graceful end from coming.
            served = async { axum::serve(listener, app).await } => served.map_err(failed),
            () = stop => Ok(()),
        }
    }
}

async fn handle(State((board, port)): State<(Arc<Board>, u16)>, request: Request) -> Response {
    let host = request.headers().get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    if !host::is_ours(host, port) {
        return Reply::text(403, "this preview answers to 127.0.0.1 and localhost alone\n").into();
    }
    let (method, uri) = (request.method().clone(), request.uri().clone());
    if uri.path() == live::EVENTS && method == "GET" {
        return live::events(&board);
    }
    // Files and packages are read there.
    let reply = tokio::task::spawn_blocking(move || answer(&board, method.as_str(), uri.path(), uri.query())).await;
    reply.unwrap_or_else(|_| Reply::text(500, "the preview failed; this is a bug of recto\n")).into()
}
