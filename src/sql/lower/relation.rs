//! FROM: tables, subqueries, joins, LATERAL.

use sqlparser::ast::{
    Expr, Function, FunctionArguments, Join, JoinConstraint, JoinOperator, NullInclusion, Query,
    SetExpr, Spanned, TableAlias, TableFactor, TableWithJoins,
};

use super::Lowering;
use super::pivot::Pivot;

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
                    return self.refuse(name.span(), "time travel (AT, BEFORE or CHANGES)", Some("filter on a time column with `{{ ds }}`"));
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
                    return self.table_function(name, &args.args, alias.as_ref());
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
            // `TABLE(f(…))`
            TableFactor::TableFunction { expr, alias } => match expr {
                Expr::Function(Function {
                    name,
                    args: FunctionArguments::List(list),
                    ..
                }) => self.table_function(name, &list.args, alias.as_ref()),
                _ => self.refuse_at(expr, "this kind of table"),
            },
            TableFactor::Function {
                lateral: _,
                name,
                args,
                with_ordinality: false,
                alias,
            } => self.table_function(name, args, alias.as_ref()),
            TableFactor::NestedJoin {
                table_with_joins,
                alias: None,
            } => {
                format!("({})", self.table_with_joins(table_with_joins))
            }
            TableFactor::Pivot {
                table,
                aggregate_functions,
                value_column,
                value_source,
                default_on_null,
                alias,
            } => {
                let pivot = Pivot {
                    place: table.span(),
                    aggregates: aggregate_functions,
                    column: value_column,
                    values: value_source,
                    default: default_on_null.as_ref(),
                };
                let table = self.table_factor(table);
                let rows = self.pivot(&table, &pivot);
                self.aliased(rows, alias.as_ref())
            }
            TableFactor::Unpivot {
                table,
                value,
                name,
                columns,
                null_inclusion,
                alias,
            } => {
                let keeps_nulls = *null_inclusion == Some(NullInclusion::IncludeNulls);
                let table = self.table_factor(table);
                let rows = self.unpivot(&table, value, name, columns, keeps_nulls);
                self.aliased(rows, alias.as_ref())
            }
            TableFactor::MatchRecognize { table, .. } => {
                self.refuse(table.span(), "MATCH_RECOGNIZE", Some("number the events with CONDITIONAL_TRUE_EVENT or LAG, then group by the number"))
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
}

fn is_values(query: &Query) -> bool {
    matches!(query.body.as_ref(), SetExpr::Values(_))
}
