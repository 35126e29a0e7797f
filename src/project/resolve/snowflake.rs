//! What can be said of a Snowflake target before its variables are known.

use std::collections::BTreeMap;

use super::Resolver;
use crate::project::document::Entries;
use crate::project::snowflake::authenticator::{self, Authenticator, Choice};
use crate::project::snowflake::{account, host, session};
use crate::rules::{fixed_session_parameter, target_credentials, target_setting};
use crate::source::Spanned;

/// The keys that hold lengths of time.
const TIMEOUTS: [&str; 3] = ["connect_timeout", "request_timeout", "statement_timeout"];

impl Resolver<'_> {
    /// Reports what is wrong with the settings of a Snowflake target, by key.
    pub(super) fn snowflake(
        &mut self,
        settings: &BTreeMap<String, Spanned<String>>,
        parameters: &Entries<Spanned<String>>,
    ) {
        if let Some(account) = known(settings, "account")
            && let Err(problem) = account::read(&account.value, settings.contains_key("host"))
        {
            self.report(target_setting::impossible(
                account.span,
                "account",
                &problem,
            ));
        }
        if let Some(host) = known(settings, "host")
            && let Err(problem) = host::read(&host.value)
        {
            self.report(target_setting::impossible(host.span, "host", &problem));
        }
        for key in TIMEOUTS {
            self.positive_length(key, known(settings, key));
        }
        for (name, value) in &parameters.0 {
            let text = is_known(value).then_some(value.value.as_str());
            if let Some(problem) = session::problem(&name.value, text) {
                self.report(fixed_session_parameter::at(name, &problem));
            }
        }
        self.credentials(settings);
    }

    fn credentials(&mut self, settings: &BTreeMap<String, Spanned<String>>) {
        let named = settings.get("authenticator");
        let authenticator = match named.filter(|named| is_known(named)) {
            Some(text) => match Authenticator::read(&text.value) {
                Ok(found) => Some(found),
                Err(problem) => {
                    self.report(target_credentials::at(text.span, "authenticator", &problem));
                    return;
                }
            },
            None => None,
        };
        let is_open = authenticator.is_none() && named.is_some();
        let keys = |key: &str| Some(settings.get_key_value(key)?.0.as_str());
        let Choice::Refused(key, problem) = authenticator::choose(authenticator, keys) else {
            return;
        };
        // Whether a passphrase fits is not known while the authenticator is not; two credentials never fit.
        if is_open && key == authenticator::PASSPHRASE {
            return;
        }
        if let Some(value) = settings.get(key) {
            self.report(target_credentials::at(value.span, key, &problem));
        }
    }
}

/// A setting whose text is all there is to know.
fn known<'s>(
    settings: &'s BTreeMap<String, Spanned<String>>,
    key: &str,
) -> Option<&'s Spanned<String>> {
    settings.get(key).filter(|value| is_known(value))
}

fn is_known(value: &Spanned<String>) -> bool {
    !value.value.contains("{{")
}
