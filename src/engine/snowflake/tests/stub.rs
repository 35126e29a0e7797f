//! A server on loopback that answers as it is told, and remembers what it was asked. Each connection takes one request.

use std::collections::{BTreeMap, VecDeque};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Condvar, Mutex};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

/// What is asked for; each has a queue of answers of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Route {
    LogIn,
    Query,
    Result,
    Renew,
    Abort,
    Close,
    Monitoring,
    Part,
}

/// A request that came.
#[derive(Debug, Clone)]
pub(super) struct Asked {
    pub(super) route: Route,
    pub(super) path: String,
    pub(super) parameters: BTreeMap<String, String>,
    pub(super) headers: BTreeMap<String, String>,
    pub(super) body: Value,
}

impl Asked {
    pub(super) fn parameter(&self, name: &str) -> &str {
        self.parameters.get(name).map_or("", String::as_str)
    }

    pub(super) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", String::as_str)
    }
}

/// An answer.
#[derive(Debug, Clone)]
pub(super) enum Reply {
    Json(Value),
    Page(u16, &'static str),
    /// To somewhere else.
    Redirect(String),
    Bytes(Vec<u8>),
    /// The connection ends in the middle of the body, whose length was told.
    Cut(Value),
    /// The same, where no length was told.
    CutUntold(Value),
    /// The connection ends without an answer.
    Nothing,
    /// Comes later.
    Late(Duration, Box<Reply>),
    /// Comes when the statement is aborted.
    OnAbort(Box<Reply>),
}

/// The server.
pub(super) struct Stub {
    pub(super) port: u16,
    state: Arc<State>,
}

#[derive(Default)]
struct State {
    parts: Mutex<BTreeMap<String, VecDeque<Reply>>>,
    replies: Mutex<BTreeMap<Route, VecDeque<Reply>>>,
    asked: Mutex<Vec<Asked>>,
    changed: Condvar,
}

impl Stub {
    pub(super) fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let state = Arc::new(State::default());
        let shared = Arc::clone(&state);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let state = Arc::clone(&shared);
                std::thread::spawn(move || serve(&state, stream));
            }
        });
        Self { port, state }
    }

    /// Answers the next request for this, after those that were said before.
    pub(super) fn reply(&self, route: Route, reply: Reply) -> &Self {
        let mut replies = self.state.replies.lock().unwrap();
        replies.entry(route).or_default().push_back(reply);
        self
    }

    pub(super) fn json(&self, route: Route, answer: Value) -> &Self {
        self.reply(route, Reply::Json(answer))
    }

    /// Answers the next request for the part `/p/<name>`.
    pub(super) fn part(&self, name: &str, reply: Reply) {
        let mut parts = self.state.parts.lock().unwrap();
        parts
            .entry(format!("/p/{name}"))
            .or_default()
            .push_back(reply);
    }

    /// What was asked for so far.
    pub(super) fn asked(&self, route: Route) -> Vec<Asked> {
        let asked = self.state.asked.lock().unwrap();
        asked
            .iter()
            .filter(|one| one.route == route)
            .cloned()
            .collect()
    }

    /// Waits until so much was asked for.
    pub(super) fn wait_for(&self, route: Route, count: usize) -> Vec<Asked> {
        let end = Instant::now() + Duration::from_secs(20);
        let mut asked = self.state.asked.lock().unwrap();
        loop {
            let found: Vec<Asked> = asked
                .iter()
                .filter(|one| one.route == route)
                .cloned()
                .collect();
            if found.len() >= count {
                return found;
            }
            let left = end.checked_duration_since(Instant::now());
            let left =
                left.unwrap_or_else(|| panic!("{route:?} was asked for {} times", found.len()));
            asked = self.state.changed.wait_timeout(asked, left).unwrap().0;
        }
    }

    pub(super) fn address(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}/{path}", self.port)
    }
}

