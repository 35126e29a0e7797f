//! What goes from the store before a feature view's values are merged: what stands in their place, and the view does not yield.

use super::feature_view::ViewEmitter;
use super::ledger;
use super::script::{Parameter, Role, Statement};
use super::writer::{as_of_literal, entity_id, execute, sql};
use crate::ledger::Recorded;
use crate::plan::{PlannedTime, StoreWrite};

impl ViewEmitter<'_> {
    /// What the query does not yield any more; the merge that follows leaves what has not changed as it is.
    pub(super) fn deletions(&self) -> Vec<Statement> {
        let mut statements = Vec::new();
        for (purpose, lacking) in self.lacking() {
            statements.push(self.delete(purpose, &lacking));
        }
        if let Some(between) = self.between() {
            let purpose = "replace: this view's rows at as-of times that its interval lacks go";
            statements.push(self.delete(purpose, &between));
            let purpose = "ledger: these as-of times are not there any more";
            let undone = ledger::undone(self.plan, &self.node.id, &self.at_times_between());
            statements.push(execute(purpose, undone));
        }
        statements
    }

    /// Makes the staged rows the definition's own that an older one had computed alike, so that the next as-of time leaves them.
    pub(super) fn claim(&self) -> Option<Statement> {
        let time = self.row_as_of("s").filter(|_| self.action.meets_older)?;
        let mut predicates = self.window("");
        predicates.extend(self.within_stage(&time));
        predicates.push(self.is_older());
        predicates.push(format!(
            "(entity_id, as_of) IN (SELECT {}, {time} FROM {} AS s)",
            entity_id(self.dialect, &self.action.keys, "s"),
            self.stage.quoted(),
        ));
        Some(execute(
            "replace: what an older definition computed alike is this one's",
            sql![
                "UPDATE ",
                &self.store.quoted(),
                "\nSET run_id = '",
                Parameter::RunId,
                "'\nWHERE run_id <> '",
                Parameter::RunId,
                "'\n  AND ",
                &predicates.join("\n  AND ")
            ],
        ))
    }

    /// When the as-of time of a stored row is between the first and the last one of the stage, as an engine prunes by.
    fn within_stage(&self, time: &str) -> [String; 2] {
        let stage = self.stage.quoted();
        [(">=", "MIN"), ("<=", "MAX")].map(|(comparison, end)| {
            format!("as_of {comparison} (SELECT {end}({time}) FROM {stage} AS s)")
        })
    }

    /// When a stored row is one that no run of the definition at hand computed.
    fn is_older(&self) -> String {
        let mut own = vec![self.node.values_hash.as_str(), self.node.recorded_hash()];
        own.dedup();
        let own = own.iter().map(|hash| self.literal(hash));
        format!(
            "run_id NOT IN (SELECT run_id FROM {} WHERE node = {} AND status = {} AND definition_hash IN ({}))",
            self.plan.store.relation(ledger::INTERVALS).quoted(),
            self.literal(&self.node.id),
            self.literal(Recorded::Computed.word()),
            own.collect::<Vec<_>>().join(", "),
        )
    }

    fn delete(&self, purpose: &str, predicates: &[String]) -> Statement {
        Statement {
            purpose: purpose.to_owned(),
            role: Role::Write,
            sql: sql![
                "DELETE FROM ",
                &self.store.quoted(),
                "\nWHERE ",
                &predicates.join("\n  AND ")
            ],
        }
    }

    /// When a stored row is one that the stage lacks and that goes; each row is one of one of these at most, each with what it is
    /// for. Where rows have their own time, the query yields a part of the history: what it replaces is the span of that
    /// part; of what older definitions computed, also what came since the as-of time before, where it yields nothing of it.
    pub(super) fn lacking(&self) -> Vec<(&'static str, Vec<String>)> {
        let is_replaced = self.action.write == StoreWrite::Replace;
        let mut lacking = Vec::new();
        match self.row_as_of("s").filter(|_| self.rows_have_times()) {
            None if is_replaced => lacking.push((
                "replace: this view's rows at this as-of that the stage lacks go",
                Vec::new(),
            )),
            Some(_) if self.is_batch() && is_replaced => lacking.push((
                "replace: this view's rows at these as-of times that the stage lacks go",
                vec![format!("as_of IN ({})", self.as_of_literals().join(", "))],
            )),
            Some(time) if !self.is_batch() => {
                let span = self.within_stage(&time);
                if self.action.meets_older {
                    let mut older = vec![self.since(&time), self.is_older()];
                    if is_replaced {
                        older.push(format!("NOT COALESCE({}, FALSE)", span.join(" AND ")));
                    }
                    lacking.push((
                        "replace: older definitions' rows since the as-of before, or the stage's first time, that it lacks go",
                        older,
                    ));
                }
                if is_replaced {
                    lacking.push((
                        "replace: this view's rows between the stage's first and last time that it lacks go",
                        span.to_vec(),
                    ));
                }
            }
            None | Some(_) => {}
        }
        for (_, predicates) in &mut lacking {
            predicates.splice(0..0, self.window(""));
            predicates.push(self.not_staged());
        }
        lacking
    }

    /// When a stored row is none of the stage. No key of an audited stage is NULL, so that `NOT IN` may be asked.
    fn not_staged(&self) -> String {
        let stage = self.stage.quoted();
        let key = entity_id(self.dialect, &self.action.keys, "s");
        match self.row_as_of("s").filter(|_| self.rows_have_times()) {
            None => format!("entity_id NOT IN (SELECT {key} FROM {stage} AS s)"),
            Some(time) => {
                format!("(entity_id, as_of) NOT IN (SELECT {key}, {time} FROM {stage} AS s)")
            }
        }
    }

    /// When the as-of time of a stored row is after the as-of time before, or not before the first one of the stage.
    fn since(&self, time: &str) -> String {
        let first = format!(
            "as_of >= (SELECT MIN({time}) FROM {} AS s)",
            self.stage.quoted()
        );
        match self.node.as_of {
            PlannedTime::Open(_) => first,
            PlannedTime::At(as_of) => {
                let before = PlannedTime::At(self.node.interval.previous(as_of));
                let before = as_of_literal(self.dialect, before);
                format!("(as_of > {before} OR {first})")
            }
        }
    }

    /// When a stored row is one of a shorter cadence that the view had, if there are such rows.
    pub(super) fn between(&self) -> Option<Vec<String>> {
        let mut predicates = self.of_view("");
        predicates.push(self.at_times_between());
        (!self.action.between.is_empty()).then_some(predicates)
    }

    fn at_times_between(&self) -> String {
        let times = self.action.between.iter();
        let times = times.map(|time| as_of_literal(self.dialect, PlannedTime::At(*time)));
        format!("as_of IN ({})", times.collect::<Vec<_>>().join(", "))
    }
}
