//! Keys, made for these tests with `openssl`; they open nothing.

use crate::engine::snowflake::key::unencrypted;

/// Of the public half of all RSA keys here: `openssl pkey -pubout -outform DER | openssl dgst -sha256 -binary | base64`.
pub(super) const FINGERPRINT: &str = "mE+5gXcDfNeWlCHEk5NTxBcyJnO2+SPr8gnHKaIycKw=";

const PLAIN: &str = include_str!("keys/plain.p8");
const PASSPHRASE: Option<&str> = Some("open-sesame");

fn refused(pem: &str, passphrase: Option<&str>) -> String {
    unencrypted(pem, passphrase).unwrap_err().to_string()
}

#[test]
fn keys_open_however_they_are_encrypted() {
    let plain = unencrypted(PLAIN, None).unwrap();
    assert_eq!(plain.trim(), PLAIN.trim());
    for encrypted in [
        include_str!("keys/des3.p8"),
        include_str!("keys/aes.p8"),
        include_str!("keys/sha1.p8"),
    ] {
        assert_eq!(unencrypted(encrypted, PASSPHRASE).unwrap(), plain);
    }
    // A passphrase that is not needed does no harm, and line ends may be written out.
    assert_eq!(unencrypted(PLAIN, PASSPHRASE).unwrap(), plain);
    assert_eq!(
        unencrypted(&PLAIN.replace('\n', "\\n"), None).unwrap(),
        plain
    );
    assert_eq!(
        unencrypted(&PLAIN.replace('\n', "\r\n"), None).unwrap(),
        plain
    );
}

#[test]
fn what_is_no_key_is_refused_with_a_way_out() {
    let aes = include_str!("keys/aes.p8");
    for (pem, passphrase, problem) in [
        (
            aes,
            None,
            "is encrypted, and no passphrase is set\nset `private_key_passphrase`",
        ),
        (aes, Some("wrong"), "does not open with this passphrase"),
        (
            include_str!("keys/pkcs1.pem"),
            None,
            "is PKCS#1, and Snowflake's clients read PKCS#8\nconvert it: `openssl pkcs8",
        ),
        (include_str!("keys/elliptic.p8"), None, "is not an RSA key"),
        ("/home/me/rsa_key.p8", None, "is not in PEM form"),
        (
            "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----",
            None,
            "is not one: the file holds `PUBLIC KEY`",
        ),
        (
            "-----BEGIN PRIVATE KEY-----\nAA*A\n-----END PRIVATE KEY-----",
            None,
            "does not read",
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
