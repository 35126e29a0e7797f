//! Ways to log in, by the names that Snowflake's connectors give them, and the one secret that each takes.
//!
//! A target holds one credential: with two, which of them is used would have to be guessed, and the other would be kept for
//! nothing. What the authenticator leaves out, the credential tells; a `token` alone is a programmatic access token, since a
//! token of an OAuth server seldom outlives the hour and is fetched by something that can say what it is.

use super::Problem;
use crate::diagnostic::nearest;

/// How a user is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Authenticator {
    /// `snowflake_jwt`: a key pair.
    KeyPair,
    /// `programmatic_access_token`.
    ProgrammaticAccessToken,
    /// `oauth`.
    OAuth,
    /// `snowflake`: a password.
    Password,
}

/// Names of the connectors' that need a person, or a service beside Snowflake that fsc does not ask.
const INTERACTIVE: [&str; 5] = [
    "externalbrowser",
    "username_password_mfa",
    "oauth_authorization_code",
    "oauth_client_credentials",
    "workload_identity",
];

/// The keys that hold a credential.
pub const CREDENTIALS: [&str; 4] = ["private_key_path", "private_key", "token", "password"];

/// What a key is encrypted with: goes with a key only.
pub const PASSPHRASE: &str = "private_key_passphrase";

/// What a set of keys says about how to log in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Choice<'k> {
    /// One credential, taken in this way.
    One(Authenticator, &'k str),
    /// None at all.
    None,
    /// Something that cannot be: the key to point to, and what about it.
    Refused(&'k str, Problem),
}

impl Authenticator {
    /// All, in the order of preference.
    pub const ALL: [Self; 4] = [
        Self::KeyPair,
        Self::ProgrammaticAccessToken,
        Self::OAuth,
        Self::Password,
    ];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::KeyPair => "snowflake_jwt",
            Self::ProgrammaticAccessToken => "programmatic_access_token",
            Self::OAuth => "oauth",
            Self::Password => "snowflake",
        }
    }

    /// The keys of which it takes one.
    pub fn credentials(self) -> &'static [&'static str] {
        match self {
            Self::KeyPair => &["private_key_path", "private_key"],
            Self::ProgrammaticAccessToken | Self::OAuth => &["token"],
            Self::Password => &["password"],
        }
    }

    /// Reads a name, in any case.
    pub fn read(text: &str) -> Result<Self, Problem> {
        let name = text.trim().to_ascii_lowercase();
        if let Some(found) = Self::ALL.into_iter().find(|one| one.name() == name) {
            return Ok(found);
        }
        let key_pair = "a key pair needs neither: set `private_key_path`, and `authenticator` to `snowflake_jwt` or not at all";
        if INTERACTIVE.contains(&name.as_str()) {
            let what = format!(
                "is `{name}`, which needs a person or another service, and fsc runs unattended"
            );
            return Err(Problem::new(what, key_pair));
        }
        if name.starts_with("https://") {
            return Err(Problem::new(
                "is an address of an identity provider, which fsc does not ask",
                key_pair,
            ));
        }
        let names = Self::ALL.map(Self::name);
        let near = match nearest(&name, names) {
            Some(near) => format!("a similar value exists: `{near}`; "),
            None => String::new(),
        };
        Err(Problem::new(
            "is none that fsc knows",
            format!("{near}it can be `{}`", names.join("`, `")),
        ))
    }

    /// The way that a credential is taken where nothing is said.
    fn of(credential: &str) -> Self {
        match credential {
            "token" => Self::ProgrammaticAccessToken,
            "password" => Self::Password,
            _ => Self::KeyPair,
        }
    }
}

