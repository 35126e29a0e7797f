//! Private keys as people have them: files and variables, PEM with its line ends lost, DER in Base64. What comes out is
//! PKCS#8 in PEM; whether the key opens is told where it is used.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::super::settings::Secret;
use crate::project::snowflake::Problem;

const PLAIN: &str = "PRIVATE KEY";
const ENCRYPTED: &str = "ENCRYPTED PRIVATE KEY";

/// More than any key has. Something else would be read for long.
const LARGEST: u64 = 64 * 1024;

const GENERATE: &str = "make one: `openssl genrsa 2048 | openssl pkcs8 -topk8 -v2 aes-256-cbc -out rsa_key.p8`, see docs/snowflake.md";
const CONVERT: &str =
    "convert it: `openssl pkcs8 -topk8 -v2 aes-256-cbc -in OLD -out NEW.p8`, and name the new file";

/// The file's bytes, and what is wrong with who else may read it. `written` is its path as the project has it.
pub(super) fn read(path: &Path, written: &str) -> Result<(Vec<u8>, Option<String>), Problem> {
    let problem = |what: String, way_out: &str| Problem {
        what,
        way_out: way_out.to_owned(),
    };
    let found = fs::metadata(path).and_then(|metadata| {
        if metadata.is_file() && metadata.len() <= LARGEST {
            Ok((metadata, fs::read(path)?))
        } else {
            Err(ErrorKind::InvalidData.into())
        }
    });
    match found {
        Ok((metadata, bytes)) => Ok((bytes, too_open(&metadata, written))),
        Err(error) => Err(match error.kind() {
            ErrorKind::NotFound => problem(
                format!("names a file that is not there: `{written}`"),
                "a path starts at the project's root, at `~/` or at `/`",
            ),
            ErrorKind::InvalidData => problem(
                format!("names no file that could be a key: `{written}`"),
                GENERATE,
            ),
            _ => problem(
                format!("names a file that cannot be read: `{written}`: {error}"),
                "let the user who runs fsc read it, and nobody else: `chmod 600`",
            ),
        }),
    }
}

/// A warning where others than the owner may read the file, or write it.
#[cfg(unix)]
fn too_open(metadata: &fs::Metadata, written: &str) -> Option<String> {
    use std::os::unix::fs::PermissionsExt as _;

    let mode = metadata.permissions().mode() & 0o777;
    (mode & 0o077 != 0).then(|| {
        format!(
            "the private key `{written}` is open to other users (mode {mode:o}): `chmod 600` closes it"
        )
    })
}

#[cfg(not(unix))]
fn too_open(_: &fs::Metadata, _: &str) -> Option<String> {
    None
}

/// The key in PEM.
pub(in crate::engine::snowflake) fn pem(
    bytes: &[u8],
    has_passphrase: bool,
) -> Result<Secret, Problem> {
    let (label, body) = block(bytes)?;
    let refused = |what: &str, way_out: &str| {
        Err(Problem {
            what: what.to_owned(),
            way_out: way_out.to_owned(),
        })
    };
    match label.as_str() {
        PLAIN => {}
        ENCRYPTED if has_passphrase => {}
        ENCRYPTED => {
            return refused(
                "holds a key that is encrypted, and the target has no passphrase",
                "set `private_key_passphrase = \"{{ env_var('SNOWFLAKE_KEY_PASSPHRASE') }}\"`",
            );
        }
        "RSA PRIVATE KEY" => {
            return refused(
                "holds a key in PKCS#1, and Snowflake's clients take PKCS#8",
                CONVERT,
            );
        }
        "OPENSSH PRIVATE KEY" => {
            return refused(
                "holds a key in the form of OpenSSH, and Snowflake's clients take PKCS#8",
                "convert a copy of it: `ssh-keygen -p -m PKCS8 -f COPY`; it must be an RSA key",
            );
        }
        label if label.ends_with("PUBLIC KEY") => {
            return refused(
                "holds the public half of a key",
                "name the private half: the public one belongs to the user in Snowflake",
            );
        }
        _ => return refused("holds something else than a private RSA key", GENERATE),
    }
    let mut pem = format!("-----BEGIN {label}-----\n");
    for (at, character) in body.chars().enumerate() {
        if at > 0 && at % 64 == 0 {
            pem.push('\n');
        }
        pem.push(character);
    }
    pem.push_str(&format!("\n-----END {label}-----\n"));
    Ok(Secret::new(pem))
}

