//! A call as generated, sent without its page size. Compiled by `compile_fail.rs`; takes the one module that it is about by path, so
//! that nothing else needs to be built.

#[path = "../../src/given.rs"]
mod given;

use given::{Given, IsGiven};
use std::marker::PhantomData;

#[allow(non_camel_case_types)]
mod missing {
    pub struct page_number;
    pub struct page_size;
}

struct ListTasks<PageNumber = missing::page_number, PageSize = missing::page_size> {
    given: PhantomData<(PageNumber, PageSize)>,
}

impl<PageNumber, PageSize> ListTasks<PageNumber, PageSize> {
    fn page_number(self) -> ListTasks<Given, PageSize> {
        ListTasks { given: PhantomData }
    }
}

impl<PageNumber, PageSize> ListTasks<PageNumber, PageSize> {
    fn send(self)
    where
        PageNumber: IsGiven,
        PageSize: IsGiven,
    {
    }
}

fn main() {
    let call: ListTasks = ListTasks { given: PhantomData };
    call.page_number().send();
}
