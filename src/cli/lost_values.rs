//! Values that the ledger has and the target does not have any more: somebody dropped `features_long` or `features_static`.

use std::collections::BTreeSet;

use super::context::{Context, Stream};
use super::outcome::Failure;
use super::pipeline::Opened;
use crate::compile::NodeKind;
use crate::emit;
use crate::ledger::Lost as LostTimes;
use crate::plan::{self, Lost, LostNodes};
use crate::project::model::History;
use crate::rules::table_gone::{self, Values};

/// The tables of values that are gone, and of which the ledger has as-of times. As long as all are there, nothing is asked.
pub fn of(opened: &Opened) -> Result<Vec<Values>, Failure> {
    let checked = &opened.checked;
    let store = plan::store(&checked.project, checked.dialect);
    let mut gone = Vec::new();
    for has_history in [true, false] {
        let relation = store.values(has_history);
        let views = views(opened, has_history);
        if views.is_empty() || !opened.standing.lacks(&relation) {
            continue;
        }
        let ledger = opened.ledger(&views, None)?;
        let ids = views.iter().map(|view| checked.nodes[*view].id.as_str());
        let lost: Vec<(&str, LostTimes)> =
            ids.filter_map(|id| Some((id, ledger.lost(id)?))).collect();
        let all = lost.iter().map(|(_, of_view)| *of_view);
        gone.extend(all.reduce(LostTimes::and).map(|all| Values {
            relation,
            dialect: checked.dialect,
            has_history,
            views: lost.iter().map(|(id, _)| (*id).to_owned()).collect(),
            lost: all,
        }));
    }
    Ok(gone)
}

/// What a plan that makes or reads `nodes` has to tell the ledger of values that are gone, those of views included that the
/// project does not define. `None`: nobody has said that they may be computed `anew`, which was told.
pub fn agreed(
    opened: &Opened,
    nodes: &BTreeSet<usize>,
    anew: bool,
    context: &mut Context,
) -> Result<Option<Vec<Lost>>, Failure> {
    let checked = &opened.checked;
    let store = plan::store(&checked.project, checked.dialect);
    let is_view = |node: &usize| matches!(checked.nodes[*node].kind, NodeKind::FeatureView(_));
    let mut lost = Vec::new();
    if !nodes.iter().any(is_view) || opened.standing.lacks(&store.relation(emit::INTERVALS)) {
        return Ok(Some(lost));
    }
    let gone = of(opened)?;
    if !anew && !gone.is_empty() {
        let said: Vec<_> = gone.iter().map(table_gone::values).collect();
        context.report(&said, &checked.project.files, Stream::Stderr)?;
        return Ok(None);
    }
    for has_history in [true, false] {
        let relation = store.values(has_history);
        if !opened.standing.lacks(&relation) {
            continue;
        }
        let without_history = views(opened, false).into_iter();
        let without_history: Vec<String> = without_history
            .map(|view| checked.nodes[view].id.clone())
            .collect();
        let of = if has_history {
            LostNodes::ViewsBut(without_history)
        } else if without_history.is_empty() {
            continue;
        } else {
            LostNodes::These(without_history)
        };
        lost.push(Lost { relation, of });
    }
    Ok(Some(lost))
}

/// The feature views whose values have as-of times, or have none.
fn views(opened: &Opened, has_history: bool) -> BTreeSet<usize> {
    let checked = &opened.checked;
    let nodes = checked.nodes.iter().enumerate();
    nodes
        .filter(|(_, node)| match node.kind {
            NodeKind::FeatureView(at) => {
                matches!(checked.project.views[at].history, History::Static) != has_history
            }
            NodeKind::Source(_) | NodeKind::Table(_) => false,
        })
        .map(|(position, _)| position)
        .collect()
}
