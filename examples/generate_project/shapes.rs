//! The SQL of generated feature views: a few shapes that feature SQL has, varied by entity, event, window and macros.

use super::random::Random;
use super::world::{Dimension, EVENTS, Entity, Event};

/// A feature view's query and the names of its three features.
pub struct Query {
    pub sql: String,
    pub features: [String; 3],
}

/// A relation that an earlier part of the project makes and a query may read.
pub enum Upstream<'u> {
    /// A feature view of the same entity, by name, with its features.
    View(&'u str, &'u [String; 3]),
    /// A table of events per day and key.
    Table(&'u str),
}

/// What every shape varies by.
pub struct Setting<'s> {
    pub entity: &'s Entity,
    /// The schema of the sources.
    pub schema: &'s str,
    /// Ends every feature's name, so that names are unique.
    pub suffix: &'s str,
    pub macros: bool,
}

impl Setting<'_> {
    /// A query that reads sources only.
    pub fn over_sources(&self, random: &mut Random) -> Query {
        let event = random.pick(EVENTS);
        let days = *random.pick(&[3, 7, 14, 28, 90]);
        match random.below(4) {
            0 => self.activity(event, days),
            1 => self.trend(event, days),
            2 => {
                let dimension = random.pick(super::world::DIMENSIONS);
                self.standing(event, dimension, days)
            }
            _ => self.funnel(event, random.pick(EVENTS), days),
        }
    }

    /// A query that reads a relation of the project.
    pub fn over_upstream(&self, upstream: &Upstream, random: &mut Random) -> Query {
        let days = *random.pick(&[3, 7, 14, 28, 90]);
        match upstream {
            Upstream::View(view, features) => self.peers(view, features, random.pick(EVENTS), days),
            Upstream::Table(table) => self.seasons(table, days),
        }
    }

    /// A query without a time, from a table with one row per entity.
    pub fn profile(&self, dimension: &Dimension) -> Query {
        let features = self.names(&[dimension.number, "is_active", "age_in_months"]);
        let [number, active, age] = &features;
        let Dimension {
            table,
            key,
            number: column,
            ..
        } = dimension;
        let sql = format!(
            "select
    {key},
    coalesce({column}, 0) as {number},
    iff(is_active, 1, 0) as {active},
    case
        when created_at is null then null
        when created_at > '2024-01-01'::timestamp_ntz then 0
        else datediff('month', created_at, '2024-01-01'::timestamp_ntz)
    end as {age}
from {schema}.{table}
where {key} is not null
qualify row_number() over (partition by {key} order by created_at desc) = 1
",
            schema = self.schema,
        );
        Query { sql, features }
    }

    /// Counts and sums over a trailing window.
    fn activity(&self, event: &Event, days: u32) -> Query {
        let Event {
            table,
            what,
            time,
            amount,
            flag,
            ..
        } = event;
        let features = self.names(&[
            &format!("num_{what}s_trailing_{days}_days"),
            &format!("total_{amount}_last_week_of_{days}_days"),
            &format!("{flag}_share_trailing_{days}_days"),
        ]);
        let [number, total, share] = &features;
        let sql = format!(
            "-- How much happened lately.
with recent as (
    select
{keys},
        e.{amount},
        e.{flag},
        datediff('day', e.{time}, '{{{{ ds }}}}'::timestamp_ntz) as days_ago
    from {schema}.{table} as e
    where {window}
)

select
{group},
    count(*) as {number},
    sum(iff(days_ago <= 7, {amount}, 0)) as {total},
    {ratio} as {share}
from recent
group by {group_keys}
",
            keys = self.columns("e.", 8),
            schema = self.schema,
            window = self.window(&format!("e.{time}"), days),
            group = self.columns("", 4),
            ratio = self.ratio(&format!("count_if({flag})"), "count(*)"),
            group_keys = self.entity.keys.join(", "),
        );
        Query { sql, features }
    }

    /// The newest day against the one before.
    fn trend(&self, event: &Event, days: u32) -> Query {
        let Event {
            table,
            what,
            time,
            amount,
            count,
            ..
        } = event;
        let features = self.names(&[
            &format!("{what}s_latest_day_of_{days}"),
            &format!("{amount}_change_day_over_day_of_{days}"),
            &format!("{count}_avg_per_day_of_{days}"),
        ]);
        let [latest, change, average] = &features;
        let keys = self.entity.keys.join(", ");
        let sql = format!(
            "-- Whether there is more of it than there was.
with daily as (
    select
{columns},
        date_trunc('day', {time}) as event_day,
        count(*) as events,
        sum({amount}) as total,
        avg({count}) as average_count
    from {schema}.{table}
    where {window}
    group by {keys}, event_day
),

compared as (
    select
{columns},
        event_day,
        events,
        total - lag(total) over (partition by {keys} order by event_day) as change,
        avg(average_count) over (partition by {keys}) as average_count
    from daily
)

select
{outer},
    events as {latest},
    coalesce(change, 0) as {change},
    average_count as {average}
from compared
qualify row_number() over (partition by {keys} order by event_day desc) = 1
",
            columns = self.columns("", 8),
            schema = self.schema,
            window = self.window(time, days),
            outer = self.columns("", 4),
        );
        Query { sql, features }
    }

    /// Events joined to a table of things, ranked among peers.
    fn standing(&self, event: &Event, dimension: &Dimension, days: u32) -> Query {
        let Event {
            table,
            what,
            time,
            amount,
            count,
            ..
        } = event;
        let Dimension {
            table: things,
            key,
            number: column,
            ..
        } = dimension;
        let features = self.names(&[
            &format!("{what}_rank_among_{days}_days"),
            &format!("{what}_{column}_weighted_{amount}_{days}_days"),
            &format!("max_{count}_{days}_days"),
        ]);
        let [rank, weighted, most] = &features;
        let sql = format!(
            "with active as (
    select
        {key},
        nvl({column}, 1) as weight
    from {schema}.{things}
    where is_active
        and created_at < '{{{{ ds }}}}'::timestamp_ntz
),

totals as (
    select
{keys},
        sum(e.{amount} * active.weight) as weighted,
        max(e.{count}) as most
    from {schema}.{table} as e
    join active on active.{key} = e.{key}
    where {window}
    group by {group_keys}
)

select
{outer},
    rank() over (order by totals.weighted desc nulls last) as {rank},
    totals.weighted as {weighted},
    totals.most as {most}
from totals
",
            schema = self.schema,
            keys = self.columns("e.", 8),
            window = self.window(&format!("e.{time}"), days),
            group_keys = self.qualified("e."),
            outer = self.columns("totals.", 4),
        );
        Query { sql, features }
    }

    /// One kind of event after another.
    fn funnel(&self, from: &Event, to: &Event, days: u32) -> Query {
        let features = self.names(&[
            &format!("{}_to_{}_rate_{days}_days", from.what, to.what),
            &format!("min_{}_{days}_days", to.amount),
            &format!("{}_days_since_last_of_{days}", to.what),
        ]);
        let [rate, least, since] = &features;
        let sql = format!(
            "with first_step as (
    select
{columns},
        count(*) as events
    from {schema}.{from_table}
    where {from_window}
    group by {keys}
),

second_step as (
    select
{columns},
        count(*) as events,
        min({amount}) as least,
        max({to_time}) as last_at
    from {schema}.{to_table}
    where {to_window}
    group by {keys}
)

select
{outer},
    {ratio} as {rate},
    second_step.least as {least},
    case
        when second_step.last_at is null then null
        else datediff('day', second_step.last_at, '{{{{ ds }}}}'::timestamp_ntz)
    end as {since}
from first_step
left join second_step
    on {join}
",
            columns = self.columns("", 8),
            schema = self.schema,
            from_table = from.table,
            from_window = self.window(from.time, days),
            keys = self.entity.keys.join(", "),
            amount = to.amount,
            to_time = to.time,
            to_table = to.table,
            to_window = self.window(to.time, days),
            outer = self.columns("first_step.", 4),
            ratio = self.ratio("coalesce(second_step.events, 0)", "first_step.events"),
            join = self.join("second_step.", "first_step."),
        );
        Query { sql, features }
    }

    /// Another view's values beside fresh ones, compared with everybody's.
    fn peers(&self, view: &str, upstream: &[String; 3], event: &Event, days: u32) -> Query {
        let Event {
            table,
            what,
            time,
            amount,
            ..
        } = event;
        let features = self.names(&[
            &format!("{what}_position_above_peers"),
            &format!("{what}_avg_{amount}_{days}_days"),
            &format!("{what}_strength"),
        ]);
        let [above, average, strength] = &features;
        let [first, second, _] = upstream;
        let sql = format!(
            "-- Reads another feature view at this as-of time.
with fresh as (
    select
{keys},
        avg(e.{amount}) as average
    from {schema}.{table} as e
    where {window}
    group by {group_keys}
)

select
{outer},
    known.{first} - avg(known.{first}) over () as {above},
    fresh.average as {average},
    iff(nvl(known.{second}, 0) > 0, 1, 0) as {strength}
from feature_store.{view} as known
left join fresh
    on {join}
where known.as_of = '{{{{ ds }}}}'::timestamp_ntz
",
            keys = self.columns("e.", 8),
            schema = self.schema,
            window = self.window(&format!("e.{time}"), days),
            group_keys = self.qualified("e."),
            outer = self.columns("known.", 4),
            join = self.join("fresh.", "known."),
        );
        Query { sql, features }
    }

    /// A shared table, week by week.
    fn seasons(&self, table: &str, days: u32) -> Query {
        let features = self.names(&[
            &format!("{table}_best_week_of_{days}_days"),
            &format!("{table}_events_{days}_days"),
            &format!("{table}_flagged_share_{days}_days"),
        ]);
        let [best, events, share] = &features;
        let keys = self.entity.keys.join(", ");
        let sql = format!(
            "with weekly as (
    select
{columns},
        date_trunc('week', event_day) as event_week,
        sum(events) as events,
        sum(flagged) as flagged
    from derived.{table}
    where {window}
    group by {keys}, event_week
)

select
{outer},
    max(events) as {best},
    sum(events) as {events},
    {ratio} as {share}
from weekly
group by {keys}
",
            columns = self.columns("", 8),
            window = self.window("event_day", days),
            outer = self.columns("", 4),
            ratio = self.ratio("sum(flagged)", "sum(weekly.events)"),
        );
        Query { sql, features }
    }

    fn names(&self, stems: &[&str; 3]) -> [String; 3] {
        stems.map(|stem| format!("{stem}_{}", self.suffix))
    }

    /// The entity's keys as lines of a select list.
    fn columns(&self, qualifier: &str, indent: usize) -> String {
        let lines: Vec<_> = self
            .entity
            .keys
            .iter()
            .map(|key| format!("{:indent$}{qualifier}{key}", ""))
            .collect();
        lines.join(",\n")
    }

    fn qualified(&self, qualifier: &str) -> String {
        let keys: Vec<_> = self
            .entity
            .keys
            .iter()
            .map(|key| format!("{qualifier}{key}"))
            .collect();
        keys.join(", ")
    }

    fn join(&self, left: &str, right: &str) -> String {
        let pairs: Vec<_> = self
            .entity
            .keys
            .iter()
            .map(|key| format!("{left}{key} = {right}{key}"))
            .collect();
        pairs.join("\n    and ")
    }

    /// True in the days before the as-of time.
    fn window(&self, column: &str, days: u32) -> String {
        if self.macros {
            format!("{{{{ trailing_days('{column}', ds, {days}) }}}}")
        } else {
            format!(
                "{column} >= dateadd('day', -{days}, '{{{{ ds }}}}'::timestamp_ntz)
        and {column} < '{{{{ ds }}}}'::timestamp_ntz"
            )
        }
    }

    fn ratio(&self, part: &str, whole: &str) -> String {
        if self.macros {
            format!("{{{{ ratio('{part}', '{whole}') }}}}")
        } else {
            format!("div0({part}, {whole})")
        }
    }
}
