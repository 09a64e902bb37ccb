//! Calls, against a loop of bare `reqwest` requests with `serde_json`: a server on loopback, and for what the client itself does a
//! transport that answers at once.

use crate::tasks;
use crate::timing::{Report, in_turns};
use alibabacloud_multimediaai::operation::list_tasks::ListTasksResponse;
use alibabacloud_multimediaai::{Client, Config};
use alibabacloud_runtime::{Credentials, Transport, TransportFuture, decode};
use anyhow::Context as _;
use bytes::Bytes;
use http_body_util::{BodyExt as _, Full};
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use std::convert::Infallible;
use std::net::SocketAddr;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::runtime::{Builder, Runtime};
use tokio::task::JoinSet;

const ROUNDS: usize = 15;
/// Calls of a round.
const CALLS: usize = 2000;

pub(crate) fn run() -> anyhow::Result<Report> {
    let body = Bytes::from(tasks::body()?);
    let server = serve(body.clone())?;
    let runtime = Builder::new_current_thread().enable_all().build()?;
    let config = Config::new()
        .region("cn-beijing")
        .credentials(Credentials::new("id", "secret"));
    let client = Client::new(config.clone().endpoint(format!("http://{server}")))?;
    let bare = reqwest::Client::new();
    let url = format!("http://{server}/?PageNumber=1&PageSize=10");
    let mut report = Report::default();
    for at_once in [1, 64] {
        let pair = in_turns(
            ROUNDS,
            || {
                let client = client.clone();
                spread(&runtime, at_once, move || ours(client.clone()))
            },
            || {
                let (bare, url) = (bare.clone(), url.clone());
                spread(&runtime, at_once, move || bare_call(bare.clone(), url.clone()))
            },
        )?;
        let rate = |time: Duration| CALLS as f64 / time.as_secs_f64();
        report.line(format!(
            "{at_once:>2} at once: {:.0} calls/s; bare reqwest {:.0} calls/s",
            rate(pair.ours),
            rate(pair.yardstick)
        ));
        report.at_least(format!("calls/s / bare reqwest, {at_once} at once"), pair.ratio, 0.95);
    }
    let unsent = Client::new(config.transport(AtOnce(body.clone())))?;
    own_work(&mut report, &runtime, &unsent, &body)?;
    Ok(report)
}

/// What building, signing and trying a call costs, beside decoding its response.
fn own_work(report: &mut Report, runtime: &Runtime, client: &Client, body: &Bytes) -> anyhow::Result<()> {
    let decode_it = || decode::<ListTasksResponse>(body).map(drop).map_err(anyhow::Error::from);
    let call_it = || runtime.block_on(ours(client.clone()));
    let pair = in_turns(
        ROUNDS,
        || (0..CALLS).try_for_each(|_| call_it()),
        || (0..CALLS).try_for_each(|_| decode_it()),
    )?;
    let allocations = allocation_counter::measure(|| drop(call_it())).count_total
        - allocation_counter::measure(|| drop(decode_it())).count_total;
    let micros = pair.ours.saturating_sub(pair.yardstick).as_secs_f64() * 1e6 / CALLS as f64;
    report.line(format!(
        "building and signing add {micros:.1} µs and {allocations} allocations to a call"
    ));
    Ok(())
}

async fn ours(client: Client) -> anyhow::Result<()> {
    let answer = client.list_tasks().page_number(1).page_size(10).send().await?;
    anyhow::ensure!(answer.tasks.len() == 10, "{answer:?}");
    Ok(())
}

async fn bare_call(client: reqwest::Client, url: String) -> anyhow::Result<()> {
    let body = client.post(url).send().await?.error_for_status()?.bytes().await?;
    let answer: tasks::ListTasksResponse = serde_json::from_slice(&body)?;
    anyhow::ensure!(answer.tasks.len() == 10, "{answer:?}");
    Ok(())
}

/// So many calls at once, until all of a round are done.
fn spread<F>(runtime: &Runtime, at_once: usize, call: impl Fn() -> F + Clone + Send + 'static) -> anyhow::Result<()>
where
    F: Future<Output = anyhow::Result<()>> + Send + 'static,
{
    runtime.block_on(async {
        let mut tasks = JoinSet::new();
        for _ in 0..at_once {
            let call = call.clone();
            tasks.spawn(async move {
                for _ in 0..CALLS / at_once {
                    call().await?;
                }
                anyhow::Ok(())
            });
        }
        while let Some(task) = tasks.join_next().await {
            task??;
        }
        Ok(())
    })
}

/// Serves one body to whatever is asked, on a thread of its own.
fn serve(body: Bytes) -> anyhow::Result<SocketAddr> {
    let runtime = Builder::new_current_thread().enable_all().build()?;
    let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0")).context("a port")?;
    let address = listener.local_addr()?;
    std::thread::spawn(move || runtime.block_on(accept(listener, body)));
    Ok(address)
}

async fn accept(listener: TcpListener, body: Bytes) {
    while let Ok((stream, _)) = listener.accept().await {
        let body = body.clone();
        let answer = service_fn(move |request: http::Request<hyper::body::Incoming>| {
            let body = body.clone();
            async move {
                // Read to its end, as any server does.
                let _ = request.into_body().collect().await;
                let response = http::Response::builder().header("content-type", "application/json");
                Ok::<_, Infallible>(response.body(Full::new(body)).unwrap_or_default())
            }
        });
        let _ = stream.set_nodelay(true);
        tokio::spawn(hyper::server::conn::http1::Builder::new().serve_connection(TokioIo::new(stream), answer));
    }
}

/// A transport that answers without sending anything.
#[derive(Debug)]
struct AtOnce(Bytes);

impl Transport for AtOnce {
    fn send(&self, _: http::Request<Bytes>) -> TransportFuture<'_> {
        Box::pin(std::future::ready(Ok(http::Response::new(self.0.clone()))))
    }
}
