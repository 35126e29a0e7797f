//! An explicit host: a name with a port, or a whole address. Encrypted, but for tests on this machine.

use std::net::{IpAddr, Ipv6Addr};

use super::Problem;

/// Where a host answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Host {
    /// `https`, or `http` on loopback.
    pub scheme: &'static str,
    /// The name, lower case; an IPv6 address in brackets.
    pub name: String,
    /// Where it is not the scheme's own.
    pub port: Option<u16>,
}

/// Reads `NAME`, `NAME:PORT`, `https://NAME[:PORT]`, or `http://127.0.0.1:PORT`.
pub fn read(text: &str) -> Result<Host, Problem> {
    let lower = text.trim().to_ascii_lowercase();
    let (scheme, rest) = match lower.split_once("://") {
        Some(("https", rest)) => ("https", rest),
        Some(("http", rest)) => ("http", rest),
        Some(_) => return Err(refused()),
        None => ("https", lower.as_str()),
    };
    let rest = rest.strip_suffix('/').unwrap_or(rest);
    // The colons of an IPv6 address stand in brackets.
    let (name, port) = match rest.rsplit_once(':') {
        Some((name, port)) if !port.ends_with(']') => {
            let port: u16 = port.parse().map_err(|_| refused())?;
            (name, Some(port).filter(|port| *port != 0))
        }
        _ => (rest, None),
    };
    if !is_name(name) {
        return Err(refused());
    }
    if scheme == "http" && !is_loopback(name) {
        return Err(Problem::new(
            "is reached over `http`, which is not encrypted",
            "leave `http://` out; only a test on this machine can use it: `http://127.0.0.1:PORT`",
        ));
    }
    let own = if scheme == "https" { 443 } else { 80 };
    Ok(Host {
        scheme,
        name: name.to_owned(),
        port: port.filter(|port| *port != own),
    })
}

fn refused() -> Problem {
    Problem::new(
        "is not the name of a host",
        "write `host` like `xy12345.eu-central-1.snowflakecomputing.com` or `proxy.example.com:8443`, without a path",
    )
}

fn is_name(name: &str) -> bool {
    let is_ipv6 = || {
        let inner = name.strip_prefix('[')?.strip_suffix(']')?;
        inner.parse::<Ipv6Addr>().ok()
    };
    let is_label = |label: &str| {
        !label.is_empty()
            && label
                .chars()
                .all(|character| character.is_ascii_alphanumeric() || "-_".contains(character))
    };
    is_ipv6().is_some() || name.split('.').all(is_label)
}

fn is_loopback(name: &str) -> bool {
    let address = name.trim_start_matches('[').trim_end_matches(']');
    name == "localhost"
        || address
            .parse::<IpAddr>()
            .is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_read_with_port_and_scheme() {
        for (text, scheme, name, port) in [
            ("Example.COM", "https", "example.com", None),
            ("example.com:8443", "https", "example.com", Some(8443)),
            ("https://example.com:443/", "https", "example.com", None),
            ("http://127.0.0.1:4711", "http", "127.0.0.1", Some(4711)),
            ("http://localhost:80", "http", "localhost", None),
            ("http://[::1]:4711", "http", "[::1]", Some(4711)),
        ] {
            let host = read(text).unwrap();
            assert_eq!(
                (host.scheme, host.name.as_str(), host.port),
                (scheme, name, port),
                "{text}"
            );
        }
    }

    #[test]
    fn what_is_no_host_or_not_encrypted_is_refused() {
        for text in [
            "",
            "http://example.com",
            "http://127.0.0.1.example.com:1",
            "ftp://example.com",
            "example.com/path",
            "https://user:hunter2@example.com",
            "example.com:port",
            "example.com:99999",
            "a..b",
            "::1",
        ] {
            let problem = read(text).unwrap_err();
            assert!(!format!("{problem:?}").contains("hunter2"), "{problem:?}");
        }
    }
}
