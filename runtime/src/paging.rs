//! Walking through pages.

use crate::call::{Call, ResponseFuture};
use crate::decode::Shape;
use crate::error::{Error, ServiceErrorKind, Stage};
use crate::operation::Pager;
use crate::options::CallOptions;
use crate::params::Value;
use futures_core::Stream;
use std::collections::HashSet;
use std::fmt;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

/// A response that is one page of a list.
pub trait Page: Shape + Default {
    /// What is listed.
    type Item: Clone + PartialEq + Send;

    /// The items of this page.
    fn items(&self) -> &[Self::Item];

    /// Takes the items out of this page.
    fn take_items(&mut self) -> Vec<Self::Item>;

    /// How many items all pages hold together, if the response says so.
    fn total_count(&self) -> Option<i64> {
        None
    }

    /// Token of the next page, if there is one.
    fn next_token(&self) -> Option<&str> {
        None
    }

    /// Whether more pages follow, if the response says so.
    fn has_more(&self) -> Option<bool> {
        None
    }
}

/// Empty pages in a row after which a walk fails although the service says that more follow: it must not be asked forever.
const EMPTY_PAGES: u32 = 10;

/// All pages of a list, from the one set on the call on. Ends after an error.
///
/// The walk ends when the responses say so (total count reached, no next token), and at an empty page by number. An empty page is passed
/// over that says that more follow (by a token, `IsTruncated`, or a total count that takes more pages): some services filter after
/// cutting pages.
///
/// It ends in an [`Error::Transport`] where it can't go on although rows may be left: the service repeats itself (a page equal to the one
/// before, a token that was used already), or gives nothing but empty pages.
#[must_use = "pages are not fetched until they are asked for"]
pub struct Pages<R: Page, E> {
    call: Call,
    cursor: PageCursor,
    /// Items of the page before, where a service may give it again.
    last: Vec<R::Item>,
    pending: Option<ResponseFuture<R, E>>,
}

impl<R: Page, E> Pages<R, E> {
    pub(crate) fn new(call: Call) -> Self {
        let cursor = PageCursor::new(&call);
        Self {
            call,
            cursor,
            last: Vec::new(),
            pending: None,
        }
    }

    /// Sets what the calls have different from their client: retries, timeouts, signature; for each page anew.
    pub fn with_options(mut self, options: CallOptions) -> Self {
        self.call.set_options(options);
        self
    }

    fn poll_page(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<R, Error<E>>>>
    where
        E: ServiceErrorKind,
    {
        if let Some(problem) = self.cursor.problem.take() {
            self.cursor.done = true;
            return Poll::Ready(Some(Err(stuck(problem))));
        }
        if self.cursor.done {
            return Poll::Ready(None);
        }
        let pending = self.pending.get_or_insert_with(|| self.call.clone().send());
        let page = ready!(Pin::new(pending).poll(context));
        self.pending = None;
        let page = match page {
            Ok(page) => page,
            Err(error) => {
                self.cursor.done = true;
                return Poll::Ready(Some(Err(error)));
            }
        };
        let first = self.cursor.pages == 0;
        if !page.items().is_empty() && page.items() == self.last {
            self.cursor.done = true;
            return Poll::Ready(Some(Err(stuck("gives the page before once more"))));
        }
        self.cursor.advance(
            &mut self.call,
            &PageInfo {
                count: page.items().len(),
                total: page.total_count(),
                next_token: page.next_token(),
                has_more: page.has_more(),
            },
        );
        self.last.clear();
        if self.cursor.is_by_number() && !self.cursor.done {
            self.last.extend_from_slice(page.items());
        }
        // The first page may tell something even when it has no items; a later one only ends the walk.
        if self.cursor.done && !first && page.items().is_empty() {
            return Poll::Ready(None);
        }
        Poll::Ready(Some(Ok(page)))
    }

    /// The next page, or `None` after the last one.
    ///
    /// # Errors
    /// Those of the call. After one there are no more pages.
    pub async fn try_next(&mut self) -> Result<Option<R>, Error<E>>
    where
        E: ServiceErrorKind,
    {
        poll_fn(|context| self.poll_page(context)).await.transpose()
    }
}

// Nothing in it is ever pinned in place: the future is boxed.
impl<R: Page, E> Unpin for Pages<R, E> {}

impl<R: Page, E: ServiceErrorKind> Stream for Pages<R, E> {
    type Item = Result<R, Error<E>>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_page(context)
    }
}

impl<R: Page, E> fmt::Debug for Pages<R, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages")
            .field("call", &self.call)
            .finish_non_exhaustive()
    }
}

/// The items of all pages, one at a time. Ends after an error.
#[must_use = "items are not fetched until they are asked for"]
pub struct Items<R: Page, E> {
    pages: Pages<R, E>,
    buffer: std::vec::IntoIter<R::Item>,
}

impl<R: Page, E> Items<R, E> {
    pub(crate) fn new(call: Call) -> Self {
        Self {
            pages: Pages::new(call),
            buffer: Vec::new().into_iter(),
        }
    }

    /// Sets what the calls have different from their client: retries, timeouts, signature; for each page anew.
    pub fn with_options(mut self, options: CallOptions) -> Self {
        self.pages = self.pages.with_options(options);
        self
    }

