//! HTTP, within bounds: whatever clients do, it takes so much memory, so many connections and so much time, and the server stays.

use crate::answer::{Answer, Body};
use crate::cloud::Cloud;
use crate::log::Log;
use crate::refusal::Refusal;
use crate::request::Request;
use bytes::Bytes;
use http::header::{CONNECTION, HeaderValue};
use http_body_util::{BodyExt as _, LengthLimitError, Limited};
use hyper::body::{Body as HttpBody, Frame, Incoming, SizeHint};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use std::fmt;
use std::future::{Future as _, poll_fn};
use std::net::{Ipv4Addr, SocketAddr};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::{Duration, SystemTime};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, oneshot};
use tokio::time::{Sleep, sleep, timeout};

/// The most connections at once; more wait.
const CONNECTIONS: usize = 800;
/// The most bytes of a request's head.
const HEAD: usize = 64 << 10;
/// The most bytes of a request's body.
const BODY: usize = 4 << 20;
/// The most bytes that are read of a body that is too large, before it is refused.
const PASSED_OVER: usize = 64 << 20;
/// How long a request's head may take, and how long a connection may be idle.
const HEAD_TIME: Duration = Duration::from_secs(10);
/// How long a request's body may take.
const BODY_TIME: Duration = Duration::from_secs(20);
/// How long a connection may live: a client that reads nothing keeps it no longer.
const LIFETIME: Duration = Duration::from_secs(300);
/// How long a hanging call hangs.
const HANG: Duration = Duration::from_secs(30);

/// Where whole requests are noted.
pub type Note = Arc<dyn Fn(&Request, &Log) + Send + Sync>;

/// Listens on this machine's loopback address; on no other can it be made to.
///
/// # Errors
/// If the port is taken; 0 is a free one.
pub async fn listen(port: u16) -> std::io::Result<(TcpListener, SocketAddr)> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
    let address = listener.local_addr()?;
    Ok((listener, address))
}

/// Serves until it is dropped.
pub async fn serve(listener: TcpListener, cloud: Arc<Cloud>, note: Note) {
    let places = Arc::new(Semaphore::new(CONNECTIONS));
    loop {
        // It is never closed.
        let Ok(place) = Arc::clone(&places).acquire_owned().await else {
            return;
        };
        let stream = match listener.accept().await {
            Ok((stream, _)) => stream,
            // Out of files, or the client went away: there will be others.
            Err(_) => {
                sleep(Duration::from_millis(20)).await;
                continue;
            }
        };
        let (cloud, note) = (Arc::clone(&cloud), Arc::clone(&note));
        tokio::spawn(async move {
            let _ = timeout(LIFETIME, connection(stream, &cloud, &note)).await;
            drop(place);
        });
    }
}

/// A server on a thread of its own, for tests; it ends with this value.
#[derive(Debug)]
pub struct Running {
    /// Where it listens, such as `http://127.0.0.1:41234`.
    pub endpoint: String,
    /// It ends when this does.
    _stop: oneshot::Sender<()>,
}

/// Starts a server on a thread of its own.
///
/// # Errors
/// If it can't listen.
pub fn spawn(cloud: Cloud, note: Note) -> std::io::Result<Running> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let (listener, address) = runtime.block_on(listen(0))?;
    let (stop, stopped) = oneshot::channel::<()>();
    std::thread::spawn(move || {
        runtime.spawn(serve(listener, Arc::new(cloud), note));
        let _ = runtime.block_on(stopped);
    });
    Ok(Running {
        endpoint: format!("http://{address}"),
        _stop: stop,
    })
}

async fn connection(stream: TcpStream, cloud: &Cloud, note: &Note) {
    let _ = stream.set_nodelay(true);
    let mut builder = http1::Builder::new();
    builder
        .timer(TokioTimer::new())
        // Some clients end their side once they have asked.
        .half_close(true)
        .header_read_timeout(HEAD_TIME)
        .max_buf_size(HEAD);
    let serve = service_fn(|request| Box::pin(respond(request, cloud, note)));
    let mut connection = builder.serve_connection(TokioIo::new(stream), serve);
    let ended = poll_fn(|context| connection.poll_without_shutdown(context)).await;
    let is_reset = ended.is_err_and(|error| {
        let source = std::error::Error::source(&error);
        source.and_then(|source| source.downcast_ref()) == Some(&Broken::Reset)
    });
    let stream = connection.into_parts().io.into_inner();
    if is_reset {
        // Ends in a reset, and not in an orderly end.
        let _ = stream.set_zero_linger();
    }
}

/// A connection that is broken on purpose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Broken {
    Reset,
    Off,
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("broken on purpose")
    }
}

impl std::error::Error for Broken {}

