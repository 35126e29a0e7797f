//! Feature views and their features.

use super::entity::is_time_of_view;
use super::names::NodeSource;
use super::table::all_tags;
use super::{Entities, Resolver};
use crate::project::model::{
    Backfill, Checks, Definition, EntityName, Feature, FeatureView, History,
};
use crate::project::raw::{
    FeatureFile, RawBackfill, RawChecks, RawFeatureView, RawFile, RawProject,
};
use crate::rules::{
    backwards_range, column_clash, entity_mismatch, missing_key, static_conflict, unknown_entity,
};
use crate::source::{Span, Spanned};
use crate::sql::name::Identifier;

impl Resolver<'_> {
    /// Every feature view, sorted by name.
    pub(super) fn views(&mut self, raw: &RawProject, entities: &Entities) -> Vec<FeatureView> {
        let mut views = Vec::new();
        for file in &raw.features {
            if let Some(entity) = &file.content.entity {
                self.known_entity(entity, entities);
            }
            for raw in &file.content.feature_view {
                views.extend(self.view(file, raw, entities));
            }
        }
        views.sort_by(|a: &FeatureView, b: &FeatureView| a.definition.name.cmp(&b.definition.name));
        views
    }

    /// Reads every part before it gives up on one, so that all findings are made.
    fn view(
        &mut self,
        file: &RawFile<FeatureFile>,
        raw: &Spanned<RawFeatureView>,
        entities: &Entities,
    ) -> Option<FeatureView> {
        let (header, raw) = (raw.span, &raw.value);
        let above = &file.content;
        let source = NodeSource {
            name: raw.name.as_ref(),
            sql: raw.sql.as_ref(),
            query: raw.query.as_ref(),
            header,
        };
        let name = self.node_name("feature view", &source);
        let query = self.query(file.folder(), &source);
        let entity = self.view_entity(above, raw, header, entities);
        let history = self.history(above, raw);
        let ttl = self.positive_length("ttl", raw.ttl.as_ref().or(above.ttl.as_ref()));
        let lag = raw
            .availability_lag
            .as_ref()
            .or(above.availability_lag.as_ref());
        let availability_lag = self.length("availability_lag", lag);
        let backfill = raw.backfill.as_ref().map(|raw| self.backfill(&raw.value));
        let start_date = raw.start_date.as_ref().or(above
            .start_date
            .as_ref()
            .filter(|_| !matches!(history, History::Static)));
        let start_date = start_date.and_then(|date| self.date("start_date", date));
        let features = self.features(raw, header);
        if let Some(entity) = &entity {
            self.clashes(entity, entities, &features, &history);
        }
        let name = name?;
        let backfill = match backfill {
            Some(backfill) => Some(backfill?),
            None => None,
        };
        if features.is_empty() {
            return None;
        }
        Some(FeatureView {
            definition: Definition {
                name: name.value,
                span: name.span,
                path: file.path.clone(),
                description: raw.description.clone(),
                author: raw.author.clone().or_else(|| above.author.clone()),
                tags: all_tags(&above.tags, &raw.tags),
                params: raw.params.clone(),
                query: query?,
            },
            entity: entity?,
            history,
            features,
            rebuild: raw.rebuild.unwrap_or(false),
            keep_versions: raw.keep_versions.unwrap_or(false),
            ttl,
            availability_lag,
            start_date,
            backfill,
        })
    }

    fn view_entity(
        &mut self,
        above: &FeatureFile,
        raw: &RawFeatureView,
        header: Span,
        entities: &Entities,
    ) -> Option<EntityName> {
        match (&above.entity, &raw.entity) {
            (Some(above), Some(own)) if above.value != own.value => {
                self.report(entity_mismatch::at(own, above));
                None
            }
            // The file's entity was looked up once for all views.
            (Some(above), _) => {
                let (name, _) = entities.get_key_value(above.value.as_str())?;
                Some(name.clone())
            }
            (None, Some(own)) => self.known_entity(own, entities),
            (None, None) => {
                if self.complete {
                    self.report(missing_key::entity(header));
                }
                None
            }
        }
    }

    fn known_entity(
        &mut self,
        written: &Spanned<String>,
        entities: &Entities,
    ) -> Option<EntityName> {
        let known = entities.get_key_value(written.value.as_str());
        if known.is_none() && self.complete {
            let names = entities.keys().map(EntityName::as_str);
            self.report(unknown_entity::at(written, names));
        }
        known.map(|(name, _)| name.clone())
    }

    fn history(&mut self, above: &FeatureFile, raw: &RawFeatureView) -> History {
        let is_static = raw.is_static.as_ref().filter(|flag| flag.value);
        if let Some(flag) = is_static {
            let span = |value: &Option<Spanned<String>>| value.as_ref().map(|value| value.span);
            let conflicts = [
                ("interval", span(&raw.interval)),
                ("event_timestamp", span(&raw.event_timestamp)),
                ("start_date", span(&raw.start_date)),
                (
                    "backfill",
                    raw.backfill.as_ref().map(|backfill| backfill.span),
                ),
            ];
            for (key, span) in conflicts {
                if let Some(span) = span {
                    self.report(static_conflict::at(span, key, flag.span));
                }
            }
            return History::Static;
        }
        let interval = self.interval(raw.interval.as_ref().or(above.interval.as_ref()));
        let column = raw.event_timestamp.as_ref().and_then(|written| {
            let column = self.identifier("a column", written)?;
            Some(Spanned::new(column, written.span))
        });
        match column {
            Some(column) => History::EventTimestamp { interval, column },
            None => History::AsOf { interval },
        }
    }

    fn backfill(&mut self, raw: &RawBackfill) -> Option<Backfill> {
        let namespace = raw
            .namespace
            .as_ref()
            .and_then(|namespace| self.label("backfill namespace", namespace));
        let start = raw.start_date.as_ref();
        let end = raw.end_date.as_ref();
        let start_date = start.and_then(|date| self.date("start_date", date));
        let end_date = end.and_then(|date| self.date("end_date", date));
        if let (Some(start), Some(end)) = (start, end)
            && let (Some(first), Some(last)) = (start_date, end_date)
            && last < first
        {
            self.report(backwards_range::dates(end, start));
        }
        Some(Backfill {
            namespace: namespace?,
            start_date: start_date?,
            end_date: end_date?,
            batch_size: raw.batch_size,
        })
    }

    fn features(&mut self, raw: &RawFeatureView, header: Span) -> Vec<Feature> {
        let Some(written) = &raw.features else {
            return Vec::new();
        };
        if written.value.0.is_empty() && self.complete {
            let place = if written.span.end > written.span.start {
                written.span
            } else {
                header
            };
            self.report(missing_key::empty(place, "features", "a feature"));
        }
        let mut features = Vec::new();
        for (name, raw) in &written.value.0 {
            let checks = raw.checks.as_ref().map(|checks| self.checks(&checks.value));
            let Some(column) = self.identifier("a feature", name) else {
                continue;
            };
            features.push(Feature {
                column,
                span: name.span,
                description: raw.description.clone(),
                online: raw.online.unwrap_or(false),
                checks: checks.unwrap_or_default(),
            });
        }
        features
    }

    fn checks(&mut self, raw: &RawChecks) -> Checks {
        if let (Some(min), Some(max)) = (&raw.min, &raw.max)
            && min.value > max.value
        {
            self.report(backwards_range::numbers(min, max));
        }
        if let Some(values) = raw.accepted_values.as_ref()
            && values.value.is_empty()
            && self.complete
        {
            self.report(missing_key::empty(
                values.span,
                "accepted_values",
                "a value",
            ));
        }
        Checks {
            not_null: raw.not_null.unwrap_or(false),
            min: raw.min.as_ref().map(|min| min.value),
            max: raw.max.as_ref().map(|max| max.value),
            accepted_values: raw
                .accepted_values
                .as_ref()
                .map(|values| values.value.clone())
                .unwrap_or_default(),
        }
    }

    /// One output column cannot be two things.
    fn clashes(
        &mut self,
        entity: &EntityName,
        entities: &Entities,
        features: &[Feature],
        history: &History,
    ) {
        let Some(entity) = entities.get(entity) else {
            return;
        };
        let is_key = |column: &Identifier| entity.keys.iter().any(|key| key.column == *column);
        for feature in features.iter().filter(|feature| is_key(&feature.column)) {
            self.report(column_clash::feature_is_key(feature, entity));
        }
        let has_history = !matches!(history, History::Static);
        let is_time = |feature: &&Feature| is_time_of_view(&feature.column, has_history);
        for feature in features.iter().filter(is_time) {
            let finding = column_clash::is_time("feature", &feature.column, feature.span);
            self.report(finding);
        }
        if let History::EventTimestamp { column, .. } = history {
            if is_key(&column.value) {
                self.report(column_clash::timestamp_is_key(column, entity));
            }
            for feature in features.iter().filter(|one| one.column == column.value) {
                self.report(column_clash::feature_is_timestamp(feature, column));
            }
        }
    }
}
