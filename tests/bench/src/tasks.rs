//! ListTasks as someone would write it by hand for `serde_json`, and a response with ten tasks.

use serde::{Deserialize, Serialize};

#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ListTasksResponse {
    pub(crate) page_number: Option<i64>,
    pub(crate) page_size: Option<i64>,
    pub(crate) request_id: Option<String>,
    #[serde(default)]
    pub(crate) tasks: Vec<Task>,
    pub(crate) total_count: Option<i64>,
}

#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Task {
    pub(crate) application_id: Option<String>,
    pub(crate) application_name: Option<String>,
    pub(crate) create_time: Option<String>,
    pub(crate) process_result_url: Option<String>,
    pub(crate) processing_duration: Option<i64>,
    pub(crate) status: Option<i64>,
    pub(crate) task_id: Option<i64>,
    pub(crate) template: Option<Template>,
    pub(crate) video_name: Option<String>,
    pub(crate) video_url: Option<String>,
}

#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Template {
    pub(crate) id: Option<String>,
    pub(crate) name: Option<String>,
}

/// The body of a response.
pub(crate) fn body() -> anyhow::Result<Vec<u8>> {
    let task = |number: i64| Task {
        application_id: Some("a1b2c3d4".to_owned()),
        application_name: Some("应用名称".to_owned()),
        create_time: Some("2021-03-04 05:06:07".to_owned()),
        process_result_url: Some(format!("https://results.example.com/{number}/result.json")),
        processing_duration: Some(1000 + number),
        status: Some(number % 4),
        task_id: Some(43_567_000 + number),
        template: Some(Template {
            id: Some(number.to_string()),
            name: Some("Template of the house".to_owned()),
        }),
        video_name: Some(format!("video-{number}.mp4")),
        video_url: Some(format!("https://videos.example.com/{number}.mp4")),
    };
    let answer = ListTasksResponse {
        page_number: Some(1),
        page_size: Some(10),
        request_id: Some("7CAB5D5A-575C-4E3D-A659-D1C9F6ABB012".to_owned()),
        tasks: (1..=10).map(task).collect(),
        total_count: Some(25),
    };
    Ok(serde_json::to_vec(&answer)?)
}
