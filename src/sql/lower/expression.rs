//! Scalar expressions.

use sqlparser::ast::{
    AccessExpr, BinaryOperator, CaseWhen, CeilFloorKind, DateTimeField, Expr, Ident, Spanned,
    Subscript, TrimWhereField, TypedString, Value,
};

use super::functions::datetime_part::DatePart;
use super::functions::{gives_temporal, gives_text};
use super::operator::is_fraction_text;
use super::{Lowering, folded, literal};

/// Words that Snowflake reads as a call without parentheses.
const CALLS_WITHOUT_PARENTHESES: [&str; 10] = [
    "CURRENT_DATE",
    "CURRENT_TIMESTAMP",
    "CURRENT_TIME",
    "LOCALTIME",
    "LOCALTIMESTAMP",
    "SYSDATE",
    "CURRENT_USER",
    "CURRENT_ROLE",
    "CURRENT_SCHEMA",
    "CURRENT_DATABASE",
];

impl Lowering {
    /// An expression where a VARIANT would mean something else on DuckDB than on Snowflake.
    pub(super) fn scalar(&mut self, expr: &Expr) -> String {
        if self.is_variant(expr) {
            return self.refuse(
                expr.span(),
                "a VARIANT used without a cast",
                Some("cast it, as in `v:key::FLOAT` or `v:key::VARCHAR`"),
            );
        }
        self.any_value(expr)
    }

    /// An expression used as text: what is not text becomes it, as by Snowflake's implicit cast.
    pub(super) fn text(&mut self, expr: &Expr) -> String {
        let value = self.any_value(expr);
        if is_text(expr) {
            value
        } else {
            format!("sf_text({value})")
        }
    }

    /// An expression used as a timestamp, whatever it is: the macro for it repeats its argument often, so what is known
    /// to be a date or time goes without.
    pub(super) fn timestamp(&mut self, expr: &Expr) -> String {
        let value = self.any_value(expr);
        if is_temporal(expr) {
            format!("CAST({value} AS TIMESTAMP)")
        } else {
            format!("sf_timestamp({value})")
        }
    }

    /// An expression used as a date or time; a string literal becomes a timestamp.
    pub(super) fn temporal(&mut self, expr: &Expr) -> String {
        let value = self.scalar(expr);
        if literal::as_string(expr).is_some() {
            format!("sf_timestamp({value})")
        } else {
            value
        }
    }

    pub(super) fn scalars(&mut self, exprs: &[Expr]) -> String {
        let parts: Vec<String> = exprs.iter().map(|expr| self.scalar(expr)).collect();
        parts.join(", ")
    }

