//! What decides: given a request, the answer. No socket and no clock is in it.

use crate::answer::Answer;
use crate::catalog::{Catalog, Found, Unfound};
use crate::check::Problem;
use crate::fault::Faults;
use crate::log::Log;
use crate::parameters::Parameters;
use crate::refusal::{Refusal, Wrong};
use crate::request::Request;
use crate::signature::{ACCESS_KEY_ID, ACCESS_KEY_SECRET, Nonces, SECURITY_TOKEN, Scheme, verify};
use crate::{check, made, pages, route};
use alibabacloud_generator::spec::model::{Operation, Type};
use alibabacloud_generator::spec::product::{Manifest, Style};
use alibabacloud_runtime::{UtcTime, sign};
use serde_json::{Map, Value, json};
use std::sync::Mutex;
use std::time::{Duration, SystemTime};

/// How long the credentials are good that an answer gives.
const HOUR: Duration = Duration::from_secs(3600);

/// The cloud.
#[derive(Debug)]
pub struct Cloud {
    catalog: Catalog,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    faults: Faults,
    nonces: Nonces,
    requests: u64,
}

/// The answer as far as the spec has it, before any fault.
struct Made<'c> {
    found: Found<'c>,
    /// Of each parameter of the operation.
    values: Vec<(&'c str, Option<Value>)>,
    body: Value,
}

impl Cloud {
    /// A cloud of some products, with faults.
    #[must_use]
    pub fn new(catalog: Catalog, faults: Faults) -> Self {
        let state = State {
            faults,
            ..State::default()
        };
        Self {
            catalog,
            state: Mutex::new(state),
        }
    }

    /// Answers a request that came at some time.
    pub fn answer(&self, request: &Request, now: SystemTime) -> (Answer, Log) {
        let request_id = self.request_id(now);
        let mut log = Log::of(request);
        let parameters = Parameters::of(request);
        let parameters = parameters.map_err(|(wrong, name)| Refusal::parameter(wrong, name, [].iter()));
        let answer = match parameters {
            Ok(parameters) => self.decide(request, parameters, &request_id, now, &mut log),
            Err(refusal) => log.refused(refusal, &request_id),
        };
        log.status = answer.status;
        (answer, log)
    }

    fn decide(
        &self,
        request: &Request,
        mut parameters: Parameters,
        request_id: &str,
        now: SystemTime,
        log: &mut Log,
    ) -> Answer {
        let made = self.made(request, &mut parameters, (request_id, now), log);
        let values = made.iter().flat_map(|made| &made.values);
        // A fault counts the requests that are refused as well.
        let texts = parameters.texts(values.filter_map(|(_, value)| value.as_ref()));
        let fault = self.state().faults.hit(&log.operation, texts.iter());
        match (made, fault) {
            (Err(refusal), _) | (Ok(_), Err(refusal)) => log.refused(refusal, request_id),
            (Ok(made), Ok(None)) => Answer::json(200, request_id, made.body.to_string()),
            (Ok(made), Ok(Some(fault))) => {
                log.fault = Some(fault.name());
                fault.play(made.body, &made.found.operation.response, request_id)
            }
        }
    }

