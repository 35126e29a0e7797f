//! The fake Snowflake of `tests/fake_snowflake` as a process of its own, and what its control answers.

use std::fs;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::harness::{Sandbox, root};

/// The user's password at the fake.
pub const PASSWORD: &str = "a-password-for-tests";

/// Runs until it is dropped: it ends when its standard input closes.
pub struct Server {
    process: Child,
    port: u16,
    _folder: TempDir,
}

impl Server {
    pub fn start() -> Self {
        let python = Command::new(root().join("scripts/fake-snowflake.sh"))
            .stderr(Stdio::inherit())
            .output()
            .unwrap();
        assert!(
            python.status.success(),
            "the fake Snowflake cannot be set up; see above what it needs, or run scripts/fake-snowflake.sh"
        );
        let python = String::from_utf8(python.stdout).unwrap();
        let folder = tempfile::tempdir().unwrap();
        let port_file = folder.path().join("port");
        let process = Command::new(python.trim())
            .args(["-m", "fake_snowflake", "--port-file"])
            .arg(&port_file)
            .env("PYTHONPATH", root().join("tests"))
            .env("PYTHONDONTWRITEBYTECODE", "1")
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        let begun = Instant::now();
        let port = loop {
            if let Ok(port) = fs::read_to_string(&port_file) {
                break port.trim().parse().unwrap();
            }
            assert!(
                begun.elapsed() < Duration::from_mins(1),
                "the fake Snowflake did not start"
            );
            std::thread::sleep(Duration::from_millis(20));
        };
        Self {
            process,
            port,
            _folder: folder,
        }
    }

    /// Makes `prod` of a project this server.
    pub fn become_target_of(&self, project: &Sandbox) {
        let file = project.path().join("fsc.toml");
        let mut definition: toml::Table = fs::read_to_string(&file).unwrap().parse().unwrap();
        let prod = definition["target"]["prod"].as_table_mut().unwrap();
        prod.remove("private_key_path");
        for (key, value) in [
            ("account", "FAKEACCOUNT"),
            ("host", &format!("http://127.0.0.1:{}", self.port)),
            ("user", "FSC"),
            ("password", "{{ env_var('FAKE_PASSWORD') }}"),
        ] {
            prod.insert(key.into(), value.into());
        }
        fs::write(file, definition.to_string()).unwrap();
    }

    /// Makes a table of each source of a project from its local file.
    pub fn load_sources_of(&self, project: &Sandbox) {
        for file in project.files() {
            if !file.ends_with("sources.toml") {
                continue;
            }
            let text = fs::read_to_string(project.path().join(&file)).unwrap();
            let sources: toml::Table = text.parse().unwrap();
            for source in sources["source"].as_array().unwrap() {
                let Some(path) = source.get("path") else {
                    continue;
                };
                let columns: serde_json::Map<String, Value> = source["columns"]
                    .as_table()
                    .unwrap()
                    .iter()
                    .map(|(name, column)| {
                        let data_type = column.get("type").unwrap_or(column);
                        (name.clone(), data_type.as_str().unwrap().into())
                    })
                    .collect();
                let folder = project.path().join(&file);
                self.control(
                    "POST",
                    "load",
                    &json!({
                        "schema": source["schema"].as_str(),
                        "table": source["name"].as_str(),
                        "path": folder.parent().unwrap().join(path.as_str().unwrap()),
                        "columns": columns,
                    }),
                );
            }
        }
    }

    /// Orders a fault.
    pub fn fault(&self, rule: &Value) {
        self.control("POST", "faults", rule);
    }

    /// Asks or orders something of the control.
    pub fn control(&self, method: &str, what: &str, body: &Value) -> Value {
        let body = body.to_string();
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        write!(
            stream,
            "{method} /fake/{what} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        )
        .unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let (head, text) = answer.split_once("\r\n\r\n").unwrap();
        assert!(head.contains(" 200 "), "{method} {what}: {answer}");
        serde_json::from_str(text).unwrap()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.process.stdin.take());
        let _ = self.process.wait();
    }
}