async fn respond(
    request: http::Request<Incoming>,
    cloud: &Cloud,
    note: &Note,
) -> Result<http::Response<Outgoing>, Broken> {
    let (head, mut body) = request.into_parts();
    let whole = timeout(BODY_TIME, Limited::new(&mut body, BODY).collect()).await;
    let refused = |status, code, message| {
        let mut response = response(Answer::refused(&Refusal::new(status, code, message), "-"));
        response
            .headers_mut()
            .insert(CONNECTION, HeaderValue::from_static("close"));
        Ok(response)
    };
    let body = match whole {
        Ok(Ok(body)) => body.to_bytes(),
        Ok(Err(error)) if error.is::<LengthLimitError>() => {
            // A client that still sends would see its connection broken, and not the answer.
            let _ = timeout(BODY_TIME, pass_over(body)).await;
            return refused(413, "RequestBodyTooLarge", "The request body is too large.");
        }
        Ok(Err(_)) => return refused(400, "InvalidRequest", "The request body can't be read."),
        Err(_) => return refused(408, "RequestTimeout", "The request body did not come in time."),
    };
    let request = Request::new(&head.method, &head.uri, &head.headers, body);
    let (answer, log) = cloud.answer(&request, SystemTime::now());
    note(&request, &log);
    match answer.body {
        Body::Reset => Err(Broken::Reset),
        Body::Hang => {
            sleep(HANG).await;
            Err(Broken::Off)
        }
        _ => Ok(response(answer)),
    }
}

/// Reads the rest of a body, within bounds.
async fn pass_over(mut body: Incoming) {
    let mut left = PASSED_OVER;
    while let Some(Ok(frame)) = body.frame().await {
        let Some(rest) = left.checked_sub(frame.data_ref().map_or(0, Bytes::len)) else {
            return;
        };
        left = rest;
    }
}

fn response(answer: Answer) -> http::Response<Outgoing> {
    let mut response = http::Response::new(Outgoing::of(answer.body));
    *response.status_mut() =
        http::StatusCode::from_u16(answer.status).unwrap_or(http::StatusCode::INTERNAL_SERVER_ERROR);
    for (name, value) in answer.headers {
        if let Ok(value) = HeaderValue::try_from(value) {
            response.headers_mut().insert(name, value);
        }
    }
    response
}

/// A body on its way out.
struct Outgoing {
    left: Bytes,
    /// What is told of its length before it comes.
    length: Option<u64>,
    pace: Pace,
}

enum Pace {
    AtOnce,
    /// A piece at a time, with time between.
    Slow(Pin<Box<Sleep>>),
    /// Ends early, once what came before has gone out.
    Truncated(Option<Pin<Box<Sleep>>>),
    /// So many more blocks of blanks.
    Huge(u32),
}

const PIECE: usize = 64;
const PAUSE: Duration = Duration::from_millis(50);
static BLANKS: [u8; 1 << 20] = [b' '; 1 << 20];

impl Outgoing {
    fn of(body: Body) -> Self {
        let pause = || Box::pin(sleep(PAUSE));
        let (mut left, pace) = match body {
            Body::Whole(bytes) => (bytes, Pace::AtOnce),
            Body::Slow(bytes) => (bytes, Pace::Slow(pause())),
            Body::Truncated(bytes) => (bytes, Pace::Truncated(None)),
            Body::Huge => (Bytes::new(), Pace::Huge(4096)),
            Body::Hang | Body::Reset => (Bytes::new(), Pace::AtOnce),
        };
        let length = (!matches!(pace, Pace::Huge(_))).then_some(left.len() as u64);
        if matches!(pace, Pace::Truncated(_)) {
            left.truncate(left.len() / 2);
        }
        Self { left, length, pace }
    }
}

impl HttpBody for Outgoing {
    type Data = Bytes;
    type Error = Broken;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Broken>>> {
        let Self { left, pace, .. } = &mut *self;
        let piece = match pace {
            Pace::AtOnce => std::mem::take(left),
            Pace::Slow(pause) => {
                ready!(pause.as_mut().poll(context));
                *pause = Box::pin(sleep(PAUSE));
                left.split_to(left.len().min(PIECE))
            }
            Pace::Truncated(None) => {
                *pace = Pace::Truncated(Some(Box::pin(sleep(PAUSE))));
                std::mem::take(left)
            }
            Pace::Truncated(Some(pause)) => {
                ready!(pause.as_mut().poll(context));
                return Poll::Ready(Some(Err(Broken::Off)));
            }
            Pace::Huge(0) => Bytes::new(),
            Pace::Huge(blocks) => {
                *blocks -= 1;
                Bytes::from_static(&BLANKS)
            }
        };
        Poll::Ready((!piece.is_empty()).then(|| Ok(Frame::data(piece))))
    }

    fn is_end_stream(&self) -> bool {
        self.left.is_empty() && matches!(self.pace, Pace::AtOnce)
    }

    fn size_hint(&self) -> SizeHint {
        self.length.map_or_else(SizeHint::default, SizeHint::with_exact)
    }
}
