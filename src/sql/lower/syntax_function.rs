//! Functions that the parser reads as syntax of their own: EXTRACT, CEIL, FLOOR, POSITION, SUBSTRING, TRIM.

use sqlparser::ast::{CeilFloorKind, DateTimeField, Expr, TrimWhereField};

use super::functions::datetime_part::DatePart;
use super::{Lowering, literal};

impl Lowering {
    /// A call that is no call to the parser.
    pub(super) fn syntax_function(&mut self, expr: &Expr) -> String {
        match expr {
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
                let (text, start) = (self.text(expr), self.operand(start));
                match substring_for {
                    Some(length) => {
                        format!("sf_substring({text}, {start}, {})", self.operand(length))
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
            _ => self.refuse_at(expr, "this kind of expression"),
        }
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
}