/// How to log in with the `keys` that are set; `named` is what `authenticator` says, where that is known.
pub fn choose<'k>(
    named: Option<Authenticator>,
    keys: impl Fn(&str) -> Option<&'k str>,
) -> Choice<'k> {
    let set: Vec<&'k str> = CREDENTIALS.into_iter().filter_map(&keys).collect();
    let (credential, more) = match set.as_slice() {
        [] => {
            return match keys(PASSPHRASE) {
                Some(passphrase) => Choice::Refused(passphrase, without_key()),
                None => Choice::None,
            };
        }
        [only] => (*only, None),
        [first, second, ..] => (*first, Some(*second)),
    };
    if let Some(second) = more {
        return Choice::Refused(
            second,
            Problem::new(
                format!("stands beside `{credential}`: a target logs in with one of them"),
                "remove one; a key pair is the way that Snowflake recommends for programs",
            ),
        );
    }
    let authenticator = named.unwrap_or_else(|| Authenticator::of(credential));
    if !authenticator.credentials().contains(&credential) {
        let wanted = authenticator.credentials().join("` or `");
        let fits = Authenticator::ALL
            .into_iter()
            .filter(|one| one.credentials().contains(&credential))
            .map(|one| format!("`{}`", one.name()))
            .collect::<Vec<_>>()
            .join(" or ");
        return Choice::Refused(
            credential,
            Problem::new(
                format!(
                    "does not go with `authenticator`, which is `{}`",
                    authenticator.name()
                ),
                format!("set `{wanted}` in its place, or `authenticator` to {fits}"),
            ),
        );
    }
    match keys(PASSPHRASE) {
        Some(passphrase) if authenticator != Authenticator::KeyPair => {
            Choice::Refused(passphrase, without_key())
        }
        _ => Choice::One(authenticator, credential),
    }
}

fn without_key() -> Problem {
    Problem::new(
        "stands without a private key",
        "remove it, or set `private_key_path` or `private_key`",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(named: Option<Authenticator>, set: &[&'static str]) -> Choice<'static> {
        let set = set.to_vec();
        choose(named, move |key| {
            set.iter().copied().find(|one| *one == key)
        })
    }

    #[test]
    fn one_credential_tells_how() {
        for (key, authenticator) in [
            ("private_key_path", Authenticator::KeyPair),
            ("private_key", Authenticator::KeyPair),
            ("token", Authenticator::ProgrammaticAccessToken),
            ("password", Authenticator::Password),
        ] {
            assert_eq!(chosen(None, &[key]), Choice::One(authenticator, key));
        }
        assert_eq!(
            chosen(Some(Authenticator::OAuth), &["token"]),
            Choice::One(Authenticator::OAuth, "token")
        );
        assert_eq!(chosen(None, &[]), Choice::None);
    }

    #[test]
    fn what_does_not_go_together_is_refused_where_it_stands() {
        let refused = |named, set: &[&'static str]| match chosen(named, set) {
            Choice::Refused(key, _) => key,
            other => panic!("{set:?}: {other:?}"),
        };
        assert_eq!(
            refused(None, &["private_key", "private_key_path"]),
            "private_key"
        );
        assert_eq!(refused(None, &["password", "token"]), "password");
        assert_eq!(refused(Some(Authenticator::KeyPair), &["token"]), "token");
        assert_eq!(
            refused(Some(Authenticator::OAuth), &["private_key_path"]),
            "private_key_path"
        );
        assert_eq!(refused(None, &["token", PASSPHRASE]), PASSPHRASE);
        assert_eq!(refused(None, &[PASSPHRASE]), PASSPHRASE);
    }

    #[test]
    fn names_are_the_connectors() {
        for one in Authenticator::ALL {
            assert_eq!(Authenticator::read(&one.name().to_uppercase()), Ok(one));
        }
        let problem = |text: &str| Authenticator::read(text).unwrap_err();
        assert!(
            problem("snowflake_jtw")
                .way_out
                .starts_with("a similar value exists: `snowflake_jwt`")
        );
        assert!(problem("externalbrowser").what.contains("needs a person"));
        assert!(
            problem("https://acme.okta.com")
                .what
                .contains("identity provider")
        );
    }
}