    fn poll_item(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<R::Item, Error<E>>>>
    where
        E: ServiceErrorKind,
    {
        loop {
            if let Some(item) = self.buffer.next() {
                return Poll::Ready(Some(Ok(item)));
            }
            match ready!(self.pages.poll_page(context)) {
                Some(Ok(mut page)) => self.buffer = page.take_items().into_iter(),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }

    /// The next item, or `None` after the last one.
    ///
    /// # Errors
    /// Those of the call. After one there are no more items.
    pub async fn try_next(&mut self) -> Result<Option<R::Item>, Error<E>>
    where
        E: ServiceErrorKind,
    {
        poll_fn(|context| self.poll_item(context)).await.transpose()
    }
}

impl<R: Page, E> Unpin for Items<R, E> {}

impl<R: Page, E: ServiceErrorKind> Stream for Items<R, E> {
    type Item = Result<R::Item, Error<E>>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_item(context)
    }
}

impl<R: Page, E> fmt::Debug for Items<R, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items")
            .field("pages", &self.pages)
            .finish_non_exhaustive()
    }
}

/// The error of a walk that can't go on.
fn stuck<E>(problem: &str) -> Error<E> {
    Error::Transport {
        message: format!("the pages can't be walked through to the end: the service {problem}"),
        stage: Stage::Answered,
        http_status: None,
        request_id: None,
        source: None,
        attempts: Box::default(),
    }
}

/// What a page says about the walk.
struct PageInfo<'a> {
    count: usize,
    total: Option<i64>,
    next_token: Option<&'a str>,
    has_more: Option<bool>,
}

impl PageInfo<'_> {
    /// Whether all items have come, if the response says how many there are. A total of nothing beside items is no total.
    fn is_reached(&self, position: i64) -> bool {
        self.total.is_some_and(|total| total > 0 && position >= total)
    }
}

/// Which page comes next, and whether one does.
struct PageCursor {
    pager: Option<Pager>,
    /// Number of the page that comes next.
    page_number: i64,
    /// Items before the page that comes next, counted from the very first page.
    position: i64,
    /// Most items that a page had.
    longest: i64,
    pages: u64,
    empty_pages: u32,
    tokens: HashSet<String>,
    /// What the service does that keeps the walk from going on.
    problem: Option<&'static str>,
    done: bool,
}

impl PageCursor {
    fn new(call: &Call) -> Self {
        let pager = call.operation().pager();
        let mut tokens = HashSet::new();
        let mut page_number = 1;
        match pager {
            Some(Pager::PageNumber { page_number: name, .. }) => page_number = integer(call, name).unwrap_or(1),
            Some(Pager::Token { token, .. }) => {
                if let Some(Value::String(token)) = call.params().get(token) {
                    tokens.insert(token.clone());
                }
            }
            None => {}
        }
        Self {
            pager,
            page_number,
            position: 0,
            longest: 0,
            pages: 0,
            empty_pages: 0,
            tokens,
            problem: None,
            done: false,
        }
    }

    const fn is_by_number(&self) -> bool {
        matches!(self.pager, Some(Pager::PageNumber { .. }))
    }

    /// Sets the call to the next page, or ends the walk.
    fn advance(&mut self, call: &mut Call, page: &PageInfo<'_>) {
        let more = match self.pager {
            None => false,
            Some(Pager::PageNumber { page_number, page_size }) => self.by_number(call, page, page_number, page_size),
            Some(Pager::Token { token, .. }) => self.by_token(call, page, token),
        };
        self.pages += 1;
        self.done = !more && self.problem.is_none();
    }

    /// Counts empty pages. False if it was one too many.
    fn passes_over(&mut self, page: &PageInfo<'_>) -> bool {
        self.empty_pages = if page.count == 0 { self.empty_pages + 1 } else { 0 };
        let more = self.empty_pages < EMPTY_PAGES;
        if !more {
            self.problem = Some("gives nothing but empty pages, and says that more follow");
        }
        more
    }

    fn by_number(
        &mut self,
        call: &mut Call,
        page: &PageInfo<'_>,
        page_number: &'static str,
        page_size: Option<&str>,
    ) -> bool {
        let count = i64::try_from(page.count).unwrap_or(i64::MAX);
        let asked = page_size.and_then(|name| integer(call, name));
        if self.pages == 0 {
            // The service may give fewer items a page than it was asked for.
            let size = asked.unwrap_or(count);
            self.position = self.page_number.saturating_sub(1).saturating_mul(size.min(count));
        }
        self.position = self.position.saturating_add(count);
        if page.has_more == Some(false) || page.is_reached(self.position) {
            return false;
        }
        self.longest = self.longest.max(count);
        let size = asked.unwrap_or(0).max(self.longest);
        // Whether the pages so far are fewer than the total needs, however full they were.
        let are_few = |total| size > 0 && self.page_number.saturating_mul(size) < total;
        let says_more = page.has_more == Some(true) || page.total.is_some_and(are_few);
        if count == 0 && !says_more || !self.passes_over(page) {
            return false;
        }
        self.page_number = self.page_number.saturating_add(1);
        call.set(page_number, self.page_number);
        true
    }

    fn by_token(&mut self, call: &mut Call, page: &PageInfo<'_>, name: &'static str) -> bool {
        let token = page.next_token.filter(|token| !token.is_empty());
        let Some(token) = token.filter(|_| page.has_more != Some(false)) else {
            return false;
        };
        if !self.passes_over(page) {
            return false;
        }
        if !self.tokens.insert(token.to_owned()) {
            self.problem = Some("gives a token for the next page that was used already");
            return false;
        }
        call.set(name, token);
        true
    }
}

fn integer(call: &Call, name: &str) -> Option<i64> {
    match call.params().get(name)? {
        Value::Integer(integer) => Some(*integer),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    }
}
