//! The environment variables as a value.
//!
//! The command line takes them over once, at its start. So templates and settings read the same ones however often they
//! are rendered, and a test says which there are without touching those of its process.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fmt;
use std::sync::Arc;

/// Variables by name; those of other text than UTF-8 are left out. Cheap to clone. By default there are none.
#[derive(Clone, Default)]
pub struct EnvironmentVariables(Arc<BTreeMap<String, String>>);

impl EnvironmentVariables {
    /// The value of a variable, where it is set.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }
}

impl FromIterator<(OsString, OsString)> for EnvironmentVariables {
    fn from_iter<V: IntoIterator<Item = (OsString, OsString)>>(variables: V) -> Self {
        let texts = variables.into_iter().filter_map(|(name, value)| {
            Some((name.into_string().ok()?, value.into_string().ok()?))
        });
        Self(Arc::new(texts.collect()))
    }
}

impl<const N: usize> From<[(&str, &str); N]> for EnvironmentVariables {
    fn from(variables: [(&str, &str); N]) -> Self {
        let texts = variables.map(|(name, value)| (name.to_owned(), value.to_owned()));
        Self(Arc::new(BTreeMap::from(texts)))
    }
}

/// Names only: values may be secrets.
impl fmt::Debug for EnvironmentVariables {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_set().entries(self.0.keys()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_value_is_shown_and_none_but_text_is_known() {
        let variables = EnvironmentVariables::from([("TOKEN", "hunter2")]);
        assert_eq!(variables.get("TOKEN"), Some("hunter2"));
        assert_eq!(variables.get("token"), None);
        assert_eq!(format!("{variables:?}"), "{\"TOKEN\"}");
    }

    #[cfg(unix)]
    #[test]
    fn what_is_no_text_is_not_set() {
        use std::os::unix::ffi::OsStringExt as _;

        let odd = OsString::from_vec(vec![0xff]);
        let variables: EnvironmentVariables = [("ODD".into(), odd), ("A".into(), "b".into())]
            .into_iter()
            .collect();
        assert_eq!(
            (variables.get("ODD"), variables.get("A")),
            (None, Some("b"))
        );
    }
}
