//! VARIANT, OBJECT and ARRAY, which DuckDB holds as JSON: paths, and where a value is known to be a VARIANT.

use sqlparser::ast::{
    AccessExpr, Expr, JsonPath, JsonPathElem, Spanned, Subscript, Value, ValueWithSpan,
};
use sqlparser::tokenizer::Span;

use super::functions::gives_variant;
use super::{Lowering, folded, literal};

impl Lowering {
    /// `v:a.b[0]`
    pub(super) fn json_access(&mut self, value: &Expr, path: &JsonPath) -> String {
        let JsonPath { path: steps } = path;
        let mut path = String::from("$");
        for step in steps {
            let step = match step {
                JsonPathElem::Dot { key, quoted: _ } => self.json_key(value.span(), key),
                JsonPathElem::Bracket { key } => self.json_step(key),
                JsonPathElem::ColonBracket { .. } => self.refuse_at(value, "the path `:[`"),
            };
            path.push_str(&step);
        }
        let value = self.any_value(value);
        format!("json_extract({value}, {})", literal::string(&path))
    }

    /// What stands between the brackets of a path: an index or a key, as a literal.
    pub(super) fn json_step(&mut self, key: &Expr) -> String {
        match key {
            Expr::Value(ValueWithSpan {
                value: Value::SingleQuotedString(text),
                span,
            }) => self.json_key(*span, text),
            _ => match literal::as_integer(key) {
                Some(index) if index >= 0 => format!("[{index}]"),
                _ => self.refuse(
                    key.span(),
                    "an index into a VARIANT that is not a literal",
                    Some("use FLATTEN"),
                ),
            },
        }
    }

    pub(super) fn json_key(&mut self, span: Span, key: &str) -> String {
        if key.contains(['"', '\\']) {
            return self.refuse(span, format!("the key `{key}`"), None);
        }
        format!(".\"{key}\"")
    }

    /// Whether an expression is a VARIANT for all that can be seen in the query. A column of a source may be one too;
    /// there DuckDB's own types decide, and comparing JSON with text is an error, not a wrong answer.
    pub(super) fn is_variant(&self, expr: &Expr) -> bool {
        match expr {
            Expr::JsonAccess { .. }
            | Expr::CompoundFieldAccess { .. }
            | Expr::Array(_)
            | Expr::Dictionary(_) => true,
            Expr::Nested(inner) => self.is_variant(inner),
            Expr::Identifier(ident) => self.is_variant_name(&folded(ident)),
            Expr::CompoundIdentifier(parts) => parts
                .last()
                .is_some_and(|ident| self.is_variant_name(&folded(ident))),
            Expr::Function(function) => gives_variant(function),
            Expr::Case {
                conditions,
                else_result,
                ..
            } => {
                conditions
                    .iter()
                    .any(|branch| self.is_variant(&branch.result))
                    || else_result
                        .as_deref()
                        .is_some_and(|result| self.is_variant(result))
            }
            Expr::Cast { data_type, .. } => {
                super::data_type(data_type).is_ok_and(|name| name == "JSON")
            }
            _ => false,
        }
    }

    /// `v['a'][0]`
    pub(super) fn field_access(&mut self, root: &Expr, chain: &[AccessExpr]) -> String {
        let mut path = String::from("$");
        for access in chain {
            let step = match access {
                AccessExpr::Subscript(Subscript::Index { index }) => self.json_step(index),
                AccessExpr::Dot(Expr::Identifier(key)) => self.json_key(key.span, &key.value),
                AccessExpr::Dot(_) | AccessExpr::Subscript(Subscript::Slice { .. }) => {
                    self.refuse_at(root, "this kind of access to a VARIANT")
                }
            };
            path.push_str(&step);
        }
        let root = self.any_value(root);
        format!("json_extract({root}, {})", literal::string(&path))
    }

    fn is_variant_name(&self, name: &str) -> bool {
        (self.flattened && matches!(name, "VALUE" | "THIS")) || self.variants.contains(name)
    }
}
