//! Queries: WITH, set operations, VALUES, ORDER BY, LIMIT.

use sqlparser::ast::{
    Cte, Expr, Fetch, Ident, LimitClause, OrderBy, OrderByExpr, OrderByKind, OrderByOptions,
    OrderBySort, Query, SetExpr, SetOperator, SetQuantifier, TableAlias, Top, TopQuantity, Values,
    With,
};

use super::Lowering;

impl Lowering {
    pub(super) fn query(&mut self, query: &Query) -> String {
        let Query {
            with,
            body,
            order_by,
            limit_clause,
            fetch,
            locks,
            for_clause,
            settings,
            format_clause,
            pipe_operators,
        } = query;
        if !locks.is_empty()
            || for_clause.is_some()
            || settings.is_some()
            || format_clause.is_some()
            || !pipe_operators.is_empty()
        {
            self.refuse_at(
                query,
                "a clause after the query (FOR, SETTINGS, FORMAT or `|>`)",
            );
        }
        let mut text = with
            .as_ref()
            .map_or_else(String::new, |with| self.with(with));
        // The scope of a query is its own; what its FROM holds is not seen by its siblings.
        let scope = self.enter();
        text.push_str(&self.set_expr(body));
        if let Some(order_by) = order_by {
            text.push_str(&self.order_by(order_by));
        }
        let top = match body.as_ref() {
            SetExpr::Select(select) => select.top.as_ref(),
            _ => None,
        };
        text.push_str(&self.limit(top, limit_clause.as_ref(), fetch.as_ref(), query));
        self.leave(&scope);
        text
    }

    fn with(&mut self, with: &With) -> String {
        let With {
            with_token: _,
            recursive,
            cte_tables,
        } = with;
        let mut parts = Vec::with_capacity(cte_tables.len());
        for Cte {
            alias,
            query,
            from,
            materialized,
            closing_paren_token: _,
        } in cte_tables
        {
            if from.is_some() || materialized.is_some() {
                self.refuse(alias.name.span, "MATERIALIZED or FROM in a CTE", None);
            }
            let name = self.table_alias(alias);
            parts.push(format!("{name} AS ({})", self.query(query)));
        }
        format!(
            "WITH {}{} ",
            if *recursive { "RECURSIVE " } else { "" },
            parts.join(", ")
        )
    }

    /// A table's alias with its column names, as it stands after AS.
    pub(super) fn table_alias(&mut self, alias: &TableAlias) -> String {
        let TableAlias {
            explicit: _,
            name,
            columns,
            at,
        } = alias;
        if at.is_some() || columns.iter().any(|column| column.data_type.is_some()) {
            self.refuse(name.span, "this kind of table alias", None);
        }
        let mut text = self.identifier(name);
        if !columns.is_empty() {
            let names: Vec<String> = columns
                .iter()
                .map(|column| self.identifier(&column.name))
                .collect();
            text.push_str(&format!("({})", names.join(", ")));
        }
        text
    }

    fn set_expr(&mut self, body: &SetExpr) -> String {
        match body {
            SetExpr::Select(select) => self.select(select),
            SetExpr::Query(query) => format!("({})", self.query(query)),
            SetExpr::SetOperation {
                left,
                op,
                set_quantifier,
                right,
            } => self.set_operation(left, *op, *set_quantifier, right),
            SetExpr::Values(values) => self.values(values),
            SetExpr::Table(_) => self.refuse_at(body, "TABLE as a query"),
            SetExpr::Insert(_) | SetExpr::Update(_) | SetExpr::Delete(_) | SetExpr::Merge(_) => {
                self.refuse_at(body, "a statement that writes")
            }
        }
    }

    /// A set operation; a chain of the same one is written flat and without recursion.
    fn set_operation(
        &mut self,
        left: &SetExpr,
        op: SetOperator,
        quantifier: SetQuantifier,
        right: &SetExpr,
    ) -> String {
        let keyword = match (op, quantifier) {
            (SetOperator::Union, SetQuantifier::All) => "UNION ALL",
            (SetOperator::Union, SetQuantifier::None | SetQuantifier::Distinct) => "UNION",
            (SetOperator::Except | SetOperator::Minus, SetQuantifier::None) => "EXCEPT",
            (SetOperator::Intersect, SetQuantifier::None) => "INTERSECT",
            _ => return self.refuse_at(right, format!("{op} {quantifier}")),
        };
        let mut operands = vec![right];
        let mut rest = left;
        while let SetExpr::SetOperation {
            left,
            op: inner,
            set_quantifier,
            right,
        } = rest
            && *inner == op
            && *set_quantifier == quantifier
        {
            operands.push(right);
            rest = left;
        }
        operands.push(rest);
        let operands: Vec<String> = operands
            .into_iter()
            .rev()
            .map(|operand| self.set_operand(operand))
            .collect();
        operands.join(&format!(" {keyword} "))
    }

