//! What a feature view sends: stage, types, audit, one transaction that writes values and ledger; then the
//! [wide view](super::wide_view).
//!
//! A batch of as-of times sends the same statements once: its stage has the as-of time as a column.

use super::audit;
use super::ledger;
use super::script::{
    ColumnKind, ExpectedColumn, Parameter, Phase, Role, Script, SqlText, Statement,
};
use super::writer::{
    as_of_literal, begin, commit, create_stage, describe, double, entity_id, parameter_timestamp,
    sql, stage, stage_as_of, stage_query, timestamp_type,
};
use crate::diagnostic::Level;
use crate::plan::{FeatureViewAction, Plan, PlannedNode, PlannedTime, RowTime};
use crate::sql::name::{Dialect, RelationName, string_literal};

/// The statements of a feature view at one as-of time.
pub(super) fn script(plan: &Plan, node: &PlannedNode, action: &FeatureViewAction) -> Script {
    let view = ViewEmitter {
        plan,
        node,
        action,
        dialect: plan.dialect,
        stage: stage(plan.dialect, &plan.store, node),
        store: node.destination(&plan.store),
    };
    let mut write = Phase {
        lock: Some(view.store.clone()),
        statements: vec![begin()],
    };
    if action.keep_versions {
        write.statements.extend(view.keep_versions(&plan.store));
    }
    write.statements.extend(view.deletions());
    write.statements.push(view.merge());
    write.statements.extend(view.claim());
    write.statements.push(if view.is_batch() {
        let written = view.window("t.").join(" AND ");
        ledger::intervals(plan, node, &view.stage, &view.store, &written)
    } else {
        ledger::interval(plan, node, Parameter::RowsChanged)
    });
    // On Snowflake, DDL would commit the transaction.
    let wide_view = view.wide_views();
    match plan.dialect {
        Dialect::Snowflake => {
            write.statements.push(commit());
            write.statements.extend(wide_view);
        }
        Dialect::DuckDb => {
            write.statements.extend(wide_view);
            write.statements.push(commit());
        }
    }
    let mut compute = view.check_owner(&view.stage);
    compute.extend([
        create_stage(&view.stage, &stage_query(plan.dialect, node)),
        view.check_types(),
        view.audit(),
    ]);
    Script {
        phases: vec![
            Phase {
                lock: None,
                statements: compute,
            },
            write,
        ],
        cleanup: vec![sql!["DROP TABLE IF EXISTS ", &view.stage.quoted()]],
    }
}

/// A feature view with what its statements have in common.
pub(super) struct ViewEmitter<'p> {
    pub(super) plan: &'p Plan,
    pub(super) node: &'p PlannedNode,
    pub(super) action: &'p FeatureViewAction,
    pub(super) dialect: Dialect,
    pub(super) stage: RelationName,
    pub(super) store: RelationName,
}

