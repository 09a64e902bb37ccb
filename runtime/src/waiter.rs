//! Waiting for what a call has started: clouds answer before they are done.

use crate::error::Error;
use crate::random;
use std::fmt;
use std::future::IntoFuture;
use std::time::Duration;
use tokio::time::{Instant, sleep, timeout_at};

/// What a response says of what is waited for. Of a condition, true is done and false is pending.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// It has come about.
    Done,
    /// Not yet.
    Pending,
    /// It has come to another end, and won't come about any more.
    Failed,
}

impl From<bool> for Progress {
    fn from(done: bool) -> Self {
        if done { Self::Done } else { Self::Pending }
    }
}

/// Why waiting ended without what was waited for. `T` is the response, `E` tells error codes apart.
#[derive(Debug)]
#[non_exhaustive]
pub enum WaitError<T, E> {
    /// The time is over.
    #[non_exhaustive]
    TimedOut {
        /// The time that was allowed.
        within: Duration,
        /// How many times was asked.
        polls: u32,
        /// The last response, if there was one.
        last: Option<T>,
        /// Why there was no response the last time, if that was so.
        error: Option<Box<Error<E>>>,
    },
    /// It has come to another end: what the last response says.
    Failed(T),
    /// A call failed, in a way that another would as well.
    Call(Error<E>),
}

impl<T, E: fmt::Display> fmt::Display for WaitError<T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TimedOut {
                within, polls, error, ..
            } => {
                write!(f, "not done within {within:?}, after asking {polls} times")?;
                error
                    .as_ref()
                    .map_or(Ok(()), |error| write!(f, "; the last time: {error}"))
            }
            Self::Failed(_) => f.write_str("it ended otherwise than was waited for"),
            Self::Call(error) => error.fmt(f),
        }
    }
}

impl<T: fmt::Debug, E: fmt::Debug + fmt::Display> std::error::Error for WaitError<T, E> {}

/// How often to ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Waiter {
    first: Duration,
    longest: Duration,
}

/// Waits until a response is what is waited for, asking again with growing pauses: [`Waiter::STANDARD`].
///
/// ```
/// # use alibabacloud_runtime::{Document, Error, UndocumentedError, WaitError, wait_until};
/// # async fn status() -> Result<String, Error<UndocumentedError>> { Ok("Running".into()) }
/// # async fn example() -> Result<(), WaitError<String, UndocumentedError>> {
/// use std::time::Duration;
///
/// let status = wait_until(status, |status| status == "Running", Duration::from_secs(300)).await?;
/// # Ok(())
/// # }
/// ```
///
/// # Errors
/// As [`Waiter::wait_until`].
pub async fn wait_until<T, E, F, P>(
    poll: impl FnMut() -> F,
    done: impl FnMut(&T) -> P,
    within: Duration,
) -> Result<T, WaitError<T, E>>
where
    F: IntoFuture<Output = Result<T, Error<E>>>,
    P: Into<Progress>,
{
    Waiter::STANDARD.wait_until(poll, done, within).await
}

impl Waiter {
    /// After a second, then in pauses half as long again each time, of 15 seconds at most.
    pub const STANDARD: Self = Self {
        first: Duration::from_secs(1),
        longest: Duration::from_secs(15),
    };

    /// With other pauses: the first, and the longest.
    #[must_use]
    pub const fn new(first: Duration, longest: Duration) -> Self {
        Self { first, longest }
    }

