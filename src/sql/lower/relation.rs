//! FROM: tables, subqueries, joins, LATERAL, FLATTEN.

use sqlparser::ast::{
    Expr, Function, FunctionArg, FunctionArgExpr, FunctionArguments, Join, JoinConstraint,
    JoinOperator, Query, SetExpr, Spanned, TableAlias, TableFactor, TableWithJoins,
};
use sqlparser::tokenizer::Span;

use super::{Lowering, folded, literal};

impl Lowering {
    pub(super) fn from(&mut self, from: &[TableWithJoins]) -> String {
        if from.is_empty() {
            return String::new();
        }
        let parts: Vec<String> = from
            .iter()
            .map(|item| self.table_with_joins(item))
            .collect();
        format!(" FROM {}", parts.join(", "))
    }

    fn table_with_joins(&mut self, item: &TableWithJoins) -> String {
        let TableWithJoins { relation, joins } = item;
        let mut text = self.table_factor(relation);
        for join in joins {
            text.push_str(&self.join(join));
        }
        text
    }

    fn join(&mut self, join: &Join) -> String {
        let Join {
            relation,
            global,
            join_operator,
        } = join;
        if *global {
            self.refuse_at(relation, "GLOBAL JOIN");
        }
        let table = self.table_factor(relation);
        let (keyword, constraint) = match join_operator {
            JoinOperator::Join(JoinConstraint::None)
            | JoinOperator::Inner(JoinConstraint::None) => {
                return format!(" CROSS JOIN {table}");
            }
            JoinOperator::Join(constraint) | JoinOperator::Inner(constraint) => {
                ("JOIN", constraint)
            }
            JoinOperator::Left(constraint) | JoinOperator::LeftOuter(constraint) => {
                ("LEFT JOIN", constraint)
            }
            JoinOperator::Right(constraint) | JoinOperator::RightOuter(constraint) => {
                ("RIGHT JOIN", constraint)
            }
            JoinOperator::FullOuter(constraint) => ("FULL JOIN", constraint),
            JoinOperator::CrossJoin(JoinConstraint::None) => return format!(" CROSS JOIN {table}"),
            JoinOperator::AsOf {
                match_condition,
                constraint,
            } => return self.asof_join(&table, match_condition, constraint),
            _ => return self.refuse_at(relation, "this kind of join"),
        };
        match constraint {
            JoinConstraint::On(condition) => {
                format!(" {keyword} {table} ON {}", self.scalar(condition))
            }
            JoinConstraint::Using(columns) => {
                let columns: Vec<String> = columns
                    .iter()
                    .map(|column| self.object_name(column))
                    .collect();
                format!(" {keyword} {table} USING ({})", columns.join(", "))
            }
            JoinConstraint::Natural => format!(" NATURAL {keyword} {table}"),
            JoinConstraint::None => format!(" {keyword} {table} ON TRUE"),
        }
    }

    /// Snowflake's ASOF JOIN keeps the left rows that find no match.
    fn asof_join(
        &mut self,
        table: &str,
        match_condition: &Expr,
        constraint: &JoinConstraint,
    ) -> String {
        let condition = self.scalar(match_condition);
        match constraint {
            JoinConstraint::None => format!(" ASOF LEFT JOIN {table} ON {condition}"),
            JoinConstraint::On(keys) => format!(
                " ASOF LEFT JOIN {table} ON {} AND {condition}",
                self.scalar(keys)
            ),
            JoinConstraint::Using(_) | JoinConstraint::Natural => self.refuse(
                match_condition.span(),
                "ASOF JOIN … USING",
                Some("write the columns after ON"),
            ),
        }
    }