    fn made(
        &self,
        request: &Request,
        parameters: &mut Parameters,
        (request_id, now): (&str, SystemTime),
        log: &mut Log,
    ) -> Result<Made<'_>, Refusal> {
        let scheme = Scheme::of(request);
        log.scheme = scheme.name();
        let names = match scheme {
            Scheme::V3 => [request.header("x-acs-action"), request.header("x-acs-version")],
            Scheme::V1 => ["Action", "Version"].map(|name| parameters.pairs.get(name).map(String::as_str)),
        };
        let [action, version] = names.map(Option::unwrap_or_default);
        action.clone_into(&mut log.operation);
        let found = self
            .catalog
            .find(version, action, request.header("host").unwrap_or_default());
        if let Ok(found) = &found {
            log.product = Some(found.product.to_owned());
        }
        // Read before the signature is looked at, so that a fault in the path or body is known of any request; what is wrong is told after.
        let read = found.as_ref().ok().map(|found| read(*found, request, parameters));
        if !found.as_ref().is_ok_and(|found| found.operation.anonymous) {
            let nonce = verify(scheme, request, &parameters.pairs, now)?;
            self.state().nonces.take(nonce)?;
        }
        let found = found.map_err(|reason| match reason {
            Unfound::NoOperation => Refusal::no_such_operation(),
            Unfound::NoVersion => Refusal::new(404, "InvalidVersion", "Specified parameter Version is not valid."),
            Unfound::Broken(error) => Refusal::new(500, "InternalError", error),
        })?;
        read.transpose()?;
        wants_json(found, request, parameters)?;
        let style = style(found.operation, found.manifest);
        let refused = |(wrong, name): Problem| Refusal::parameter(wrong, &name, found.errors());
        let mut values = Vec::new();
        for field in &found.operation.request {
            let value = parameters.value(field, found.operation, style).map_err(refused)?;
            check::parameter(field, value.as_ref()).map_err(refused)?;
            values.push((field.name.as_str(), value));
        }
        let asked = |name: &str| {
            let (_, value) = values.iter().find(|(known, _)| *known == name)?;
            value.clone()
        };
        let body = body(found, request_id, now, asked).map_err(refused)?;
        Ok(Made { found, values, body })
    }

    /// An id as the services write them, different for each request.
    fn request_id(&self, now: SystemTime) -> String {
        let mut state = self.state();
        state.requests += 1;
        let hash = sign::sha256_hex(format!("{now:?} {}", state.requests).as_bytes()).to_uppercase();
        let part = |from: usize, to: usize| hash.get(from..to).unwrap_or_default();
        [part(0, 8), part(8, 12), part(12, 16), part(16, 20), part(20, 32)].join("-")
    }

    /// Nothing that is done under the lock can panic; if it does all the same, the others go on.
    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

/// An operation has a path and a method of its own, or it is called as RPC.
fn style(operation: &Operation, manifest: &Manifest) -> Style {
    match (&operation.path, &operation.method) {
        (Some(_), Some(_)) => Style::Roa,
        (Some(_), None) => Style::Rpc,
        _ => manifest.style,
    }
}

/// Reads what only the operation's route and style tell.
fn read(found: Found<'_>, request: &Request, parameters: &mut Parameters) -> Result<(), Refusal> {
    let Found {
        operation, manifest, ..
    } = found;
    let style = style(operation, manifest);
    let path = routed(operation, style, request)?;
    let read = parameters.route(operation, request, path, style);
    read.map_err(|(wrong, name)| Refusal::parameter(wrong, name, found.errors()))
}

/// Refuses who asks for an answer that is not JSON: of RPC calls the parameter `Format` says it, else the header.
fn wants_json(found: Found<'_>, request: &Request, parameters: &Parameters) -> Result<(), Refusal> {
    let own = |name: &str| found.operation.request.iter().any(|field| field.name == name);
    let format = parameters.pairs.get("Format").filter(|_| !own("Format"));
    let other = |format: &&String| !format.is_empty() && !format.eq_ignore_ascii_case("JSON");
    let accept = request.header("accept").unwrap_or_default().to_ascii_lowercase();
    let (name, value) = match format.filter(other) {
        Some(format) => ("Format", format.as_str()),
        // Who takes anything else besides is given JSON.
        None if accept.contains("xml") && !accept.contains("json") && !accept.contains("*/*") => ("Accept", &*accept),
        None => return Ok(()),
    };
    let mut refusal = Refusal::parameter(Wrong::NotSupported, name, found.errors());
    let value: String = value.chars().take(80).collect();
    refusal.message = format!("The {name} {value:?} is not supported: this cloud answers in JSON alone.");
    Err(refusal)
}

