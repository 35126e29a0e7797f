//! Table functions over a value of each row to the left: FLATTEN and `SPLIT_TO_TABLE`.

use sqlparser::ast::{Expr, FunctionArg, FunctionArgExpr, ObjectName, Spanned, TableAlias};
use sqlparser::tokenizer::Span;

use super::{Lowering, Missing, folded, literal};

impl Lowering {
    /// A call in FROM, with or without TABLE(…) or LATERAL.
    pub(super) fn table_function(
        &mut self,
        name: &ObjectName,
        args: &[FunctionArg],
        alias: Option<&TableAlias>,
    ) -> String {
        let function = match name.0.as_slice() {
            [part] => part.as_ident().map(folded),
            _ => None,
        };
        match function.as_deref() {
            Some("FLATTEN") => self.flatten(name.span(), args, alias),
            Some("SPLIT_TO_TABLE") => self.split_to_table(name.span(), args, alias),
            Some("RESULT_SCAN") => self.refuse(
                name.span(),
                "table function `RESULT_SCAN`",
                Some("a feature view reads sources and other views only"),
            ),
            Some("GENERATOR") => self.refuse(
                name.span(),
                "table function `GENERATOR`",
                Some("use FLATTEN of ARRAY_GENERATE_RANGE(…)"),
            ),
            _ => self.refuse(name.span(), format!("table function `{name}`"), None),
        }
    }

    /// `SPLIT_TO_TABLE(text, separator)`: the parts, counted from 1. SEQ is not made, and naming it refused.
    fn split_to_table(
        &mut self,
        place: Span,
        args: &[FunctionArg],
        alias: Option<&TableAlias>,
    ) -> String {
        let [
            FunctionArg::Unnamed(FunctionArgExpr::Expr(value)),
            FunctionArg::Unnamed(FunctionArgExpr::Expr(separator)),
        ] = args
        else {
            return self.refuse(place, "this form of SPLIT_TO_TABLE", None);
        };
        let parts = format!(
            "CAST(sf_split({}, {}) AS VARCHAR[])",
            self.text(value),
            self.text(separator)
        );
        let rows = format!(
            "SELECT generate_subscripts({parts}, 1) AS \"INDEX\", unnest({parts}) AS \"VALUE\""
        );
        let name = self.lateral_name("SPLIT_TO_TABLE", &["SEQ"], alias);
        format!("LATERAL ({rows}) AS {name}")
    }

    fn lateral_name(
        &mut self,
        function: &'static str,
        missing: &'static [&'static str],
        alias: Option<&TableAlias>,
    ) -> String {
        self.missing.push(Missing {
            function,
            relation: alias.map_or(function.to_owned(), |alias| folded(&alias.name)),
            columns: missing,
            aliased: Vec::new(),
        });
        match alias {
            Some(alias) if alias.columns.is_empty() => self.table_alias(alias),
            Some(alias) => self.refuse(
                alias.name.span,
                format!("column aliases for {function}"),
                None,
            ),
            None => format!("\"{function}\""),
        }
    }

    /// FLATTEN of an array or object that stands in a column to the left. SEQ and PATH are not made, and naming them
    /// refused.
    fn flatten(&mut self, place: Span, args: &[FunctionArg], alias: Option<&TableAlias>) -> String {
        let mut input = None;
        let mut outer = false;
        for (position, arg) in args.iter().enumerate() {
            let (name, value) = match arg {
                FunctionArg::Named {
                    name,
                    arg: FunctionArgExpr::Expr(value),
                    operator: _,
                } => (folded(name), value),
                FunctionArg::Unnamed(FunctionArgExpr::Expr(value)) if position == 0 => {
                    ("INPUT".to_owned(), value)
                }
                _ => return self.refuse(place, "this form of FLATTEN", None),
            };
            match (
                name.as_str(),
                literal_boolean(value),
                literal::as_string(value),
            ) {
                ("INPUT", _, _) => input = Some(value),
                ("OUTER", Some(value), _) => outer = value,
                ("RECURSIVE", Some(false), _) => {}
                ("MODE", _, Some(mode)) if mode.eq_ignore_ascii_case("BOTH") => {}
                _ => return self.refuse(place, format!("the argument {name} of FLATTEN"), None),
            }
        }
        let Some(input) = input else {
            return self.refuse(place, "FLATTEN without INPUT", None);
        };
        let input = self.any_value(input);
        self.flattened = true;
        // The input gets a name of its own: `json_each` has columns called value, path, json or id, as tables may.
        let source = format!("(SELECT {input} AS \"fsc input\") AS \"fsc source\"");
        let input = "\"fsc source\".\"fsc input\"";
        let mut rows = format!(
            "SELECT CASE WHEN json_type({input}) = 'OBJECT' THEN item.key END AS \"KEY\", \
             CASE WHEN json_type({input}) = 'ARRAY' THEN CAST(item.key AS BIGINT) END AS \"INDEX\", \
             item.value AS \"VALUE\", {input} AS \"THIS\" \
             FROM {source}, json_each({input}) AS item WHERE json_type({input}) IN ('ARRAY', 'OBJECT')"
        );
        if outer {
            rows.push_str(&format!(
                " UNION ALL SELECT NULL, NULL, NULL, {input} FROM {source} WHERE \
                 coalesce(CASE json_type({input}) WHEN 'ARRAY' THEN json_array_length({input}) \
                 WHEN 'OBJECT' THEN len(json_keys({input})) END, 0) = 0"
            ));
        }
        let name = self.lateral_name("FLATTEN", &["SEQ", "PATH"], alias);
        format!("LATERAL ({rows}) AS {name}")
    }
}

fn literal_boolean(expr: &Expr) -> Option<bool> {
    match expr {
        Expr::Value(value) => match value.value {
            sqlparser::ast::Value::Boolean(value) => Some(value),
            _ => None,
        },
        _ => None,
    }
}
