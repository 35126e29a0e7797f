use std::fs;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::*;
use crate::environment::EnvironmentVariables;
use crate::source::{FileId, Span};
use crate::template::settings::render;

/// A value that stands in every secret, and that nothing may print.
const HIDDEN: &str = "hunter2";

/// How the DER of keys begins; whether they open is not looked at here.
const PLAIN: &[u8] = &[0x30, 0x82, 0x01, 0x00, 0x02, 0x01, 0x00, 0x30, 0x0d, 0x06];
const ENCRYPTED: &[u8] = &[
    0x30, 0x82, 0x01, 0x00, 0x30, 0x50, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x05,
    0x0d,
];

fn pem(label: &str, der: &[u8]) -> String {
    let body = STANDARD.encode(der);
    format!("-----BEGIN {label}-----\n{body}\n-----END {label}-----\n")
}

struct Case {
    root: tempfile::TempDir,
    settings: BTreeMap<String, Spanned<String>>,
    variables: BTreeMap<String, String>,
}

impl Case {
    fn new(settings: &[(&str, &str)]) -> Self {
        let case = Self {
            root: tempfile::tempdir().unwrap(),
            settings: BTreeMap::new(),
            variables: BTreeMap::new(),
        };
        let case = case.set("account", "acme-shop").set("user", "FEATURES");
        settings
            .iter()
            .fold(case, |case, (key, value)| case.set(key, value))
    }

    fn set(mut self, key: &str, value: &str) -> Self {
        let span = Span::whole(FileId(0));
        self.settings
            .insert(key.to_owned(), Spanned::new(value.to_owned(), span));
        self
    }

    /// A setting that comes from a variable of its name.
    fn secret(mut self, key: &str, value: &str) -> Self {
        self.variables.insert(key.to_owned(), value.to_owned());
        let template = format!("{{{{ env_var('{key}') }}}}");
        self.set(key, &template)
    }

    fn file(self, name: &str, text: impl AsRef<[u8]>) -> Self {
        let path = self.root.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
        self
    }

    fn resolve(&self) -> Result<Resolved, Diagnostic> {
        let target = Target {
            name: "prod".into(),
            span: Span::whole(FileId(0)),
            connection: Connection::Snowflake {
                settings: self.settings.clone(),
            },
            threads: None,
        };
        let home = self.root.path().join("home");
        let places = Places {
            root: self.root.path(),
            home: Some(&home),
        };
        let variables = self.variables.iter();
        let environment: EnvironmentVariables = variables
            .map(|(name, value)| (name.into(), value.into()))
            .collect();
        let resolved = resolve(&target, places, |value| {
            Ok(render(&value.value, &environment).unwrap())
        });
        let printed = format!("{resolved:?}");
        assert!(!printed.contains(HIDDEN), "{printed}");
        for secret in self.variables.values().filter(|value| value.len() > 3) {
            assert!(!printed.contains(secret), "{printed}");
        }
        resolved
    }

    fn settings(&self) -> Settings {
        self.resolve().unwrap().settings
    }

    /// `FSC506 message | help` of what was refused.
    fn refused(&self) -> String {
        let found = self.resolve().unwrap_err();
        let help: Vec<_> = found.help.iter().map(|help| help.text.as_str()).collect();
        format!(
            "{} {} | {}",
            found.rule.code,
            found.message,
            help.join("; ")
        )
    }
}