    /// Any expression, VARIANT or not.
    pub(super) fn any_value(&mut self, expr: &Expr) -> String {
        match expr {
            Expr::Identifier(ident) => self.column(ident),
            Expr::CompoundIdentifier(parts) => {
                let parts: Vec<String> = parts.iter().map(|part| self.column_part(part)).collect();
                parts.join(".")
            }
            Expr::Nested(inner) => self.any_value(inner),
            Expr::Value(value) => self.value(value),
            Expr::TypedString(typed) => self.typed_string(typed),
            Expr::BinaryOp { left, op, right } => self.binary(left, op, right),
            Expr::UnaryOp { op, expr } => self.unary(*op, expr),
            Expr::Cast {
                kind,
                expr,
                data_type,
                format,
            } => self.cast(kind, expr, data_type, format.as_ref()),
            Expr::Function(function) => self.function(function),
            Expr::Case {
                case_token: _,
                end_token: _,
                operand,
                conditions,
                else_result,
            } => self.case(operand.as_deref(), conditions, else_result.as_deref()),
            Expr::IsNull(inner) => format!("({} IS NULL)", self.any_value(inner)),
            Expr::IsNotNull(inner) => format!("({} IS NOT NULL)", self.any_value(inner)),
            Expr::IsTrue(inner) => format!("({} IS TRUE)", self.scalar(inner)),
            Expr::IsNotTrue(inner) => format!("({} IS NOT TRUE)", self.scalar(inner)),
            Expr::IsFalse(inner) => format!("({} IS FALSE)", self.scalar(inner)),
            Expr::IsNotFalse(inner) => format!("({} IS NOT FALSE)", self.scalar(inner)),
            Expr::IsDistinctFrom(left, right) => format!(
                "({} IS DISTINCT FROM {})",
                self.scalar(left),
                self.scalar(right)
            ),
            Expr::IsNotDistinctFrom(left, right) => {
                format!(
                    "({} IS NOT DISTINCT FROM {})",
                    self.scalar(left),
                    self.scalar(right)
                )
            }
            Expr::InList { list, .. } if list.iter().any(is_fraction_text) => {
                self.fraction_text(expr)
            }
            Expr::Between { low, high, .. } if is_fraction_text(low) || is_fraction_text(high) => {
                self.fraction_text(expr)
            }
            Expr::InList {
                expr,
                list,
                negated,
            } => {
                format!(
                    "({} {}IN ({}))",
                    self.scalar(expr),
                    not(*negated),
                    self.scalars(list)
                )
            }
            Expr::InSubquery {
                expr,
                subquery,
                negated,
            } => {
                format!(
                    "({} {}IN ({}))",
                    self.scalar(expr),
                    not(*negated),
                    self.query(subquery)
                )
            }
            Expr::Exists { subquery, negated } => {
                format!("({}EXISTS ({}))", not(*negated), self.query(subquery))
            }
            Expr::Subquery(query) => format!("({})", self.query(query)),
            Expr::Between {
                expr,
                negated,
                low,
                high,
            } => {
                format!(
                    "({} {}BETWEEN {} AND {})",
                    self.scalar(expr),
                    not(*negated),
                    self.scalar(low),
                    self.scalar(high)
                )
            }
            Expr::Like {
                negated,
                any,
                expr,
                pattern,
                escape_char,
            } => self.like(
                "LIKE",
                *negated,
                *any,
                expr,
                pattern,
                escape_char.as_deref(),
            ),
            Expr::ILike {
                negated,
                any,
                expr,
                pattern,
                escape_char,
            } => self.like(
                "ILIKE",
                *negated,
                *any,
                expr,
                pattern,
                escape_char.as_deref(),
            ),
            Expr::RLike {
                negated,
                expr,
                pattern,
                regexp: _,
            } => {
                format!(
                    "({}regexp_full_match({}, {}))",
                    not(*negated),
                    self.text(expr),
                    self.text(pattern)
                )
            }
            Expr::Extract {
                field,
                syntax: _,
                expr: inner,
            } => match DatePart::of_field(field) {
                Some(part) => self.date_part(part, inner),
                None => self.refuse_at(expr, format!("date part `{field}`")),
            },
            Expr::Ceil { expr, field } => self.ceil_or_floor("ceil", expr, field),
            Expr::Floor { expr, field } => self.ceil_or_floor("floor", expr, field),
            Expr::Position { expr, r#in } => {
                format!("sf_position({}, {}, 1)", self.text(expr), self.text(r#in))
            }
            Expr::Substring {
                expr,
                substring_from: Some(start),
                substring_for,
                special: _,
                shorthand: _,
            } => {
                let (text, start) = (self.text(expr), self.scalar(start));
                match substring_for {
                    Some(length) => {
                        format!("sf_substring({text}, {start}, {})", self.scalar(length))
                    }
                    None => format!("sf_substring_from({text}, {start})"),
                }
            }
            Expr::Trim {
                trim_where,
                trim_what,
                expr,
                trim_characters,
            } => {
                let characters = trim_what
                    .as_deref()
                    .or_else(|| trim_characters.as_ref().and_then(|list| list.first()));
                self.trim(*trim_where, expr, characters)
            }
            Expr::JsonAccess { value, path } => self.json_access(value, path),
            Expr::CompoundFieldAccess { root, access_chain } => {
                self.field_access(root, access_chain)
            }
            Expr::Array(array) => {
                let elements: Vec<String> = array
                    .elem
                    .iter()
                    .map(|element| self.any_value(element))
                    .collect();
                format!("json_array({})", elements.join(", "))
            }
            Expr::Interval(_) => self.refuse(
                expr.span(),
                "INTERVAL outside of date arithmetic",
                Some("use DATEADD"),
            ),
            Expr::Collate { .. } => self.refuse_at(expr, "COLLATE"),
            Expr::AtTimeZone { .. } => self.refuse_at(expr, "AT TIME ZONE"),
            Expr::Tuple(_) => self.refuse(
                expr.span(),
                "a row of several values",
                Some("compare the columns one by one"),
            ),
            Expr::OuterJoin(_) => self.refuse(
                expr.span(),
                "the join operator `(+)`",
                Some("use LEFT JOIN"),
            ),
            Expr::Prior(_) => self.refuse_at(expr, "PRIOR"),
            Expr::Lambda(_) => self.refuse_at(expr, "a lambda function"),
            Expr::Dictionary(_) => self.refuse(
                expr.span(),
                "an object constant",
                Some("use OBJECT_CONSTRUCT"),
            ),
            Expr::AnyOp { .. } | Expr::AllOp { .. } => {
                self.refuse_at(expr, "a comparison with ANY or ALL")
            }
            Expr::SimilarTo { .. } => self.refuse_at(expr, "SIMILAR TO"),
            Expr::Wildcard(_) | Expr::QualifiedWildcard(..) => {
                self.refuse_at(expr, "`*` in this place")
            }
            _ => self.refuse_at(expr, "this kind of expression"),
        }
    }

    fn column(&mut self, ident: &Ident) -> String {
        if ident.quote_style.is_none() {
            let name = folded(ident);
            if CALLS_WITHOUT_PARENTHESES.contains(&name.as_str()) {
                return self.not_reproducible(ident, &name);
            }
        }
        self.column_part(ident)
    }

    fn column_part(&mut self, ident: &Ident) -> String {
        if ident.quote_style.is_none()
            && let Some(position) = ident.value.strip_prefix('$')
        {
            return match position.parse::<u32>() {
                Ok(position) if self.reads_values => format!("\"COLUMN{position}\""),
                _ => self.refuse(
                    ident.span,
                    format!("variable `{}`", ident.value),
                    Some("use `{{ var('name') }}`"),
                ),
            };
        }
        self.identifier(ident)
    }

    /// Refuses what gives another answer on every run.
    pub(super) fn not_reproducible(&mut self, ident: &Ident, name: &str) -> String {
        self.refuse(
            ident.span,
            format!("`{name}`, which gives another value on every run"),
            Some("use `{{ ds }}`, as in `'{{ ds }}'::DATE`"),
        )
    }

    fn typed_string(&mut self, typed: &TypedString) -> String {
        let TypedString {
            data_type,
            value,
            uses_odbc_syntax: _,
        } = typed;
        let Value::SingleQuotedString(_) = value.value else {
            return self.refuse(value.span, "this kind of literal", None);
        };
        let text = Expr::Value(value.clone());
        self.cast(&sqlparser::ast::CastKind::Cast, &text, data_type, None)
    }

    fn case(
        &mut self,
        operand: Option<&Expr>,
        conditions: &[CaseWhen],
        else_result: Option<&Expr>,
    ) -> String {
        let mut text = "CASE".to_owned();
        if let Some(operand) = operand {
            text.push(' ');
            text.push_str(&self.scalar(operand));
        }
        for CaseWhen { condition, result } in conditions {
            text.push_str(&format!(
                " WHEN {} THEN {}",
                self.scalar(condition),
                self.any_value(result)
            ));
        }
        if let Some(result) = else_result {
            text.push_str(&format!(" ELSE {}", self.any_value(result)));
        }
        text + " END"
    }

    fn like(
        &mut self,
        op: &str,
        negated: bool,
        any: bool,
        expr: &Expr,
        pattern: &Expr,
        escape: Option<&Expr>,
    ) -> String {
        let escape = match escape.map(literal::as_string) {
            None => String::new(),
            Some(Some(character)) => format!(" ESCAPE {}", literal::string(character)),
            Some(None) => return self.refuse_at(expr, "LIKE with an ESCAPE that is not a literal"),
        };
        if negated && any {
            return self.refuse_at(expr, "NOT LIKE ANY");
        }
        let subject = self.text(expr);
        let patterns: Vec<&Expr> = match pattern {
            Expr::Tuple(patterns) if any => patterns.iter().collect(),
            Expr::Nested(inner) if any => vec![inner],
            single => vec![single],
        };
        let matches: Vec<String> = patterns
            .into_iter()
            .map(|pattern| format!("{subject} {op} {}{escape}", self.text(pattern)))
            .collect();
        format!("({}({}))", not(negated), matches.join(" OR "))
    }

    fn ceil_or_floor(&mut self, function: &str, expr: &Expr, field: &CeilFloorKind) -> String {
        let value = self.scalar(expr);
        match field {
            CeilFloorKind::DateTimeField(DateTimeField::NoDateTime) => {
                format!("{function}({value})")
            }
            CeilFloorKind::Scale(scale) => match literal::as_integer(&Expr::Value(scale.clone())) {
                Some(0) => format!("{function}({value})"),
                Some(scale @ 1..=9) => format!(
                    "sf_{function}({value}, 1{})",
                    "0".repeat(usize::try_from(scale).unwrap_or(0))
                ),
                _ => self.refuse_at(expr, format!("{} to this scale", function.to_uppercase())),
            },
            CeilFloorKind::DateTimeField(_) => {
                self.refuse_at(expr, format!("{} of a date", function.to_uppercase()))
            }
        }
    }

    pub(super) fn trim(
        &mut self,
        side: Option<TrimWhereField>,
        expr: &Expr,
        characters: Option<&Expr>,
    ) -> String {
        let function = match side {
            None | Some(TrimWhereField::Both) => "trim",
            Some(TrimWhereField::Leading) => "ltrim",
            Some(TrimWhereField::Trailing) => "rtrim",
        };
        let text = self.text(expr);
        let characters =
            characters.map_or_else(|| "' '".to_owned(), |characters| self.text(characters));
        format!("{function}({text}, {characters})")
    }

    fn field_access(&mut self, root: &Expr, chain: &[AccessExpr]) -> String {
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
}

/// `NOT ` where a test is negated.
fn not(negated: bool) -> &'static str {
    if negated { "NOT " } else { "" }
}

/// Whether an expression is text, for all that can be seen.
fn is_text(expr: &Expr) -> bool {
    match expr {
        Expr::Nested(inner) => is_text(inner),
        Expr::Trim { .. }
        | Expr::Substring { .. }
        | Expr::BinaryOp {
            op: BinaryOperator::StringConcat,
            ..
        } => true,
        Expr::Cast { data_type, .. } => {
            super::data_type(data_type).is_ok_and(|name| name == "VARCHAR")
        }
        Expr::Function(function) => gives_text(function),
        _ => literal::as_string(expr).is_some(),
    }
}

/// Whether an expression is a date or a timestamp, for all that can be seen.
fn is_temporal(expr: &Expr) -> bool {
    match expr {
        Expr::Nested(inner) => is_temporal(inner),
        Expr::Cast { data_type, .. } | Expr::TypedString(TypedString { data_type, .. }) => {
            super::data_type(data_type)
                .is_ok_and(|name| matches!(name.as_str(), "DATE" | "TIMESTAMP"))
        }
        Expr::Function(function) => gives_temporal(function),
        _ => false,
    }
}
