//! Table functions: FLATTEN, GENERATOR, `SPLIT_TO_TABLE`.

use sqlparser::ast::{FunctionArg, FunctionArgExpr, ObjectName, Spanned};

use super::Analyzer;
use super::lineage::Influences;
use super::model::{Clause, Column, Nulls, RowSetId, Value};
use super::place::SqlPlace;
use super::scope::ScopeId;
use crate::sql::name::Identifier;
use crate::sql::types::Type;

impl<'q> Analyzer<'q, '_> {
    /// The columns of the table functions that have the same ones whatever they are given.
    pub(super) fn table_function(
        &mut self,
        name: &'q ObjectName,
        args: &'q [FunctionArg],
        scope: ScopeId,
    ) -> RowSetId {
        if name.to_string().eq_ignore_ascii_case("GETNEXTVAL") {
            return self.sequence(name);
        }
        let mut input = Value::default();
        for arg in args {
            if let FunctionArg::Named {
                arg: FunctionArgExpr::Expr(expr),
                ..
            }
            | FunctionArg::Unnamed(FunctionArgExpr::Expr(expr)) = arg
            {
                let value = self.value(expr, self.at(scope, Clause::From));
                input.take(&value);
            }
        }
        let columns: &[(&str, Type)] = match name.to_string().to_uppercase().as_str() {
            "FLATTEN" => &[
                ("seq", Type::INTEGER),
                ("key", Type::Text),
                ("path", Type::Text),
                ("index", Type::INTEGER),
                ("value", Type::Variant),
                ("this", Type::Variant),
            ],
            "SPLIT_TO_TABLE" | "STRTOK_SPLIT_TO_TABLE" => &[
                ("seq", Type::INTEGER),
                ("index", Type::INTEGER),
                ("value", Type::Text),
            ],
            "GENERATOR" => &[],
            _ => return self.unknown_rows(&format!("the table function `{name}`")),
        };
        let place = SqlPlace::new(name.span());
        let columns = columns.iter().map(|(name, data_type)| Column {
            name: Some(Identifier::new(*name)),
            place,
            value: Value {
                data_type: *data_type,
                nulls: Nulls::Unknown,
                origins: input.origins.clone(),
                ..Value::default()
            },
        });
        let columns = columns.collect();
        let rows = self.listed(columns, Influences::default(), Vec::new());
        self.model.row_sets[rows].is_flattened = !input.origins.is_empty();
        rows
    }

    /// `TABLE(GETNEXTVAL(my_sequence))`: the argument names a sequence, no column.
    fn sequence(&mut self, name: &'q ObjectName) -> RowSetId {
        let place = SqlPlace::of(name.span());
        self.note_sequence(place);
        let column = Column {
            name: Some(Identifier::new("nextval")),
            place,
            value: Value {
                data_type: Type::INTEGER,
                nulls: Nulls::Never,
                ..Value::default()
            },
        };
        self.listed(vec![column], Influences::default(), Vec::new())
    }
}