#[test]
fn a_whole_target_is_filled_in() {
    let case = Case::new(&[
        ("role", " FEATURE_ENGINEER "),
        ("warehouse", "\"My wh\""),
        ("database", ""),
        ("query_tag", "features"),
        ("connect_timeout", "30 seconds"),
        ("statement_timeout", "4 hours"),
        ("session_parameters.lock_timeout", "60"),
        ("session_parameters.timezone", "utc"),
    ])
    .secret("token", "hunter2-token\n");
    let settings = case.settings();
    assert_eq!(settings.address.account, "ACME-SHOP");
    assert_eq!(settings.address.host, "acme-shop.snowflakecomputing.com");
    assert_eq!(settings.role.as_deref(), Some("FEATURE_ENGINEER"));
    assert_eq!(settings.warehouse.as_deref(), Some("\"My wh\""));
    assert_eq!(settings.database, None);
    assert_eq!(settings.timeouts.connect, Duration::from_secs(30));
    assert_eq!(settings.timeouts.request, Timeouts::default().request);
    assert_eq!(settings.timeouts.statement, Some(Duration::from_hours(4)));
    let parameters = settings.session_parameters;
    assert_eq!(parameters, [("LOCK_TIMEOUT".to_owned(), "60".to_owned())]);
    let Credentials::ProgrammaticAccessToken(token) = settings.credentials else {
        panic!("{:?}", settings.credentials);
    };
    assert_eq!(token.reveal(), "hunter2-token");
}

#[test]
fn an_explicit_host_answers_in_place_of_the_accounts() {
    let case = Case::new(&[("account", "acme.shop"), ("host", "http://127.0.0.1:4711")])
        .secret("password", " hunter2 ");
    let settings = case.settings();
    assert_eq!(
        settings.address,
        Address {
            account: "ACME".into(),
            scheme: "http".into(),
            host: "127.0.0.1".into(),
            port: Some(4711),
        }
    );
    let Credentials::Password(password) = settings.credentials else {
        panic!("{:?}", settings.credentials);
    };
    assert_eq!(
        password.reveal(),
        " hunter2 ",
        "a password may begin with a space"
    );
}

#[test]
fn a_key_is_read_in_every_form_that_people_have() {
    let wanted = pem("PRIVATE KEY", PLAIN);
    let damaged_line_ends = wanted.replace('\n', "\\n");
    let one_line = wanted.replace('\n', " ");
    let with_attributes = format!(
        "Bag Attributes\n  x: y\n{}{wanted}",
        pem("CERTIFICATE", b"x")
    );
    let forms = [
        wanted.clone(),
        wanted.replace('\n', "\r\n"),
        damaged_line_ends,
        one_line,
        with_attributes,
        STANDARD.encode(PLAIN),
        STANDARD.encode(&wanted),
    ];
    for form in forms {
        let case = Case::new(&[]).secret("private_key", &form);
        let Credentials::KeyPair { pem, passphrase } = case.settings().credentials else {
            panic!("{form}");
        };
        assert_eq!(pem.reveal(), wanted, "{form}");
        assert!(passphrase.is_none());
    }
    let encrypted = Case::new(&[])
        .secret("private_key", &STANDARD.encode(ENCRYPTED))
        .secret("private_key_passphrase", "hunter2");
    let Credentials::KeyPair { pem, passphrase } = encrypted.settings().credentials else {
        panic!("no key");
    };
    assert!(
        pem.reveal()
            .starts_with("-----BEGIN ENCRYPTED PRIVATE KEY-----\n")
    );
    assert_eq!(passphrase.unwrap().reveal(), "hunter2");
}

#[test]
fn a_file_is_found_from_the_project_from_home_and_anywhere() {
    let whole = tempfile::tempdir().unwrap();
    let outside = whole.path().join("rsa_key.p8");
    fs::write(&outside, PLAIN).unwrap();
    for path in ["keys/rsa_key.p8", "~/rsa_key.p8", outside.to_str().unwrap()] {
        let case = Case::new(&[("private_key_path", path)])
            .file("keys/rsa_key.p8", pem("PRIVATE KEY", PLAIN))
            .file("home/rsa_key.p8", pem("PRIVATE KEY", PLAIN));
        case.settings();
    }
}

#[cfg(unix)]
#[test]
fn a_key_that_others_can_read_is_warned_of() {
    use std::os::unix::fs::PermissionsExt as _;

    let case = Case::new(&[("private_key_path", "rsa_key.p8")])
        .file("rsa_key.p8", pem("PRIVATE KEY", PLAIN));
    let warnings = |mode: u32| {
        let permissions = fs::Permissions::from_mode(mode);
        fs::set_permissions(case.root.path().join("rsa_key.p8"), permissions).unwrap();
        case.resolve().unwrap().warnings
    };
    assert_eq!(
        warnings(0o644),
        ["the private key `rsa_key.p8` is open to other users (mode 644): `chmod 600` closes it"]
    );
    assert!(warnings(0o600).is_empty());
}

