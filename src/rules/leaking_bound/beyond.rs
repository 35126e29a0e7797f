//! Times that are bounded by their distance to another time alone.

use super::RULE;
use crate::diagnostic::Diagnostic;
use crate::rules::query_lint::QueryLint;
use crate::sql::analyze::instant::DAY;
use crate::sql::analyze::lineage::Origins;
use crate::sql::analyze::time_order::decides_pairs;

/// Times that only the distance to another time holds back, and that reach past the as-of time: what came of the searches of
/// the last days, up to two weeks later.
pub(super) fn find<'l>(lint: &'l QueryLint<'_, '_>) -> impl Iterator<Item = Diagnostic> + 'l {
    let found = lint.beyond.iter().filter(move |_| !lint.has_own_times());
    found.filter_map(|beyond| {
        let comparison = lint.model.comparisons.get(beyond.comparison)?;
        if !lint.is_source(beyond.read) || !decides_pairs(comparison) {
            return None;
        }
        let of_read = |number: &u32| {
            let origin = lint.model.origins.get(*number as usize);
            origin.filter(|origin| origin.read == beyond.read)
        };
        let sides = [
            &comparison.left.value.origins,
            &comparison.right.value.origins,
        ];
        let column = sides
            .into_iter()
            .flat_map(Origins::iter)
            .find_map(|number| of_read(&number))?;
        let name = &lint.model.reads[beyond.read].name;
        Some(
            Diagnostic::new(
                &RULE,
                format!(
                    "a leak: rows of `{name}` of up to {} after the as-of time pass",
                    long(beyond.seconds)
                ),
            )
            .at_place(
                lint.place(comparison.place()),
                "this is the only bound, and its other side reaches up to the as-of time",
            )
            .help(format!(
                "bound it as well: {}",
                lint.bound_for(beyond.read, &column.column)
            ))
            .help("or take only rows whose whole time is over"),
        )
    })
}

/// A length of time in words.
fn long(seconds: i64) -> String {
    for (unit, name) in [(DAY, "day"), (3_600, "hour"), (60, "minute")] {
        if seconds % unit == 0 {
            let number = seconds / unit;
            return format!("{number} {name}{}", if number == 1 { "" } else { "s" });
        }
    }
    format!("{seconds} seconds")
}