fn serve(state: &State, mut stream: TcpStream) -> Option<()> {
    let asked = read(&stream)?;
    let (route, path) = (asked.route, asked.path.clone());
    state.asked.lock().unwrap().push(asked);
    state.changed.notify_all();
    let next = if route == Route::Part {
        let mut parts = state.parts.lock().unwrap();
        parts.entry(path).or_default().pop_front()
    } else {
        let mut replies = state.replies.lock().unwrap();
        replies.entry(route).or_default().pop_front()
    };
    let reply = next.unwrap_or_else(|| usual(route));
    answer(state, &mut stream, reply)
}

/// The answer where none was said.
fn usual(route: Route) -> Reply {
    match route {
        Route::LogIn => Reply::Json(super::logged_in("session-1", "master-1")),
        Route::Abort | Route::Close => Reply::Json(json!({ "success": true, "data": null })),
        _ => Reply::Page(418, "nothing was said about this"),
    }
}

fn answer(state: &State, stream: &mut TcpStream, reply: Reply) -> Option<()> {
    match reply {
        Reply::Json(json) => write(stream, 200, "", json.to_string().as_bytes()),
        Reply::Page(status, body) => write(stream, status, "", body.as_bytes()),
        Reply::Redirect(to) => write(stream, 307, &format!("location: {to}\r\n"), b""),
        Reply::Bytes(bytes) => write(stream, 200, "", &bytes),
        Reply::Cut(json) => {
            let body = json.to_string();
            let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n", body.len());
            stream.write_all(head.as_bytes()).ok()?;
            stream.write_all(&body.as_bytes()[..body.len() / 2]).ok()
        }
        Reply::CutUntold(json) => {
            let body = json.to_string();
            stream
                .write_all(b"HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n")
                .ok()?;
            stream.write_all(&body.as_bytes()[..body.len() / 2]).ok()
        }
        Reply::Nothing => Some(()),
        Reply::Late(pause, reply) => {
            std::thread::sleep(pause);
            answer(state, stream, *reply)
        }
        Reply::OnAbort(reply) => {
            let mut asked = state.asked.lock().unwrap();
            while !asked.iter().any(|one| one.route == Route::Abort) {
                asked = state.changed.wait(asked).unwrap();
            }
            drop(asked);
            answer(state, stream, *reply)
        }
    }
}

fn write(stream: &mut TcpStream, status: u16, headers: &str, body: &[u8]) -> Option<()> {
    let head = format!(
        "HTTP/1.1 {status} Said\r\ncontent-length: {}\r\n{headers}connection: close\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes()).ok()?;
    stream.write_all(body).ok()
}

fn read(stream: &TcpStream) -> Option<Asked> {
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    reader.read_line(&mut line).ok()?;
    let target = line.split_whitespace().nth(1)?.to_owned();
    let mut headers = BTreeMap::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        let Some((name, value)) = line.trim_end().split_once(": ") else {
            break;
        };
        headers.insert(name.to_ascii_lowercase(), value.to_owned());
    }
    let length = headers
        .get("content-length")
        .and_then(|length| length.parse().ok());
    let mut body = vec![0; length.unwrap_or(0)];
    reader.read_exact(&mut body).ok()?;
    let url = reqwest::Url::parse(&format!("http://stub{target}")).ok()?;
    let path = url.path().to_owned();
    let route = match path.as_str() {
        "/session/v1/login-request" => Route::LogIn,
        "/queries/v1/query-request" => Route::Query,
        "/session/token-request" => Route::Renew,
        "/queries/v1/abort-request" => Route::Abort,
        "/session" => Route::Close,
        path if path.starts_with("/queries/") => Route::Result,
        path if path.starts_with("/monitoring/") => Route::Monitoring,
        _ => Route::Part,
    };
    let mut parameters = BTreeMap::new();
    for (name, value) in url.query_pairs() {
        let before = parameters.insert(name.to_string(), value.to_string());
        assert_eq!(before, None, "`{name}` stands twice in `{target}`");
    }
    Some(Asked {
        route,
        path,
        parameters,
        headers,
        body: serde_json::from_slice(&body).unwrap_or_default(),
    })
}