/// What a key says that it is, and its DER in Base64 without line ends.
fn block(bytes: &[u8]) -> Result<(String, String), Problem> {
    let not_pem = || Problem {
        what: "holds no key in PEM: there is no line `-----BEGIN PRIVATE KEY-----`".into(),
        way_out: GENERATE.into(),
    };
    if let Some(label) = label_of_der(bytes) {
        return Ok((label.to_owned(), STANDARD.encode(bytes)));
    }
    let text = std::str::from_utf8(bytes).map_err(|_| not_pem())?;
    if let Some((label, body)) = key_block(text) {
        let body = compact(body);
        let is_taken = matches!(label, PLAIN | ENCRYPTED);
        return if is_taken && STANDARD.decode(&body).is_err() {
            Err(Problem {
                what: "holds a key whose text is damaged".into(),
                way_out: "compare it with the file that it came from: lines are missing or changed"
                    .into(),
            })
        } else {
            Ok((label.to_owned(), body))
        };
    }
    let decoded = STANDARD.decode(compact(text)).map_err(|_| not_pem())?;
    if let Some(label) = label_of_der(&decoded) {
        return Ok((label.to_owned(), STANDARD.encode(decoded)));
    }
    // A whole PEM file in Base64, as stores of secrets hold it.
    let text = String::from_utf8(decoded).map_err(|_| not_pem())?;
    match key_block(&text) {
        Some((label, body)) => Ok((label.to_owned(), compact(body))),
        None => Err(not_pem()),
    }
}

/// Label and body of the first block that is a private key, else of the first.
fn key_block(text: &str) -> Option<(&str, &str)> {
    let mut rest = text;
    let mut first = None;
    while let Some((_, begun)) = rest.split_once("-----BEGIN ") {
        let (label, after) = begun.split_once("-----")?;
        let end = format!("-----END {label}-----");
        let (body, more) = after.split_once(end.as_str())?;
        if label.ends_with(PLAIN) {
            return Some((label, body));
        }
        first = first.or(Some((label, body)));
        rest = more;
    }
    first
}

/// Base64 without white space, nor the `\n` that a variable often has for a line end.
fn compact(text: &str) -> String {
    text.replace("\\r", "")
        .replace("\\n", "")
        .chars()
        .filter(|character| !character.is_whitespace())
        .collect()
}

/// What bytes are, if they are a key in DER: told by how the outer sequence begins, and for a sequence in it by the first
/// bytes of the algorithm, which for an encrypted key is one of PKCS#5 or PKCS#12.
fn label_of_der(bytes: &[u8]) -> Option<&'static str> {
    match contents(bytes)? {
        [0x02, 0x01, 0x00, 0x30, ..] => Some(PLAIN),
        [0x02, 0x01, 0x00, 0x02, ..] => Some("RSA PRIVATE KEY"),
        inner => match contents(inner)? {
            [
                0x06,
                _,
                0x2a,
                0x86,
                0x48,
                0x86,
                0xf7,
                0x0d,
                0x01,
                0x05 | 0x0c,
                ..,
            ] => Some(ENCRYPTED),
            [0x06, _, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, ..] => Some("PUBLIC KEY"),
            _ => None,
        },
    }
}

/// What stands in a sequence.
fn contents(bytes: &[u8]) -> Option<&[u8]> {
    let [0x30, length, ..] = bytes else {
        return None;
    };
    match length {
        0x81..=0x84 => bytes.get(2 + usize::from(length - 0x80)..),
        0x00..=0x7f => bytes.get(2..),
        _ => None,
    }
}
