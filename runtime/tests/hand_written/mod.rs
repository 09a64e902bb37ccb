//! `ListTasks` as a person writes an operation by the macros of the runtime, with parameters in every form.

use alibabacloud_runtime::{
    Call, Client, Document, Endpoints, IntoParameter, IsSet, Items, Operation, Page, Pager, Pages, ParameterValue,
    Params, ResponseFuture, Service, Set, UnknownFields, error_codes, shape, values,
};
use std::collections::BTreeMap;
use std::marker::PhantomData;

pub static SERVICE: Service = Service::new(
    "multimediaai",
    "2019-08-10",
    Endpoints::new().rule("multimediaai.{region}.aliyuncs.com"),
);

pub static OPERATION: Operation = Operation::rpc(&SERVICE, "ListTasks").paged(Pager::PageNumber {
    page_number: "PageNumber",
    page_size: Some("PageSize"),
});

#[expect(non_camel_case_types, reason = "named as the setters")]
pub mod unset {
    #[derive(Debug, Clone)]
    pub struct page_number;
    #[derive(Debug, Clone)]
    pub struct page_size;
}

#[derive(Debug, Clone)]
#[must_use]
pub struct ListTasks<PageNumber = unset::page_number, PageSize = unset::page_size> {
    call: Call,
    given: PhantomData<(PageNumber, PageSize)>,
}

impl ListTasks {
    pub fn new(client: &Client) -> Self {
        Self {
            call: Call::new(client, &OPERATION),
            given: PhantomData,
        }
    }
}

impl<PageNumber, PageSize> ListTasks<PageNumber, PageSize> {
    fn of(call: Call) -> Self {
        Self {
            call,
            given: PhantomData,
        }
    }

    pub fn page_number(mut self, value: impl IntoParameter<i64>) -> ListTasks<Set, PageSize> {
        self.call.put("PageNumber", value.into_parameter());
        ListTasks::of(self.call)
    }

    pub fn page_size(mut self, value: impl IntoParameter<i64>) -> ListTasks<PageNumber, Set> {
        self.call.put("PageSize", value.into_parameter());
        ListTasks::of(self.call)
    }

    pub fn status<Form>(mut self, value: impl IntoParameter<TaskStatus, Form>) -> Self {
        self.call.put("Status", value.into_parameter());
        self
    }

    pub fn application_name<Form>(mut self, value: impl IntoParameter<String, Form>) -> Self {
        self.call.put("ApplicationName", value.into_parameter());
        self
    }

    pub fn instance_id<Form>(mut self, value: impl IntoParameter<Vec<String>, Form>) -> Self {
        self.call.put("InstanceId", value.into_parameter());
        self
    }

    pub fn tag<Form>(mut self, value: impl IntoParameter<Vec<Tag>, Form>) -> Self {
        self.call.put("Tag", value.into_parameter());
        self
    }

    pub fn labels<Form>(mut self, value: impl IntoParameter<BTreeMap<String, Document>, Form>) -> Self {
        self.call.put("Labels", value.into_parameter());
        self
    }

    pub fn unchecked(mut self) -> ListTasks<Set, Set> {
        self.call.require(&["PageNumber", "PageSize"]);
        ListTasks::of(self.call)
    }
}

// The bounds stand on the methods, not on the impl: only so the compiler says which parameter is missing in the words of `IsSet`.
impl<PageNumber, PageSize> ListTasks<PageNumber, PageSize> {
    #[inline]
    pub fn send(self) -> ResponseFuture<ListTasksResponse, ListTasksError>
    where
        PageNumber: IsSet,
        PageSize: IsSet,
    {
        self.call.send()
    }

    #[inline]
    pub fn pages(self) -> Pages<ListTasksResponse, ListTasksError>
    where
        PageNumber: IsSet,
        PageSize: IsSet,
    {
        self.call.pages()
    }

    #[inline]
    pub fn items(self) -> Items<ListTasksResponse, ListTasksError>
    where
        PageNumber: IsSet,
        PageSize: IsSet,
    {
        self.call.items()
    }
}

#[derive(Debug, Clone, PartialEq, Default)]
pub struct Tag {
    params: Params,
}

impl Tag {
    pub fn new() -> Self {
        Self::default()
    }

    pub fn key<Form>(mut self, value: impl IntoParameter<String, Form>) -> Self {
        self.params.put("Key", value.into_parameter());
        self
    }
}

impl IntoParameter<Tag> for Tag {
    fn into_parameter(self) -> ParameterValue {
        Ok(Some(self.params.into()))
    }
}

#[derive(Debug, Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct ListTasksResponse {
    pub page_number: Option<i64>,
    pub page_size: Option<i64>,
    pub request_id: Option<String>,
    pub tasks: Vec<Task>,
    pub total_count: Option<i64>,
    pub unknown_fields: UnknownFields,
}

shape!(ListTasksResponse {
    "PageNumber" => page_number: Integer,
    "PageSize" => page_size: Integer,
    "RequestId" => request_id: String,
    "Tasks" => tasks: Structs,
    "TotalCount" => total_count: Integer,
});

impl Page for ListTasksResponse {
    type Item = Task;

    fn items(&self) -> &[Task] {
        &self.tasks
    }

    fn take_items(&mut self) -> Vec<Task> {
        std::mem::take(&mut self.tasks)
    }

    fn total_count(&self) -> Option<i64> {
        self.total_count
    }
}

#[derive(Debug, Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct Task {
    pub application_id: Option<String>,
    pub application_name: Option<String>,
    pub create_time: Option<String>,
    pub error_code: Option<String>,
    pub error_message: Option<String>,
    pub error_name: Option<String>,
    pub error_reason: Option<String>,
    pub process_result_url: Option<String>,
    pub processing_duration: Option<i64>,
    pub status: Option<TaskStatus>,
    pub task_id: Option<i64>,
    pub template: Option<Template>,
    pub video_name: Option<String>,
    pub video_url: Option<String>,
    pub unknown_fields: UnknownFields,
}

shape!(Task {
    "ApplicationId" => application_id: String,
    "ApplicationName" => application_name: String,
    "CreateTime" => create_time: String,
    "ErrorCode" => error_code: String,
    "ErrorMessage" => error_message: String,
    "ErrorName" => error_name: String,
    "ErrorReason" => error_reason: String,
    "ProcessResultUrl" => process_result_url: String,
    "ProcessingDuration" => processing_duration: Integer,
    "Status" => status: Value,
    "TaskId" => task_id: Integer,
    "Template" => template: Struct,
    "VideoName" => video_name: String,
    "VideoUrl" => video_url: String,
});

#[derive(Debug, Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct Template {
    pub id: Option<String>,
    pub name: Option<String>,
    pub unknown_fields: UnknownFields,
}

shape!(Template { "Id" => id: String, "Name" => name: String });

#[derive(Clone)]
#[non_exhaustive]
pub enum TaskStatus {
    Waiting,
    Running,
    Succeeded,
    Failed,
    Unknown(i64),
}

values!(TaskStatus: i64 { 0 => Waiting, 1 => Running, 2 => Succeeded, 3 => Failed });

#[derive(Clone)]
#[non_exhaustive]
pub enum ListTasksError {
    InvalidParameter,
    MissingParameter,
    OperationDenied,
    InvalidNotFound,
    Unknown(String),
}

error_codes!(ListTasksError {
    "InvalidParameter" [400] "A parameter is invalid; check %s." => InvalidParameter,
    "MissingParameter" [400] "" => MissingParameter,
    "OperationDenied" [400, 403] "Not allowed." => OperationDenied,
    "Invalid%s.NotFound" [404] "" => InvalidNotFound,
});
