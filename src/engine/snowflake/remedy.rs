//! What to do about an error, by Snowflake's code. Codes are Snowflake's own, from its documentation and its drivers; where
//! Snowflake gives several codes to one thing, its stable words decide.

use super::error::Trouble;

/// A code as a number: `002003` and `2003` are one.
pub(super) fn number(code: &str) -> Option<u32> {
    code.parse().ok()
}

/// A way out of an error; none where the message says all.
pub(super) fn of(code: &str, message: &str) -> Option<&'static str> {
    let says = |words: &str| message.contains(words);
    if says("is not allowed to access Snowflake") {
        return Some(
            "a network policy keeps this address out: an administrator adds it to the policy of the user or the account",
        );
    }
    if says("Multi-factor authentication") || says("MFA") {
        return Some(
            "a password needs a second factor here: use a key pair or a programmatic access token, which need none",
        );
    }
    if says("resource monitor") {
        return Some(
            "a resource monitor has used up its credits: an administrator raises its quota, or wait for its next interval",
        );
    }
    match number(code)? {
        390_100 => Some(
            "check user and password; `account` must be the one that the user belongs to. Programs do better with a key pair",
        ),
        390_101 | 390_102 => Some("the user is disabled or locked: an administrator enables it"),
        390_144 | 394_300..=394_307 => Some(
            "check that `desc user` shows the fingerprint of this key as `RSA_PUBLIC_KEY_FP`, that user and account are \
             right, and that this machine's clock is; an administrator sees the reason with \
             `select system$get_login_failure_details('…')`",
        ),
        390_186 | 390_189 => {
            Some("check `role`: it must exist and be granted to the user: `grant role … to user …`")
        }
        390_190 => Some(
            "the authentication that is set is not allowed here: ask for the account's authentication policy",
        ),
        390_191 => Some("check `user`: it must exist in this account"),
        390_201 => Some(
            "check `database`, `schema` and `warehouse`: each must exist, and the role needs `usage` on each",
        ),
        390_303 | 390_318 => {
            Some("the OAuth token is not valid any more: get a new one and set it again")
        }
        390_432 => Some(
            "a programmatic access token needs a network policy for its user: `create network policy …`, `alter user … set \
             network_policy = …`",
        ),
        394_400..=394_409 => Some(
            "the programmatic access token is wrong, expired or of another user: make one with `alter user … add \
             programmatic access token …`, and set it again",
        ),
        90_105 => {
            Some("set `database` of the target; it must exist, and the role needs `usage` on it")
        }
        90_106 => Some(
            "set `schema` of the target, or write the schema before the table's name in the query; it must exist, and the \
             role needs `usage` on it",
        ),
        90_030 => Some(
            "the database holds more than one answer of `information_schema` may list: name the schema and the table in the \
             query",
        ),
        606 | 607 => Some(
            "set `warehouse`, and `grant usage, operate on warehouse … to role …`; a suspended one must be allowed to \
             resume: `alter warehouse … set auto_resume = true`",
        ),
        300_002 => Some(
            "an error inside of Snowflake: run again, and report it to Snowflake with the query if it stays",
        ),
        604 => Some("somebody or something cancelled the statement: run again"),
        630 => Some(
            "raise the time-out of the statement, of the warehouse or of the target, or use a larger warehouse",
        ),
        615 => Some(
            "its transaction was ended from outside, as one is that is idle and keeps others waiting: run again",
        ),
        625 => Some(
            "something else writes to the same table: run again when it has ended, or with fewer threads",
        ),
        3001 | 3003 => {
            Some("the role lacks a privilege: docs/snowflake.md lists the grants that it needs")
        }
        2003 | 2043 => Some(
            "check the name, and that the role may see it: `grant usage` on its database and schema, `select` on it",
        ),
        _ => None,
    }
}

/// Whether a statement lost a struggle for a lock, so that the same may succeed later.
///
/// Two codes are known for it, from what people report: Snowflake publishes none. 625 is that of a statement which would
/// have been one waiter too many, and names who holds the lock. 615 is that of a statement whose transaction was ended from
/// outside: by an administrator, or by Snowflake, where it was idle and kept others waiting. For time-outs of locks and
/// deadlocks the documentation gives neither code nor words, so words are a second sign. Names and values, which stand in
/// quotes, do not count.
pub(super) fn is_contention(code: &str, message: &str) -> bool {
    if matches!(number(code), Some(615 | 625)) {
        return true;
    }
    let words: String = message.to_lowercase().split('\'').step_by(2).collect();
    let says = |part: &str| words.contains(part);
    says("number of waiters for this lock exceeds")
        || says("this lock has not yet been released")
        || (says("aborted") && (says("deadlock") || says("lock timeout") || says("lock time-out")))
}

/// A way out where no answer came.
pub(super) fn of_trouble(trouble: &Trouble, host: &str) -> String {
    match trouble {
        Trouble::Name => format!(
            "check `account` or `host`, and that this machine can look up names: `nslookup {host}`"
        ),
        Trouble::Proxy(_) => {
            "check `HTTPS_PROXY` and `NO_PROXY`, and what the proxy lets through".into()
        }
        Trouble::Certificate(_) => format!(
            "where a proxy opens connections, give its certificate in `SSL_CERT_FILE`; else check `host`: `{host}` must be the name in the certificate"
        ),
        Trouble::Connect(_) | Trouble::Timeout => format!(
            "check that this machine reaches `{host}`, through `HTTPS_PROXY` where a proxy is needed, and run again"
        ),
        Trouble::Cut | Trouble::Other(_) => "run again: what was committed stays".into(),
    }
}
