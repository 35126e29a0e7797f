//! The wide view of a feature view: a column a key and a feature, for SQL that reads these features.

use super::feature_view::ViewEmitter;
use super::ownership;
use super::script::Statement;
use super::writer::{execute, lines, sql};
use crate::project::model::Key;
use crate::sql::name::{Dialect, Identifier, RelationName, string_literal};
use crate::sql::types::Type;

impl ViewEmitter<'_> {
    /// What stands under the names of the wide view and of the stage is fsc's, or is not touched. DuckDB's stages have
    /// names that nothing else can have.
    pub(super) fn check_owner(&self, stage: &RelationName) -> Vec<Statement> {
        let view = ownership::of_node(self.plan, self.node, &self.action.wide_view);
        let owned = match self.dialect {
            Dialect::Snowflake => vec![view, ownership::always_marked(stage.clone())],
            Dialect::DuckDb => vec![view],
        };
        ownership::check(self.plan, owned)
    }

    /// The wide view with its mark, and the ledger's row for both.
    pub(super) fn wide_views(&self) -> Vec<Statement> {
        let view = &self.action.wide_view;
        let mut statements = vec![self.wide_view()];
        if self.dialect == Dialect::DuckDb {
            statements.push(ownership::mark(
                self.plan,
                &self.node.id,
                ownership::Kind::View,
                &sql![&view.quoted()],
            ));
        }
        let kind = ownership::Kind::View;
        statements.push(ownership::note(self.plan, self.node, kind, view, false));
        statements
    }

    /// `CREATE OR REPLACE VIEW`: over the stored values of the view's features.
    fn wide_view(&self) -> Statement {
        let mut columns = key_columns(self.dialect, &self.action.keys);
        for feature in &self.action.features {
            columns.push(format!(
                "MAX(CASE WHEN t.feature = {} THEN t.value END) AS {}",
                self.literal(&feature.column.stored_name()),
                feature.column.quoted()
            ));
        }
        let mut grouping = "t.entity_id".to_owned();
        if self.has_time() {
            columns.push(format!("t.as_of AS {}", quoted("as_of")));
            grouping.push_str(", t.as_of");
        }
        columns.push(format!("MAX(t.computed_at) AS {}", quoted("computed_at")));
        let copy_grants = match self.dialect {
            Dialect::Snowflake => " COPY GRANTS",
            Dialect::DuckDb => "",
        };
        let mark = ownership::clause(self.plan, &self.node.id);
        let predicates = [
            format!("t.entity = {}", self.entity()),
            format!("t.feature IN ({})", self.feature_names()),
        ];
        execute(
            "wide view: what SQL reads as this feature view",
            sql![
                "CREATE OR REPLACE VIEW ",
                &self.action.wide_view.quoted(),
                copy_grants,
                &mark,
                " AS\nSELECT\n  ",
                &lines(&columns, "  "),
                "\nFROM ",
                &self.store.quoted(),
                " AS t\nWHERE ",
                &predicates.join("\n  AND "),
                "\nGROUP BY ",
                &grouping
            ],
        )
    }
}

fn quoted(name: &str) -> String {
    Identifier::new(name).quoted()
}

/// The keys of a wide view: an entity's text taken apart again.
fn key_columns(dialect: Dialect, keys: &[Key]) -> Vec<String> {
    let named = |key: &Key, text: &str| {
        let value = key_value(dialect, key, text);
        format!("{value} AS {}", key.column.quoted())
    };
    if let [key] = keys {
        return vec![named(key, "t.entity_id")];
    }
    // Escapes become control characters, so that a plain split finds the separators only.
    let literal = |text: &str| string_literal(dialect, text);
    let (backslash, bar) = ("CHR(1)", "CHR(2)");
    let protected = format!(
        "REPLACE(REPLACE(t.entity_id, {}, {backslash}), {}, {bar})",
        literal("\\\\"),
        literal("\\|"),
    );
    keys.iter()
        .enumerate()
        .map(|(position, key)| {
            let part = format!(
                "SPLIT_PART({protected}, {}, {})",
                literal("|"),
                position + 1
            );
            let text = format!(
                "REPLACE(REPLACE({part}, {bar}, {}), {backslash}, {})",
                literal("|"),
                literal("\\"),
            );
            named(key, &text)
        })
        .collect()
}

/// A key of the type that is declared, where its text becomes a value of that type without loss; else its text.
fn key_value(dialect: Dialect, key: &Key, text: &str) -> String {
    match (key_type(dialect, key), dialect) {
        (Some("DATE"), Dialect::Snowflake) => format!("TO_DATE({text}, 'YYYY-MM-DD')"),
        (Some(data_type), _) => format!("CAST({text} AS {data_type})"),
        (None, _) => text.to_owned(),
    }
}

/// A declared key type that a wide view can convert its text to without loss; others stay text.
pub(crate) fn key_type(dialect: Dialect, key: &Key) -> Option<&'static str> {
    match Type::parse(key.data_type.as_deref()?) {
        Type::Number { scale: 0, .. } => Some(match dialect {
            Dialect::Snowflake => "NUMBER(38, 0)",
            Dialect::DuckDb => "BIGINT",
        }),
        Type::Date => Some("DATE"),
        Type::Boolean => Some("BOOLEAN"),
        _ => None,
    }
}
