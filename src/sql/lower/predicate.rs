//! Conditions: IS, IN, BETWEEN, EXISTS and the kinds of LIKE.

use sqlparser::ast::{Expr, Function, FunctionArg, FunctionArgExpr, FunctionArguments};

use super::operator::is_fraction_text;
use super::{Lowering, literal};

impl Lowering {
    /// A condition other than a comparison.
    pub(super) fn predicate(&mut self, whole: &Expr) -> String {
        match whole {
            Expr::IsNull(inner) => format!("({} IS NULL)", self.any_value(inner)),
            Expr::IsNotNull(inner) => format!("({} IS NOT NULL)", self.any_value(inner)),
            Expr::IsTrue(inner) => format!("({} IS TRUE)", self.scalar(inner)),
            Expr::IsNotTrue(inner) => format!("({} IS NOT TRUE)", self.scalar(inner)),
            Expr::IsFalse(inner) => format!("({} IS FALSE)", self.scalar(inner)),
            Expr::IsNotFalse(inner) => format!("({} IS NOT FALSE)", self.scalar(inner)),
            Expr::IsDistinctFrom(left, right) => format!(
                "({} IS DISTINCT FROM {})",
                self.scalar(left),
                self.beside(left, right)
            ),
            Expr::IsNotDistinctFrom(left, right) => {
                format!(
                    "({} IS NOT DISTINCT FROM {})",
                    self.scalar(left),
                    self.beside(left, right)
                )
            }
            Expr::InList { list, .. } if list.iter().any(is_fraction_text) => {
                self.fraction_text(whole)
            }
            Expr::Between { low, high, .. } if is_fraction_text(low) || is_fraction_text(high) => {
                self.fraction_text(whole)
            }
            Expr::InList {
                expr,
                list,
                negated,
            } => {
                let list: Vec<String> = list.iter().map(|item| self.beside(expr, item)).collect();
                format!(
                    "({} {}IN ({}))",
                    self.scalar(expr),
                    not(*negated),
                    list.join(", ")
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
                    self.beside(expr, low),
                    self.beside(expr, high)
                )
            }
            Expr::Like {
                negated,
                any,
                expr,
                pattern,
                escape_char,
            }
            | Expr::ILike {
                negated,
                any,
                expr,
                pattern,
                escape_char,
            } => self.like(
                if matches!(whole, Expr::Like { .. }) {
                    "LIKE"
                } else {
                    "ILIKE"
                },
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
            _ => self.refuse_at(whole, "this kind of condition"),
        }
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
        // The parser takes `ALL (…)` for a call.
        let all = all_of(pattern);
        if negated && all.is_some() {
            return self.refuse_at(expr, format!("NOT {op} ALL"));
        }
        let join = if all.is_some() { " AND " } else { " OR " };
        let patterns: Vec<&Expr> = match (all, pattern) {
            (Some(all), _) => all,
            (None, Expr::Tuple(patterns)) if any => patterns.iter().collect(),
            (None, Expr::Nested(inner)) if any => vec![inner],
            (None, single) => vec![single],
        };
        let matches: Vec<String> = patterns
            .into_iter()
            .map(|pattern| format!("{subject} {op} {}{escape}", self.text(pattern)))
            .collect();
        format!("({}({}))", not(negated), matches.join(join))
    }
}

/// The patterns of `ALL (…)`.
fn all_of(pattern: &Expr) -> Option<Vec<&Expr>> {
    let Expr::Function(Function {
        name,
        args: FunctionArguments::List(list),
        ..
    }) = pattern
    else {
        return None;
    };
    let is_all = matches!(name.0.as_slice(), [part] if part.as_ident().is_some_and(|ident| {
        ident.quote_style.is_none() && ident.value.eq_ignore_ascii_case("ALL")
    }));
    if !is_all {
        return None;
    }
    list.args
        .iter()
        .map(|arg| match arg {
            FunctionArg::Unnamed(FunctionArgExpr::Expr(expr)) => Some(expr),
            _ => None,
        })
        .collect()
}

/// `NOT ` where a test is negated.
fn not(negated: bool) -> &'static str {
    if negated { "NOT " } else { "" }
}
