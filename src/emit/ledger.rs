//! The ledger of as-of times: which each node has. Rows are only ever appended; the latest row of a node and
//! as-of tells. An append takes no lock that another writer waits for. A run that has to send a row again, because a
//! connection broke before the answer came, appends it once.

use super::catalog;
use super::script::{Parameter, SqlText, Statement};
use super::writer::{
    as_of_literal, execute, parameter_timestamp, sql, stage_as_of, timestamp_type,
};
use crate::compile::VIEW_PREFIX;
use crate::ledger::Recorded;
use crate::plan::{Action, Lost, LostNodes, Plan, PlannedNode, PlannedTime};
use crate::project::model::Snapshot;
use crate::project::time::AsOf;
use crate::sql::name::{Dialect, RelationName, string_literal};

/// The table of as-of times.
pub(crate) const INTERVALS: &str = "fsc_intervals";

/// The columns of a row of [`INTERVALS`], in the order in which they are written.
const COLUMNS: &str = " (node, as_of, definition_hash, namespace, status, rows_staged, rows_changed, query_ids, computed_at, run_id)";

/// The row that says that a node has an as-of time, where a copy is still to be made all but that; `changed` is what tells
/// how many rows changed. Stands in the transaction of what it describes, where there is one.
pub(super) fn interval(plan: &Plan, node: &PlannedNode, changed: Parameter) -> Statement {
    if keeps_copies(node) {
        let purpose = "ledger: this as-of is there, without its copy";
        return interval_as(plan, node, changed, purpose, Recorded::Uncopied);
    }
    interval_as(
        plan,
        node,
        changed,
        "ledger: this as-of is there",
        Recorded::Computed,
    )
}

/// The row that says that a table has an as-of time, and its copy as well.
pub(super) fn copied(plan: &Plan, node: &PlannedNode, changed: Parameter) -> Statement {
    let purpose = "ledger: this as-of is there, with its copy";
    interval_as(plan, node, changed, purpose, Recorded::Computed)
}

fn interval_as(
    plan: &Plan,
    node: &PlannedNode,
    changed: Parameter,
    purpose: &str,
    status: Recorded,
) -> Statement {
    let (staged, changed) = (sql![Parameter::RowsStaged], sql![changed]);
    let row = of_node(plan, node, node.as_of, status, &staged, &changed);
    execute(purpose, row)
}

fn keeps_copies(node: &PlannedNode) -> bool {
    match &node.action {
        Action::FeatureView(_) => false,
        Action::Table(action) => action.snapshot != Snapshot::Never,
    }
}

/// When a row, of this `prefix`, says that an as-of time was computed.
pub(super) fn is_computed(dialect: Dialect, prefix: &str) -> String {
    let computed = [Recorded::Computed, Recorded::Uncopied];
    let computed = computed.map(|status| string_literal(dialect, status.word()));
    format!("{prefix}status IN ({})", computed.join(", "))
}

/// The row that says that a node could not be computed at an as-of time. What was there of it before, is there still.
pub fn failed(plan: &Plan, node: &PlannedNode, as_of: AsOf) -> SqlText {
    let (as_of, none) = (PlannedTime::At(as_of), sql!["0"]);
    of_node(plan, node, as_of, Recorded::Failed, &none, &none)
}

/// The rows that say that as-of times of a node are not there any more, of those that `lacks` holds for.
pub(super) fn undone(plan: &Plan, node: &str, lacks: &str) -> SqlText {
    let now = parameter_timestamp(plan.dialect, Parameter::ComputedAt);
    undone_until(plan, node, lacks, &now)
}

/// The same of what was computed up to a moment.
pub(super) fn undone_until(plan: &Plan, node: &str, lacks: &str, until: &SqlText) -> SqlText {
    let node = string_literal(plan.dialect, node);
    undone_of(plan, &format!("node = {node}"), lacks, until)
}

/// The rows that say that what was in a table is not there any more, unless the table is there by now.
pub(super) fn lost(plan: &Plan, lost: &Lost) -> Statement {
    let among = |nodes: &[String]| {
        let ids = nodes.iter().map(|id| string_literal(plan.dialect, id));
        ids.collect::<Vec<_>>().join(", ")
    };
    let prefix = string_literal(plan.dialect, VIEW_PREFIX);
    let views = format!("LEFT(node, {}) = {prefix}", VIEW_PREFIX.len());
    let of = match &lost.of {
        LostNodes::These(nodes) => format!("node IN ({})", among(nodes)),
        LostNodes::ViewsBut(others) if others.is_empty() => views,
        LostNodes::ViewsBut(others) => format!("{views} AND node NOT IN ({})", among(others)),
    };
    let lacks = catalog::is_nowhere(plan.dialect, &lost.relation);
    execute(
        "ledger: what somebody dropped is not there any more",
        // The run's moment is not settled yet, and what it computes of these as-of times is to count.
        undone_of(plan, &of, &lacks, &sql!["MAX(computed_at)"]),
    )
}