/// The values that stand in the path of a request that is the operation's.
fn routed(
    operation: &Operation,
    style: Style,
    request: &Request,
) -> Result<std::collections::BTreeMap<String, String>, Refusal> {
    let path = route::values(operation.path.as_deref().unwrap_or("/"), &request.path);
    let path = path.ok_or_else(Refusal::no_such_operation)?;
    let method = request.method.as_str();
    let fits = match (style, operation.method.as_deref()) {
        // The front ends take either, whatever is documented.
        (Style::Rpc, _) => matches!(method, "GET" | "POST"),
        (Style::Roa, None) => true,
        (Style::Roa, Some(known)) => known.eq_ignore_ascii_case(method),
    };
    match (fits, style) {
        (true, _) => Ok(path),
        (false, Style::Roa) => Err(Refusal::no_such_operation()),
        (false, Style::Rpc) => Err(Refusal::new(
            405,
            "UnsupportedHTTPMethod",
            "This http method is not supported.",
        )),
    }
}

/// The body of an answer.
fn body(
    found: Found<'_>,
    request_id: &str,
    now: SystemTime,
    asked: impl Fn(&str) -> Option<Value>,
) -> Result<Value, Problem> {
    let Found {
        operation, manifest, ..
    } = found;
    let sample: Option<Value> = operation
        .samples
        .response
        .as_deref()
        .and_then(|text| serde_json::from_str(text).ok());
    let whole = match operation.response.as_slice() {
        [whole] if whole.payload => Some(&whole.name),
        _ => None,
    };
    // What is the whole answer stands below its name until it has paged.
    let sample = sample.map(|sample| match whole {
        Some(name) => json!({ name.as_str(): sample }),
        None => sample,
    });
    let mut body = made::object(&operation.response, sample.as_ref());
    pages::turn(operation, sample.as_ref(), &mut body, asked)?;
    if let Some(name) = whole {
        return Ok(body.get_mut(name).map(Value::take).unwrap_or_default());
    }
    keys(&mut body, now);
    if let Some(members) = body.as_object_mut() {
        succeed(members, operation, manifest);
        for (_, value) in members
            .iter_mut()
            .filter(|(name, value)| made::is_request_id(name) && value.is_string())
        {
            *value = request_id.into();
        }
    }
    Ok(body)
}

/// Makes the answer one of success, where a field of it tells that.
fn succeed(members: &mut Map<String, Value>, operation: &Operation, manifest: &Manifest) {
    let typed = |name: &str, value: &str| {
        let field = operation.response.iter().find(|field| field.name == name)?;
        Some(match field.kind {
            Type::Boolean => Value::Bool(value.eq_ignore_ascii_case("true")),
            Type::Integer | Type::Long => value.parse::<i64>().map_or_else(|_| value.into(), Value::from),
            _ => value.into(),
        })
    };
    let says = |value: &Value| match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let Some(signs) = &manifest.success else {
        if let Some(value @ Value::Bool(_)) = members.get_mut("Success") {
            *value = true.into();
        }
        return;
    };
    for sign in signs {
        let Some(value) = members.get_mut(&sign.field) else {
            continue;
        };
        let is_in = |list: &[String]| list.iter().any(|known| known.eq_ignore_ascii_case(&says(value)));
        let right = match sign.is.first() {
            Some(first) if !is_in(&sign.is) => typed(&sign.field, first),
            None if is_in(&sign.is_not) => typed(&sign.field, if value.is_boolean() { "true" } else { "OK" }),
            _ => None,
        };
        if let Some(right) = right {
            *value = right;
        }
    }
}

/// Credentials in an answer are those that are accepted, so that a client made of them can call.
fn keys(level: &mut Value, now: SystemTime) {
    match level {
        Value::Object(members) => {
            if ["AccessKeyId", "AccessKeySecret", "SecurityToken"]
                .iter()
                .all(|name| members.contains_key(*name))
            {
                let expiration = UtcTime::from(now.checked_add(HOUR).unwrap_or(now)).seconds();
                for (name, value) in [
                    ("AccessKeyId", ACCESS_KEY_ID),
                    ("AccessKeySecret", ACCESS_KEY_SECRET),
                    ("SecurityToken", SECURITY_TOKEN),
                    ("Expiration", &expiration),
                ] {
                    if let Some(place) = members.get_mut(name) {
                        *place = value.into();
                    }
                }
            }
            members.values_mut().for_each(|value| keys(value, now));
        }
        Value::Array(elements) => elements.iter_mut().for_each(|element| keys(element, now)),
        _ => {}
    }
}
