//! Hosts that cannot be reached.

use reqwest::{Client, Proxy};

use super::stub::Stub;
use super::*;
use crate::engine::snowflake::error::Trouble;
use crate::engine::snowflake::middleware::trouble;

fn refused(settings: Settings) -> String {
    engine(settings).session().err().unwrap().to_string()
}

#[test]
fn a_host_that_nobody_knows() {
    let stub = Stub::start();
    let mut settings = settings(&stub);
    settings.address = Address {
        scheme: "https".into(),
        host: "no-such-account.invalid".into(),
        port: None,
        ..settings.address
    };
    let said = refused(settings);
    // Behind a proxy, which looks names up itself, the proxy says so.
    if !said.contains("the proxy refused") {
        assert!(
            said.starts_with("no answer from `no-such-account.invalid` to the login after 2 attempts: the name of the host is not known\n"),
            "{said}"
        );
        assert!(said.contains("check `account` or `host`"), "{said}");
    }
}

#[test]
fn a_port_where_nobody_listens() {
    let stub = Stub::start();
    let mut settings = settings(&stub);
    // Closed again, and given to nobody for a while.
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    settings.address.port = Some(listener.local_addr().unwrap().port());
    drop(listener);
    let said = refused(settings);
    assert!(
        said.contains("to the login after 2 attempts: no connection: "),
        "{said}"
    );
    assert!(
        said.contains("check that this machine reaches `127.0.0.1`"),
        "{said}"
    );
}

#[test]
fn a_host_without_a_certificate() {
    let stub = Stub::start();
    let mut settings = settings(&stub);
    settings.address.scheme = "https".into();
    let said = refused(settings);
    assert!(
        said.contains("to the login: its certificate is not trusted: "),
        "{said}"
    );
    assert!(said.contains("SSL_CERT_FILE"), "{said}");
}

#[test]
fn a_proxy_that_refuses() {
    let stub = Stub::start();
    let client = Client::builder()
        .proxy(Proxy::all(stub.address("")).unwrap())
        .build()
        .unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let request = client.get("https://xy12345.snowflakecomputing.com/").send();
    let error = runtime.block_on(request).unwrap_err();
    let trouble = trouble::of(&error);
    assert!(
        matches!(trouble, Trouble::Proxy(_)),
        "{trouble:?} {error:?}"
    );
}
