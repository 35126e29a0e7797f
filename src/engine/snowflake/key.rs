//! Opening private keys. The crate reads PKCS#8 that is not encrypted. What forms people have keys in is the business of
//! [`resolve`](super::resolve), which hands over PKCS#8 in PEM. A key is opened when the target is, so that a wrong
//! passphrase is told before anything runs.

use pkcs8::{
    EncryptedPrivateKeyInfo, LineEnding, ObjectIdentifier, PrivateKeyInfo, SecretDocument,
};

use super::EngineError;

const PLAIN: &str = "PRIVATE KEY";
const ENCRYPTED: &str = "ENCRYPTED PRIVATE KEY";

/// `rsaEncryption`: the one kind of key that Snowflake takes.
const RSA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.1");

/// The PEM of an RSA key as the crate reads it, from PKCS#8 in PEM.
pub(super) fn unencrypted(pem: &str, passphrase: Option<&str>) -> Result<String, EngineError> {
    let refused = |problem: &str, way_out: &str| {
        Err(EngineError::Connection(format!(
            "the private key {problem}\n{way_out}"
        )))
    };
    let Ok((label, document)) = SecretDocument::from_pem(pem) else {
        return refused(
            "does not read: its PEM text is damaged",
            "check that it is whole, with its first and its last line",
        );
    };
    let document = if label == ENCRYPTED {
        let Some(passphrase) = passphrase else {
            return refused(
                "is encrypted, and no passphrase is set",
                "set `private_key_passphrase`, with the passphrase in an environment variable",
            );
        };
        let Ok(encrypted) = EncryptedPrivateKeyInfo::try_from(document.as_bytes()) else {
            return refused(
                "is encrypted in a way that fsc does not read",
                "encrypt it with AES: `openssl pkcs8 -topk8 -v2 aes-256-cbc -in OLD -out NEW.p8`",
            );
        };
        match encrypted.decrypt(passphrase) {
            Ok(decrypted) => decrypted,
            Err(_) => return refused("does not open with this passphrase", "check the passphrase"),
        }
    } else {
        document
    };
    let Ok(key) = PrivateKeyInfo::try_from(document.as_bytes()) else {
        return refused(
            "does not open",
            "check the passphrase, and that the file is whole",
        );
    };
    if key.algorithm.oid != RSA {
        return refused(
            "is not an RSA key, which is the one kind that Snowflake takes",
            GENERATE,
        );
    }
    match document.to_pem(PLAIN, LineEnding::LF) {
        Ok(pem) => Ok(pem.to_string()),
        Err(_) => refused("cannot be written as PEM", GENERATE),
    }
}

const GENERATE: &str =
    "make one: `openssl genrsa 2048 | openssl pkcs8 -topk8 -v2 aes-256-cbc -out rsa_key.p8`";