    fn set_operand(&mut self, operand: &SetExpr) -> String {
        let scope = self.enter();
        if let SetExpr::Select(select) = operand
            && select.top.is_some()
        {
            self.refuse(
                select.select_token.0.span,
                "TOP in a set operation",
                Some("put the query in parentheses"),
            );
        }
        let text = match operand {
            SetExpr::SetOperation { .. } => format!("({})", self.set_expr(operand)),
            _ => self.set_expr(operand),
        };
        self.leave(&scope);
        text
    }

    /// VALUES, with the column names that Snowflake gives it.
    fn values(&mut self, values: &Values) -> String {
        let Values {
            explicit_row,
            value_keyword,
            rows,
        } = values;
        if *explicit_row || *value_keyword {
            return self.refuse_at(values, "this form of VALUES");
        }
        let width = rows.first().map_or(0, |row| row.content.len());
        let rows: Vec<String> = rows
            .iter()
            .map(|row| format!("({})", self.value_row(&row.content)))
            .collect();
        let names: Vec<String> = (1..=width)
            .map(|position| format!("\"COLUMN{position}\""))
            .collect();
        format!(
            "SELECT * FROM (VALUES {}) AS \"VALUES\"({})",
            rows.join(", "),
            names.join(", ")
        )
    }

    fn value_row(&mut self, row: &[Expr]) -> String {
        let values: Vec<String> = row.iter().map(|value| self.any_value(value)).collect();
        values.join(", ")
    }

    fn order_by(&mut self, order_by: &OrderBy) -> String {
        let OrderBy { kind, interpolate } = order_by;
        if interpolate.is_some() {
            self.refuse_at(order_by, "INTERPOLATE");
        }
        match kind {
            OrderByKind::Expressions(exprs) => format!(" ORDER BY {}", self.order_by_list(exprs)),
            OrderByKind::All(options) => match self.order_by_options(options) {
                Some(options) => format!(" ORDER BY ALL{options}"),
                None => self.refuse_at(order_by, "this form of ORDER BY"),
            },
        }
    }

    pub(super) fn order_by_list(&mut self, exprs: &[OrderByExpr]) -> String {
        let mut parts = Vec::with_capacity(exprs.len());
        for OrderByExpr {
            expr,
            options,
            with_fill,
        } in exprs
        {
            let value = self.operand(expr);
            match self.order_by_options(options) {
                Some(options) if with_fill.is_none() => parts.push(value + &options),
                _ => parts.push(self.refuse_at(expr, "this form of ORDER BY")),
            }
        }
        parts.join(", ")
    }

    /// The direction, with the place of NULL always written: Snowflake takes NULL for the largest value.
    #[expect(clippy::unused_self, reason = "reads as its siblings do")]
    fn order_by_options(&mut self, options: &OrderByOptions) -> Option<String> {
        let OrderByOptions { sort, nulls_first } = options;
        let descending = match sort {
            None | Some(OrderBySort::Asc) => false,
            Some(OrderBySort::Desc) => true,
            Some(OrderBySort::Using(_)) => return None,
        };
        let nulls_first = nulls_first.unwrap_or(descending);
        Some(format!(
            "{} NULLS {}",
            if descending { " DESC" } else { "" },
            if nulls_first { "FIRST" } else { "LAST" }
        ))
    }

    fn limit(
        &mut self,
        top: Option<&Top>,
        limit: Option<&LimitClause>,
        fetch: Option<&Fetch>,
        query: &Query,
    ) -> String {
        match (top, limit, fetch) {
            (None, None, None) => String::new(),
            (
                Some(Top {
                    with_ties: false,
                    percent: false,
                    quantity: Some(quantity),
                }),
                None,
                None,
            ) => match quantity {
                TopQuantity::Constant(rows) => format!(" LIMIT {rows}"),
                TopQuantity::Expr(rows) => format!(" LIMIT {}", self.operand(rows)),
            },
            (
                None,
                Some(LimitClause::LimitOffset {
                    limit,
                    offset,
                    limit_by,
                }),
                None,
            ) if limit_by.is_empty() => {
                let mut text = String::new();
                if let Some(limit) = limit {
                    text.push_str(&format!(" LIMIT {}", self.operand(limit)));
                }
                if let Some(offset) = offset {
                    text.push_str(&format!(" OFFSET {}", self.operand(&offset.value)));
                }
                text
            }
            (
                None,
                offset,
                Some(Fetch {
                    with_ties: false,
                    percent: false,
                    quantity,
                }),
            ) => {
                let rows = quantity
                    .as_ref()
                    .map_or_else(|| "1".to_owned(), |rows| self.operand(rows));
                match offset {
                    None => format!(" LIMIT {rows}"),
                    Some(LimitClause::LimitOffset {
                        limit: None,
                        offset: Some(offset),
                        limit_by,
                    }) if limit_by.is_empty() => {
                        format!(" LIMIT {rows} OFFSET {}", self.operand(&offset.value))
                    }
                    Some(_) => self.refuse_at(query, "this form of LIMIT"),
                }
            }
            _ => self.refuse_at(query, "this form of LIMIT"),
        }
    }

    /// Remembers that an output column holds VARIANT values.
    pub(super) fn remember_variant(&mut self, name: &Ident) {
        self.variants.insert(super::folded(name));
    }
}