#[test]
fn what_is_no_key_says_what_to_do() {
    let with_file = |text: &[u8]| {
        Case::new(&[("private_key_path", "rsa_key.p8")])
            .file("rsa_key.p8", text)
            .refused()
    };
    for (text, what, way_out) in [
        (
            pem("RSA PRIVATE KEY", b"x"),
            "PKCS#1",
            "openssl pkcs8 -topk8",
        ),
        (
            pem("ENCRYPTED PRIVATE KEY", ENCRYPTED),
            "no passphrase",
            "private_key_passphrase",
        ),
        (pem("OPENSSH PRIVATE KEY", b"x"), "OpenSSH", "ssh-keygen"),
        (pem("PUBLIC KEY", b"x"), "public half", "private half"),
        (pem("CERTIFICATE", b"x"), "something else", "openssl genrsa"),
        ("hunter2".to_owned(), "no key in PEM", "openssl genrsa"),
        (
            pem("PRIVATE KEY", PLAIN).replace('M', "!"),
            "damaged",
            "lines are missing",
        ),
    ] {
        let said = with_file(text.as_bytes());
        assert!(said.starts_with("FSC506 `private_key_path`"), "{said}");
        assert!(said.contains(what) && said.contains(way_out), "{said}");
    }
    let missing = Case::new(&[])
        .secret("private_key_path", "/hunter2/rsa_key.p8")
        .refused();
    assert!(
        missing.contains("names a file that is not there: `{{ env_var('private_key_path') }}`"),
        "{missing}"
    );
    let folder = Case::new(&[("private_key_path", ".")]).refused();
    assert!(
        folder.contains("names no file that could be a key"),
        "{folder}"
    );
}

#[test]
fn what_is_missing_or_does_not_go_together_is_refused() {
    let nothing = Case::new(&[]).refused();
    assert!(
        nothing.starts_with("FSC506 target `prod` has no credential"),
        "{nothing}"
    );
    let named = Case::new(&[("authenticator", "oauth")]).refused();
    assert!(named.contains("set `token` of the target"), "{named}");
    let empty = Case::new(&[]).secret("token", "").refused();
    assert!(empty.starts_with("FSC506 `token` is empty"), "{empty}");
    let two = Case::new(&[])
        .secret("token", "hunter2")
        .secret("password", "hunter2")
        .refused();
    assert!(two.starts_with("FSC038 `password`"), "{two}");
    let unknown = Case::new(&[])
        .secret("authenticator", "hunter2")
        .secret("token", "hunter2");
    assert!(
        unknown
            .refused()
            .starts_with("FSC038 `authenticator` is none"),
        "{}",
        unknown.refused()
    );
    let nobody = Case::new(&[("user", "")])
        .secret("password", "hunter2")
        .refused();
    assert!(
        nobody.starts_with("FSC506 target `prod` has no user"),
        "{nobody}"
    );
    Case::new(&[("user", "")])
        .secret("token", "hunter2")
        .settings();
}

#[test]
fn what_variables_bring_is_checked_as_what_is_written() {
    let case = || Case::new(&[]).secret("token", "hunter2");
    for (key, value, said) in [
        ("account", "acme.hunter2", "FSC026 `account`"),
        (
            "host",
            "http://hunter2.example.com",
            "FSC026 `host` is reached over `http`",
        ),
        (
            "connect_timeout",
            "hunter2",
            "FSC010 `connect_timeout` is not a length of time: `{{",
        ),
        (
            "statement_timeout",
            "0 seconds",
            "FSC010 `statement_timeout` is zero",
        ),
        (
            "session_parameters.TIMEZONE",
            "hunter2",
            "FSC039 `TIMEZONE` is always `UTC`",
        ),
    ] {
        let refused = case().secret(key, value).refused();
        assert!(refused.starts_with(said), "{refused}");
    }
}