    /// Asks until `done` says that a response is what is waited for, and gives that response.
    ///
    /// A call that fails in a way that may pass ([`Error::is_retryable`]) is asked again. A call that is under way when the time is over
    /// is broken off.
    ///
    /// # Errors
    /// When the time is over, when `done` says that it has failed, and when a call fails in a way that another would as well.
    pub async fn wait_until<T, E, F, P>(
        &self,
        mut poll: impl FnMut() -> F,
        mut done: impl FnMut(&T) -> P,
        within: Duration,
    ) -> Result<T, WaitError<T, E>>
    where
        F: IntoFuture<Output = Result<T, Error<E>>>,
        P: Into<Progress>,
    {
        let start = Instant::now();
        let mut waiting = Waiting::new(*self, within);
        loop {
            let asked = poll().into_future();
            let polled = match start.checked_add(within) {
                Some(deadline) => timeout_at(deadline, asked).await.ok(),
                None => Some(asked.await),
            };
            match waiting.next(polled, &mut done, start.elapsed()) {
                Step::Pause(pause) => sleep(pause).await,
                Step::End(end) => return end,
            }
        }
    }

    /// What [`wait_until`](Self::wait_until) does, for programs without async; needs the feature `blocking`.
    ///
    /// A call that is under way when the time is over is not broken off: its own timeouts end it.
    ///
    /// # Errors
    /// Those of `wait_until`.
    #[cfg(feature = "blocking")]
    pub fn wait_until_blocking<T, E, P: Into<Progress>>(
        &self,
        mut poll: impl FnMut() -> Result<T, Error<E>>,
        mut done: impl FnMut(&T) -> P,
        within: Duration,
    ) -> Result<T, WaitError<T, E>> {
        let start = std::time::Instant::now();
        let mut waiting = Waiting::new(*self, within);
        loop {
            match waiting.next(Some(poll()), &mut done, start.elapsed()) {
                Step::Pause(pause) => std::thread::sleep(pause),
                Step::End(end) => return end,
            }
        }
    }

    /// The pause after so many polls; `jitter` is even between 0 and 1 and takes off up to a fifth, so that many who wait don't ask at
    /// once.
    fn pause(&self, polls: u32, jitter: f64) -> Duration {
        let growth = 1.5_f64.powi(i32::try_from(polls.saturating_sub(1)).unwrap_or(i32::MAX).min(64));
        let grown = self.first.as_secs_f64() * growth;
        let longest = self.longest.max(self.first).as_secs_f64();
        Duration::try_from_secs_f64(grown.min(longest) * (1.0 - jitter / 5.0)).unwrap_or(self.longest)
    }
}

impl Default for Waiter {
    fn default() -> Self {
        Self::STANDARD
    }
}

/// What is known so far.
struct Waiting<T, E> {
    waiter: Waiter,
    within: Duration,
    polls: u32,
    last: Option<T>,
    error: Option<Box<Error<E>>>,
}

enum Step<T, E> {
    Pause(Duration),
    End(Result<T, WaitError<T, E>>),
}

impl<T, E> Waiting<T, E> {
    const fn new(waiter: Waiter, within: Duration) -> Self {
        Self {
            waiter,
            within,
            polls: 0,
            last: None,
            error: None,
        }
    }

