//! Keys, made for these tests with `openssl`; they open nothing.

use crate::engine::EngineError;
use crate::engine::snowflake::key::unencrypted;
use crate::engine::snowflake::resolve::key::pem;

/// Of the public half of all RSA keys here: `openssl pkey -pubout -outform DER | openssl dgst -sha256 -binary | base64`.
pub(super) const FINGERPRINT: &str = "mE+5gXcDfNeWlCHEk5NTxBcyJnO2+SPr8gnHKaIycKw=";

const PLAIN: &str = include_str!("keys/plain.p8");
const PASSPHRASE: Option<&str> = Some("open-sesame");

/// A key on its way from a file or a variable to the crate.
fn opened(text: &str, passphrase: Option<&str>) -> Result<String, EngineError> {
    let pem = pem(text.as_bytes(), passphrase.is_some()).map_err(|problem| {
        EngineError::Connection(format!(
            "the private key {}\n{}",
            problem.what, problem.way_out
        ))
    })?;
    unencrypted(pem.reveal(), passphrase)
}

fn refused(text: &str, passphrase: Option<&str>) -> String {
    opened(text, passphrase).unwrap_err().to_string()
}

#[test]
fn keys_open_however_they_are_encrypted() {
    let plain = opened(PLAIN, None).unwrap();
    assert_eq!(plain.trim(), PLAIN.trim());
    for encrypted in [
        include_str!("keys/des3.p8"),
        include_str!("keys/aes.p8"),
        include_str!("keys/sha1.p8"),
    ] {
        assert_eq!(opened(encrypted, PASSPHRASE).unwrap(), plain);
    }
    // A passphrase that is not needed does no harm, and line ends may be written out.
    assert_eq!(opened(PLAIN, PASSPHRASE).unwrap(), plain);
    assert_eq!(opened(&PLAIN.replace('\n', "\\n"), None).unwrap(), plain);
    assert_eq!(opened(&PLAIN.replace('\n', "\r\n"), None).unwrap(), plain);
}

#[test]
fn what_is_no_key_is_refused_with_a_way_out() {
    let aes = include_str!("keys/aes.p8");
    for (pem, passphrase, problem) in [
        (
            aes,
            None,
            "holds a key that is encrypted, and the target has no passphrase\nset `private_key_passphrase",
        ),
        (aes, Some("wrong"), "does not open with this passphrase"),
        (
            include_str!("keys/pkcs1.pem"),
            None,
            "holds a key in PKCS#1, and Snowflake's clients take PKCS#8\nconvert it: `openssl pkcs8",
        ),
        (include_str!("keys/elliptic.p8"), None, "is not an RSA key"),
        ("/home/me/rsa_key.p8", None, "holds no key in PEM"),
        (
            "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----",
            None,
            "holds the public half of a key",
        ),
        (
            "-----BEGIN PRIVATE KEY-----\nAA*A\n-----END PRIVATE KEY-----",
            None,
            "holds a key whose text is damaged",
        ),
    ] {
        let said = refused(pem, passphrase);
        assert!(said.starts_with("the private key "), "{said}");
        assert!(said.contains(problem), "{said}");
        assert!(
            !said.contains("open-sesame") && !said.contains("wrong"),
            "{said}"
        );
    }
}