/// Of the nodes that a condition holds for; what was computed up to the moment `until` is undone.
fn undone_of(plan: &Plan, of: &str, lacks: &str, until: &SqlText) -> SqlText {
    let ledger = plan.store.relation(INTERVALS);
    let status = string_literal(plan.dialect, Recorded::Undone.word());
    let same = format!("node = known.node AND status = {status} AND as_of = known.as_of");
    sql![
        "INSERT INTO ",
        &ledger.quoted(),
        COLUMNS,
        "\nSELECT node, as_of, MAX(definition_hash), NULL, ",
        &status,
        ", 0, 0, NULL, ",
        until,
        ", '",
        Parameter::RunId,
        "'\nFROM ",
        &ledger.quoted(),
        " AS known",
        &unless_there(&ledger, &same),
        "\n  AND ",
        of,
        " AND ",
        lacks,
        "\nGROUP BY node, as_of"
    ]
}

fn of_node(
    plan: &Plan,
    node: &PlannedNode,
    as_of: PlannedTime,
    status: Recorded,
    staged: &SqlText,
    changed: &SqlText,
) -> SqlText {
    let row = Row {
        node: &node.id,
        as_of: &as_of_literal(plan.dialect, as_of),
        hash: &string_literal(plan.dialect, node.recorded_hash()),
        status,
        staged,
        changed,
        computed_at: &parameter_timestamp(plan.dialect, Parameter::ComputedAt),
    };
    row.inserted(plan, &SqlText::default())
}

/// What a row of [`INTERVALS`] says that a run writes.
pub(super) struct Row<'r> {
    /// The node's id.
    pub(super) node: &'r str,
    /// An expression.
    pub(super) as_of: &'r str,
    /// An expression: the hash of the definitions.
    pub(super) hash: &'r str,
    pub(super) status: Recorded,
    /// An expression.
    pub(super) staged: &'r SqlText,
    /// An expression.
    pub(super) changed: &'r SqlText,
    /// An expression: when.
    pub(super) computed_at: &'r SqlText,
}

impl Row<'_> {
    /// Appends it, or one for each row of `from`; none where this run has written the same.
    pub(super) fn inserted(&self, plan: &Plan, from: &SqlText) -> SqlText {
        let literal = |text: &str| string_literal(plan.dialect, text);
        let ledger = plan.store.relation(INTERVALS);
        let (node, status) = (literal(self.node), literal(self.status.word()));
        let as_of = self.as_of;
        let hash = self.hash;
        let same = format!(
            "node = {node} AND status = {status} AND as_of = {as_of} AND definition_hash = {hash}"
        );
        let namespace = plan
            .backfill
            .as_ref()
            .map_or_else(|| "NULL".to_owned(), |job| literal(&job.namespace));
        sql![
            "INSERT INTO ",
            &ledger.quoted(),
            COLUMNS,
            "\nSELECT ",
            &[&node, as_of, self.hash, &namespace, &status].join(", "),
            ", ",
            self.staged,
            ", ",
            self.changed,
            ", NULLIF('",
            Parameter::QueryIds,
            "', ''), ",
            self.computed_at,
            ", '",
            Parameter::RunId,
            "'",
            from,
            &unless_there(&ledger, &same),
        ]
    }
}

/// The rows of a batch, one an as-of time. How many rows the query yielded is counted in the `stage`, how many values the
/// run wrote among those of the `store` that `written` holds for.
pub(super) fn intervals(
    plan: &Plan,
    node: &PlannedNode,
    stage: &RelationName,
    store: &RelationName,
    written: &str,
) -> Statement {
    let column = stage_as_of().quoted();
    let times: Vec<String> = node
        .times()
        .iter()
        .map(|time| format!("({})", string_literal(plan.dialect, &time.sql())))
        .collect();
    let as_of = format!("CAST(b.as_of AS {})", timestamp_type(plan.dialect));
    let count = |alias: &str| sql!["COALESCE(", alias, ".n, 0)"];
    let row = Row {
        node: &node.id,
        as_of: &as_of,
        hash: &string_literal(plan.dialect, node.recorded_hash()),
        status: Recorded::Computed,
        staged: &count("staged"),
        changed: &count("changed"),
        computed_at: &parameter_timestamp(plan.dialect, Parameter::ComputedAt),
    };
    let from = sql![
        "\nFROM (VALUES ",
        &times.join(", "),
        ") AS b (as_of)\nLEFT JOIN (\n  SELECT s.",
        &column,
        " AS as_of, COUNT(*) AS n FROM ",
        &stage.quoted(),
        " AS s GROUP BY s.",
        &column,
        "\n) AS staged ON staged.as_of = ",
        &as_of,
        "\nLEFT JOIN (\n  SELECT t.as_of AS as_of, COUNT(*) AS n FROM ",
        &store.quoted(),
        " AS t\n  WHERE ",
        written,
        " AND t.run_id = '",
        Parameter::RunId,
        "'\n  GROUP BY t.as_of\n) AS changed ON changed.as_of = ",
        &as_of,
    ];
    let purpose = "ledger: these as-of times are there";
    execute(purpose, row.inserted(plan, &from))
}

/// Keeps a row from being appended twice by one run.
pub(super) fn unless_there(ledger: &RelationName, same: &str) -> SqlText {
    sql![
        "\nWHERE NOT EXISTS (SELECT 1 FROM ",
        &ledger.quoted(),
        " WHERE run_id = '",
        Parameter::RunId,
        "' AND ",
        same,
        ")"
    ]
}