    /// What follows from a poll, of which nothing came if the time was over first.
    fn next<P: Into<Progress>>(
        &mut self,
        polled: Option<Result<T, Error<E>>>,
        done: &mut impl FnMut(&T) -> P,
        elapsed: Duration,
    ) -> Step<T, E> {
        self.polls = self.polls.saturating_add(1);
        match polled {
            Some(Ok(answer)) => match done(&answer).into() {
                Progress::Done => return Step::End(Ok(answer)),
                Progress::Failed => return Step::End(Err(WaitError::Failed(answer))),
                Progress::Pending => {
                    self.last = Some(answer);
                    self.error = None;
                }
            },
            Some(Err(error)) if error.is_retryable() => self.error = Some(Box::new(error)),
            Some(Err(error)) => return Step::End(Err(WaitError::Call(error))),
            None => {}
        }
        // The last poll needs some time to be answered in, too.
        let first = self.waiter.first;
        match self
            .within
            .checked_sub(elapsed)
            .and_then(|left| left.checked_sub(first))
        {
            Some(left) if !left.is_zero() => {
                let jitter = random::fraction().unwrap_or_default();
                Step::Pause(self.waiter.pause(self.polls, jitter).min(left))
            }
            _ => Step::End(Err(WaitError::TimedOut {
                within: self.within,
                polls: self.polls,
                last: self.last.take(),
                error: self.error.take(),
            })),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::UndocumentedError;
    use std::future::ready;

    type Polled = Result<u32, Error<UndocumentedError>>;

    fn passing() -> Error<UndocumentedError> {
        Error::Timeout {
            limit: Duration::from_secs(1),
            connecting: true,
            attempts: Box::default(),
        }
    }

    fn lasting() -> Error<UndocumentedError> {
        Error::Build {
            message: "no".to_owned(),
        }
    }

    fn say(end: &Result<u32, WaitError<u32, UndocumentedError>>) -> String {
        match end {
            Ok(answer) => format!("done {answer}"),
            Err(WaitError::Failed(answer)) => format!("failed {answer}"),
            Err(WaitError::Call(_)) => "call".to_owned(),
            Err(WaitError::TimedOut { last, error, .. }) => format!("over {last:?} {}", error.is_some()),
        }
    }

    fn done(answer: &u32) -> Progress {
        match answer {
            7 => Progress::Done,
            9 => Progress::Failed,
            _ => Progress::Pending,
        }
    }

    #[tokio::test(start_paused = true)]
    async fn ends() {
        let cases: [(Vec<Polled>, &str, u32); 6] = [
            (vec![Ok(7)], "done 7", 1),
            (vec![Ok(1), Err(passing()), Ok(2), Ok(7)], "done 7", 4),
            (vec![Ok(1), Ok(9)], "failed 9", 2),
            (vec![Ok(1), Err(lasting())], "call", 2),
            (vec![Ok(1), Ok(3)], "over Some(3) false", 12),
            (vec![Ok(1), Err(passing())], "over Some(1) true", 12),
        ];
        for (answers, expected, most) in cases {
            let mut polls = 0;
            let mut left = answers.into_iter();
            let mut last: Option<bool> = None;
            let poll = || {
                polls += 1;
                // The last one over and over.
                let next = left.next().unwrap_or_else(|| match last {
                    Some(true) => Ok(3),
                    _ => Err(passing()),
                });
                last = Some(next.is_ok());
                ready(next)
            };
            let start = Instant::now();
            let end = wait_until(poll, done, Duration::from_secs(30)).await;
            assert_eq!(say(&end), expected);
            assert!(polls <= most, "{expected}: {polls}");
            assert!(
                start.elapsed() <= Duration::from_secs(30),
                "{expected}: {:?}",
                start.elapsed()
            );
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_call_that_hangs_is_broken_off() {
        let start = Instant::now();
        let end = wait_until(std::future::pending::<Polled>, done, Duration::from_secs(5)).await;
        assert_eq!((say(&end).as_str(), start.elapsed().as_secs()), ("over None false", 5));
    }

    #[test]
    fn pauses() {
        for (polls, jitter, seconds) in [
            (1, 0.0, 1.0),
            (2, 0.0, 1.5),
            (3, 1.0, 1.8),
            (9, 0.0, 15.0),
            (u32::MAX, 1.0, 12.0),
        ] {
            let pause = Waiter::STANDARD.pause(polls, jitter).as_secs_f64();
            assert!((pause - seconds).abs() < 1e-6, "{polls} {jitter}: {pause}");
        }
        let odd = Waiter::new(Duration::MAX, Duration::ZERO);
        assert!(odd.pause(3, 0.5) <= Duration::MAX);
    }

    #[cfg(feature = "blocking")]
    #[test]
    fn without_async() {
        let waiter = Waiter::new(Duration::from_millis(1), Duration::from_millis(2));
        let mut answers = [1, 1, 7].into_iter();
        let end = waiter.wait_until_blocking(|| Ok(answers.next().unwrap_or(0)), done, Duration::from_secs(60));
        assert_eq!(say(&end), "done 7");
    }
}