impl ViewEmitter<'_> {
    /// Whether the stage holds several as-of times.
    pub(super) fn is_batch(&self) -> bool {
        !self.node.earlier.is_empty()
    }

    /// The as-of times, as literals.
    pub(super) fn as_of_literals(&self) -> Vec<String> {
        let earlier = self.node.earlier.iter();
        let earlier = earlier.map(|slice| PlannedTime::At(slice.as_of));
        earlier
            .chain(std::iter::once(self.node.as_of))
            .map(|time| as_of_literal(self.dialect, time))
            .collect()
    }

    pub(super) fn literal(&self, text: &str) -> String {
        string_literal(self.dialect, text)
    }

    pub(super) fn entity(&self) -> String {
        self.literal(self.action.entity.as_str())
    }

    /// `'a', 'b'`: the features' names as they are stored.
    pub(super) fn feature_names(&self) -> String {
        self.action
            .features
            .iter()
            .map(|feature| self.literal(&feature.column.stored_name()))
            .collect::<Vec<_>>()
            .join(", ")
    }

    fn check_types(&self) -> Statement {
        let expected = |name: &crate::sql::name::Identifier, kind| ExpectedColumn {
            name: name.folded().to_owned(),
            label: name.as_written().to_owned(),
            kind,
        };
        let keys = self
            .action
            .keys
            .iter()
            .map(|key| expected(&key.column, ColumnKind::Key));
        let features = self
            .action
            .features
            .iter()
            .map(|feature| expected(&feature.column, ColumnKind::Feature));
        let time = match &self.action.time {
            RowTime::Column(column) => Some(expected(column, ColumnKind::EventTimestamp)),
            RowTime::None | RowTime::AsOf => None,
        };
        Statement {
            purpose: "types: features are numbers, keys have one text form".to_owned(),
            role: Role::CheckTypes(keys.chain(features).chain(time).collect()),
            sql: describe(self.dialect, &self.stage),
        }
    }

    fn audit(&self) -> Statement {
        let mut audit =
            audit::Audit::new(self.dialect, sql![&self.stage.quoted()], &self.action.keys);
        audit.null_keys(self.action.features.iter().map(|feature| &feature.column));
        match &self.action.time {
            RowTime::AsOf if self.is_batch() => audit.duplicate_keys(Some(&stage_as_of())),
            RowTime::None | RowTime::AsOf => audit.duplicate_keys(None),
            RowTime::Column(column) => {
                audit.event_timestamp(column, &as_of_literal(self.dialect, self.node.as_of));
                audit.duplicate_keys(Some(column));
            }
        }
        if self.node.no_rows == Level::Deny {
            audit.rows_at(&self.as_of_literals(), &stage_as_of());
        }
        for feature in &self.action.features {
            audit.feature(&feature.column, &feature.checks);
        }
        audit.statement()
    }

    /// One row a key and feature, NULL values kept: the stage crossed with the features' names.
    pub(super) fn unpivoted(&self, indent: &str) -> SqlText {
        let values = self
            .action
            .features
            .iter()
            .map(|feature| {
                format!(
                    "WHEN {} THEN {}",
                    self.literal(&feature.column.stored_name()),
                    double(self.dialect, &format!("s.{}", feature.column.quoted()))
                )
            })
            .collect::<Vec<_>>()
            .join(&format!("\n{indent}    "));
        let names = self
            .action
            .features
            .iter()
            .map(|feature| format!("({})", self.literal(&feature.column.stored_name())))
            .collect::<Vec<_>>()
            .join(", ");
        let mut text = sql![
            "SELECT\n",
            indent,
            "  ",
            &self.entity(),
            " AS entity,\n",
            indent,
            "  ",
            &entity_id(self.dialect, &self.action.keys, "s"),
            " AS entity_id,\n",
            indent,
            "  f.feature AS feature,\n",
        ];
        if let Some(as_of) = self.row_as_of("s") {
            text.push_text(&sql![indent, "  ", &as_of, " AS as_of,\n"]);
        }
        text.push_text(&sql![
            indent,
            "  CASE f.feature\n",
            indent,
            "    ",
            &values,
            "\n",
            indent,
            "  END AS value,\n",
            indent,
            "  ",
            &parameter_timestamp(self.dialect, Parameter::ComputedAt),
            " AS computed_at,\n",
            indent,
            "  '",
            Parameter::RunId,
            "' AS run_id\n",
            indent,
            "FROM ",
            &self.stage.quoted(),
            " AS s\n",
            indent,
            "CROSS JOIN (VALUES ",
            &names,
            ") AS f (feature)",
        ]);
        text
    }

    /// The as-of time of a staged row, where the store keeps one.
    pub(super) fn row_as_of(&self, alias: &str) -> Option<String> {
        match &self.action.time {
            RowTime::None => None,
            RowTime::AsOf if self.is_batch() => Some(format!("{alias}.{}", stage_as_of().quoted())),
            RowTime::AsOf => Some(as_of_literal(self.dialect, self.node.as_of)),
            RowTime::Column(column) => Some(format!(
                "CAST({alias}.{} AS {})",
                column.quoted(),
                timestamp_type(self.dialect)
            )),
        }
    }

    /// Which stored values are the view's, whatever their as-of time.
    pub(super) fn of_view(&self, prefix: &str) -> Vec<String> {
        vec![
            format!("{prefix}entity = {}", self.entity()),
            format!("{prefix}feature IN ({})", self.feature_names()),
        ]
    }

    /// Literal predicates on what the write may touch, so that the engine prunes: `t.entity = 'brand' AND …`. They hold
    /// for every staged row as well, so a row outside of them can neither match nor be inserted.
    /// `prefix` is an alias with its dot, or nothing.
    pub(super) fn window(&self, prefix: &str) -> Vec<String> {
        let mut predicates = self.of_view(prefix);
        let as_of = as_of_literal(self.dialect, self.node.as_of);
        match &self.action.time {
            RowTime::None => {}
            RowTime::AsOf => match self.node.earlier.first() {
                None => predicates.push(format!("{prefix}as_of = {as_of}")),
                Some(first) => {
                    let first = as_of_literal(self.dialect, PlannedTime::At(first.as_of));
                    predicates.push(format!("{prefix}as_of >= {first}"));
                    predicates.push(format!("{prefix}as_of <= {as_of}"));
                }
            },
            RowTime::Column(_) => predicates.push(format!("{prefix}as_of <= {as_of}")),
        }
        predicates
    }

    /// Whether the as-of time is one of what a stored row is found by, and not the same for all.
    pub(super) fn rows_have_times(&self) -> bool {
        match self.action.time {
            RowTime::None => false,
            RowTime::AsOf => self.is_batch(),
            RowTime::Column(_) => true,
        }
    }

    pub(super) fn has_time(&self) -> bool {
        self.action.time != RowTime::None
    }

    fn store_columns(&self) -> Vec<&'static str> {
        let mut columns = vec!["entity", "entity_id", "feature"];
        if self.has_time() {
            columns.push("as_of");
        }
        columns.extend(["value", "computed_at", "run_id"]);
        columns
    }

    /// When a stored row `t` is that of an unpivoted one `s`.
    pub(super) fn matching(&self) -> Vec<String> {
        let mut conditions = self.window("t.");
        conditions.extend(self.window("s."));
        conditions.push("t.entity_id = s.entity_id".to_owned());
        conditions.push("t.feature = s.feature".to_owned());
        if self.rows_have_times() {
            conditions.push("t.as_of = s.as_of".to_owned());
        }
        conditions
    }

    fn merge(&self) -> Statement {
        let conditions = self.matching();
        let columns = self.store_columns();
        let from_source: Vec<String> = columns.iter().map(|column| format!("s.{column}")).collect();
        Statement {
            purpose: "merge: insert new keys, update changed values".to_owned(),
            role: Role::Write,
            sql: sql![
                "MERGE INTO ",
                &self.store.quoted(),
                " AS t\nUSING (\n  ",
                &self.unpivoted("  "),
                "\n) AS s\nON ",
                &conditions.join("\n  AND "),
                "\nWHEN MATCHED AND t.value IS DISTINCT FROM s.value THEN UPDATE SET\n  ",
                "value = s.value,\n  computed_at = s.computed_at,\n  run_id = s.run_id",
                "\nWHEN NOT MATCHED THEN INSERT (",
                &columns.join(", "),
                ")\n  VALUES (",
                &from_source.join(", "),
                ")"
            ],
        }
    }
}
