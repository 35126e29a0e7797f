//! Pages in place of answers: what a status means where Snowflake's interface was asked. Snowflake itself answers with
//! status 200 and a code; a status of its own comes from what stands before it.

/// What to do about a page. Once somebody has logged in, the account is known.
pub(in crate::engine::snowflake) fn way_out(status: u16, host: &str, is_login: bool) -> String {
    match status {
        401 | 403 | 404 if !is_login => format!(
            "the login went well: a proxy, a firewall or a network policy has kept this machine out since, or something \
             between it and `{host}` answers in its place"
        ),
        300..=399 => format!(
            "`{host}` is not where the account is, or something between wants a login of its own: check `account` and `host`"
        ),
        401 | 403 => format!(
            "check `account`, with its region where it has one, or `host`: `{host}` knows no such account, or a proxy, a \
             firewall or a network policy keeps this machine out"
        ),
        404 => format!("check `account`, with its region where it has one, or `host`: `{host}` knows no such account"),
        407 => "the proxy wants a user and a password: `HTTPS_PROXY=http://user:password@proxy:port`".into(),
        429 => "too many requests: run again later, or with fewer threads".into(),
        500..=599 => "Snowflake, or something before it, is out of order: run again later; see https://status.snowflake.com".into(),
        _ => format!(
            "something between this machine and `{host}` answers in its place, such as a proxy or the login of a network"
        ),
    }
}
