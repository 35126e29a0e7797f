//! Methods on text and maps that templates written for Airflow and dbt call, as Python has them.

use minijinja::value::{Rest, from_args};
use minijinja::{Environment, Error, ErrorKind, State, Value};

use super::dates;

/// Makes `ds.replace('-', '')`, `data_interval_end.strftime('%H')` and the like work.
pub(super) fn add(environment: &mut Environment<'static>) {
    environment.set_unknown_method_callback(|state, value, method, arguments| {
        match value.as_str() {
            Some(text) => on_text(text, method, arguments),
            None => on_map(state, value, method, arguments),
        }
    });
}

fn on_text(text: &str, method: &str, arguments: &[Value]) -> Result<Value, Error> {
    match method {
        "strftime" => {
            let (format,): (&str,) = from_args(arguments)?;
            dates::strftime(text, format).map(Value::from)
        }
        "replace" => {
            let (from, to): (&str, &str) = from_args(arguments)?;
            Ok(text.replace(from, to).into())
        }
        "startswith" => {
            let (prefix,): (&str,) = from_args(arguments)?;
            Ok(text.starts_with(prefix).into())
        }
        "endswith" => {
            let (suffix,): (&str,) = from_args(arguments)?;
            Ok(text.ends_with(suffix).into())
        }
        "split" => {
            let (separator,): (Option<&str>,) = from_args(arguments)?;
            Ok(match separator {
                Some(separator) => text.split(separator).map(Value::from).collect(),
                None => text.split_whitespace().map(Value::from).collect(),
            })
        }
        "upper" | "lower" | "strip" | "isoformat" => {
            let () = from_args(arguments)?;
            Ok(match method {
                "upper" => text.to_uppercase().into(),
                "lower" => text.to_lowercase().into(),
                "strip" => text.trim().into(),
                _ => text.into(),
            })
        }
        _ => Err(ErrorKind::UnknownMethod.into()),
    }
}

fn on_map(
    state: &mut State<'_, '_>,
    value: &Value,
    method: &str,
    arguments: &[Value],
) -> Result<Value, Error> {
    if value.kind() != minijinja::value::ValueKind::Map {
        return Err(ErrorKind::UnknownMethod.into());
    }
    match method {
        "items" => {
            let () = from_args(arguments)?;
            state.apply_filter("items", std::slice::from_ref(value))
        }
        "keys" => {
            let () = from_args(arguments)?;
            Ok(value.try_iter()?.collect())
        }
        "get" => {
            let (key, default): (Value, Rest<Value>) = from_args(arguments)?;
            let found = value.get_item(&key)?;
            if found.is_undefined() {
                Ok(default.first().cloned().unwrap_or_else(|| Value::from(())))
            } else {
                Ok(found)
            }
        }
        _ => Err(ErrorKind::UnknownMethod.into()),
    }
}