    fn table_factor(&mut self, factor: &TableFactor) -> String {
        match factor {
            TableFactor::Table {
                name,
                alias,
                args,
                with_hints,
                version,
                with_ordinality,
                partitions,
                json_path,
                sample,
                index_hints,
            } => {
                if version.is_some() {
                    return self.refuse(name.span(), "time travel (AT, BEFORE or CHANGES)", None);
                }
                if sample.is_some() {
                    return self.refuse(
                        name.span(),
                        "SAMPLE",
                        Some("its rows differ on every run; filter on a key instead"),
                    );
                }
                if !with_hints.is_empty()
                    || *with_ordinality
                    || !partitions.is_empty()
                    || json_path.is_some()
                    || !index_hints.is_empty()
                {
                    return self.refuse(name.span(), "an option of a table", None);
                }
                if let Some(args) = args {
                    return match name.0.as_slice() {
                        [part]
                            if part
                                .as_ident()
                                .is_some_and(|ident| folded(ident) == "FLATTEN") =>
                        {
                            self.flatten(name.span(), &args.args, alias.as_ref())
                        }
                        _ => self.refuse(name.span(), format!("table function `{name}`"), None),
                    };
                }
                let name = self.object_name(name);
                self.aliased(name, alias.as_ref())
            }
            TableFactor::Derived {
                lateral,
                subquery,
                alias,
                sample,
            } => {
                if sample.is_some() {
                    return self.refuse_at(subquery.as_ref(), "SAMPLE");
                }
                let text = format!(
                    "{}({})",
                    if *lateral { "LATERAL " } else { "" },
                    self.query(subquery)
                );
                self.reads_values |= is_values(subquery);
                self.aliased(text, alias.as_ref())
            }
            TableFactor::TableFunction { expr, alias } => self.table_function(expr, alias.as_ref()),
            TableFactor::Function {
                lateral: _,
                name,
                args,
                with_ordinality: false,
                alias,
            } => match name.0.as_slice() {
                [part]
                    if part
                        .as_ident()
                        .is_some_and(|ident| folded(ident) == "FLATTEN") =>
                {
                    self.flatten(name.span(), args, alias.as_ref())
                }
                _ => self.refuse(name.span(), format!("table function `{name}`"), None),
            },
            TableFactor::NestedJoin {
                table_with_joins,
                alias: None,
            } => {
                format!("({})", self.table_with_joins(table_with_joins))
            }
            TableFactor::Pivot { table, .. } => self.refuse(
                table.span(),
                "PIVOT",
                Some("use SUM(IFF(…)) for each column"),
            ),
            TableFactor::Unpivot { table, .. } => {
                self.refuse(table.span(), "UNPIVOT", Some("use UNION ALL"))
            }
            TableFactor::MatchRecognize { table, .. } => {
                self.refuse(table.span(), "MATCH_RECOGNIZE", None)
            }
            _ => self.refuse_at(factor, "this kind of table"),
        }
    }

    fn aliased(&mut self, table: String, alias: Option<&TableAlias>) -> String {
        match alias {
            Some(alias) => format!("{table} AS {}", self.table_alias(alias)),
            None => table,
        }
    }

    /// `TABLE(f(…))`
    fn table_function(&mut self, expr: &Expr, alias: Option<&TableAlias>) -> String {
        let Expr::Function(Function {
            name,
            args: FunctionArguments::List(list),
            ..
        }) = expr
        else {
            return self.refuse_at(expr, "this kind of table");
        };
        match name.0.as_slice() {
            [part]
                if part
                    .as_ident()
                    .is_some_and(|ident| folded(ident) == "FLATTEN") =>
            {
                self.flatten(name.span(), &list.args, alias)
            }
            _ => self.refuse(name.span(), format!("table function `{name}`"), None),
        }
    }

    /// FLATTEN of an array or object that stands in a column to the left. SEQ and PATH are not made; naming them is an
    /// error of the engine.
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
        let mut rows = format!(
            "SELECT CASE WHEN json_type({input}) = 'OBJECT' THEN item.key END AS \"KEY\", \
             CASE WHEN json_type({input}) = 'ARRAY' THEN CAST(item.key AS BIGINT) END AS \"INDEX\", \
             item.value AS \"VALUE\", {input} AS \"THIS\" \
             FROM json_each({input}) AS item WHERE json_type({input}) IN ('ARRAY', 'OBJECT')"
        );
        if outer {
            rows.push_str(&format!(
                " UNION ALL SELECT NULL, NULL, NULL, {input} WHERE \
                 coalesce(CASE json_type({input}) WHEN 'ARRAY' THEN json_array_length({input}) \
                 WHEN 'OBJECT' THEN len(json_keys({input})) END, 0) = 0"
            ));
        }
        let name = match alias {
            Some(alias) if alias.columns.is_empty() => self.table_alias(alias),
            Some(alias) => return self.refuse(alias.name.span, "column aliases for FLATTEN", None),
            None => "\"FLATTEN\"".to_owned(),
        };
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

fn is_values(query: &Query) -> bool {
    matches!(query.body.as_ref(), SetExpr::Values(_))
}
