//! Writes a project: definitions, queries, macros. Pure in its size and seed.

mod random;
mod shapes;
mod world;

use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::Path;

use random::Random;
use shapes::{Query, Setting, Upstream};
use world::{DIMENSIONS, ENTITIES, EVENT_KEYS, EVENTS, Entity};

/// What is asked for.
#[derive(Debug, Clone, Copy)]
pub struct Size {
    /// How many feature views.
    pub views: usize,
    /// What the choices follow from.
    pub seed: u64,
}

const VIEWS_PER_FILE: usize = 12;
const VIEWS_PER_TABLE: usize = 20;
const VIEWS_PER_SCHEMA: usize = 250;

const PROJECT: &str = r#"name = "generated"
default_target = "prod"

[store]
schema = "feature_store"

[target.dev]
type = "duckdb"
path = "target/dev.duckdb"

[target.prod]
type = "snowflake"
account = "{{ env_var('SNOWFLAKE_ACCOUNT') }}"
user = "{{ env_var('SNOWFLAKE_USER') }}"
warehouse = "TRANSFORMING"
database = "ANALYTICS"
"#;

const MACROS: [(&str, &str); 2] = [
    (
        "time.sql",
        "{#- True for a time in the `days` days before the as-of. -#}
{% macro trailing_days(column, ds, days) -%}
{{ column }} >= dateadd('day', -{{ days }}, '{{ ds }}'::timestamp_ntz)
        and {{ column }} < '{{ ds }}'::timestamp_ntz
{%- endmacro %}
",
    ),
    (
        "ratio.sql",
        "{#- A share: 0 where there is nothing to share. -#}
{% macro ratio(part, whole) -%}
div0({{ part }}, {{ whole }})
{%- endmacro %}
",
    ),
];

/// A feature view that was written, for others to read.
struct Written {
    name: String,
    features: [String; 3],
}

/// The views of one entity: those that can be read, and the definition file that is being filled.
#[derive(Default)]
struct Shelf {
    readable: Vec<Written>,
    views: usize,
    definition: String,
}

/// Writes a project into `root`, which is made where it does not exist and must be empty where it does.
pub fn write(root: &Path, size: Size) -> io::Result<()> {
    fs::create_dir_all(root)?;
    if fs::read_dir(root)?.next().is_some() {
        return Err(io::Error::new(
            io::ErrorKind::AlreadyExists,
            "the folder is not empty",
        ));
    }
    let mut random = Random::new(size.seed);
    let schemas: Vec<String> = (0..=size.views / VIEWS_PER_SCHEMA)
        .map(|number| format!("production_{number:02}"))
        .collect();

    fs::write(root.join("fsc.toml"), PROJECT)?;
    fs::write(root.join("entity.toml"), entities())?;
    fs::create_dir(root.join("macros"))?;
    for (name, text) in MACROS {
        fs::write(root.join("macros").join(name), text)?;
    }
    for schema in &schemas {
        let folder = root.join("sources").join(schema);
        fs::create_dir_all(&folder)?;
        fs::write(folder.join("sources.toml"), sources(schema))?;
    }
    let tables = write_tables(root, size, &schemas, &mut random)?;
    write_views(root, size, &schemas, &tables, &mut random)
}

fn entities() -> String {
    let mut text = String::new();
    for Entity {
        name,
        keys,
        description,
        ..
    } in ENTITIES
    {
        // Writing into a String cannot fail.
        let _ = writeln!(
            text,
            "[[entity]]\nname = \"{name}\"\ndescription = \"{description}\"\nkeys = {keys:?}\n"
        );
    }
    text
}

fn sources(schema: &str) -> String {
    let mut text = String::new();
    for event in EVENTS {
        let _ = writeln!(
            text,
            "[[source]]\nschema = \"{schema}\"\nname = \"{}\"\ndescription = \"One row per {}\"\n\n[source.columns]\nevent_token = \"varchar\"",
            event.table, event.what
        );
        for key in EVENT_KEYS {
            let _ = writeln!(text, "{key} = \"varchar\"");
        }
        let _ = writeln!(
            text,
            "{} = {{ type = \"double\", description = \"Not null\" }}\n{} = \"integer\"\n{} = \"boolean\"\n{} = \"timestamp_ntz\"\n",
            event.amount, event.count, event.flag, event.time
        );
    }
    for dimension in DIMENSIONS {
        let _ = writeln!(
            text,
            "[[source]]\nschema = \"{schema}\"\nname = \"{}\"\n\n[source.columns]\n{} = \"varchar\"",
            dimension.table, dimension.key
        );
        for column in dimension.texts {
            let _ = writeln!(text, "{column} = \"varchar\"");
        }
        let _ = writeln!(
            text,
            "{} = \"double\"\nis_active = \"boolean\"\ncreated_at = \"timestamp_ntz\"\n",
            dimension.number
        );
    }
    text
}

/// Writes the tables, one for every few views, and returns their names.
fn write_tables(
    root: &Path,
    size: Size,
    schemas: &[String],
    random: &mut Random,
) -> io::Result<Vec<String>> {
    let mut names = Vec::new();
    for number in 0..=size.views / VIEWS_PER_TABLE {
        let event = random.pick(EVENTS);
        let schema = random.pick(schemas);
        let name = format!("daily_{}_{number:04}", event.table);
        let folder = root.join("tables").join(&name);
        let keys = EVENT_KEYS.join(",\n    ");
        let write = if random.chance(50) {
            "rebuild = true\nsnapshot = \"daily\"\nsnapshot_retention = \"7 days\"".to_owned()
        } else {
            let mut unique_key = vec!["event_day"];
            unique_key.extend(EVENT_KEYS);
            format!("rebuild = false\nunique_key = {unique_key:?}")
        };
        fs::create_dir_all(&folder)?;
        fs::write(
            folder.join("table.toml"),
            format!(
                "[[table]]\nsql = \"{name}.sql\"\nschema = \"derived\"\ndescription = \"One row per day and key\"\n{write}\n"
            ),
        )?;
        fs::write(
            folder.join(format!("{name}.sql")),
            format!(
                "select
    date_trunc('day', {time}) as event_day,
    {keys},
    count(*) as events,
    sum({amount}) as total,
    count_if({flag}) as flagged
from {schema}.{table}
where {time} >= dateadd('day', -90, '{{{{ ds }}}}'::timestamp_ntz)
    and {time} < '{{{{ ds }}}}'::timestamp_ntz
group by 1, 2, 3, 4, 5, 6
",
                time = event.time,
                amount = event.amount,
                flag = event.flag,
                table = event.table,
            ),
        )?;
        names.push(name);
    }
    Ok(names)
}

fn write_views(
    root: &Path,
    size: Size,
    schemas: &[String],
    tables: &[String],
    random: &mut Random,
) -> io::Result<()> {
    let mut shelves: Vec<Shelf> = ENTITIES.iter().map(|_| Shelf::default()).collect();
    for number in 0..size.views {
        let position = random.below(ENTITIES.len());
        let (entity, shelf) = (&ENTITIES[position], &mut shelves[position]);
        let folder = root
            .join(entity.name)
            .join(format!("group_{:03}", shelf.views / VIEWS_PER_FILE));
        if shelf.views.is_multiple_of(VIEWS_PER_FILE) {
            fs::create_dir_all(&folder)?;
            shelf.definition = format!(
                "entity = \"{}\"\nauthor = \"{}\"\n",
                entity.name,
                random.pick(AUTHORS)
            );
        }

        let suffix = format!("{number:05}");
        let setting = Setting {
            entity,
            schema: random.pick(schemas).as_str(),
            suffix: &suffix,
            macros: number % 3 == 0,
        };
        // The first views of an entity have no other to read.
        let upstream = match (random.below(100), shelf.readable.is_empty()) {
            (0..15, false) => {
                let view = random.pick(&shelf.readable);
                Some(Upstream::View(&view.name, &view.features))
            }
            (0..30, _) => Some(Upstream::Table(random.pick(tables).as_str())),
            _ => None,
        };
        let (stem, is_static, query) = match (upstream, entity.dimension) {
            (Some(upstream), _) => ("derived", false, setting.over_upstream(&upstream, random)),
            (None, Some(dimension)) if random.chance(5) => {
                ("profile", true, setting.profile(dimension))
            }
            (None, _) => ("behaviour", false, setting.over_sources(random)),
        };

        let name = format!("{}_{stem}_{suffix}", entity.name);
        fs::write(folder.join(format!("{name}.sql")), &query.sql)?;
        shelf
            .definition
            .push_str(&definition(&name, is_static, &query, random));
        shelf.views += 1;
        if shelf.views.is_multiple_of(VIEWS_PER_FILE) {
            fs::write(folder.join("feature.toml"), &shelf.definition)?;
        }
        if !is_static {
            shelf.readable.push(Written {
                name,
                features: query.features,
            });
        }
    }
    for (entity, shelf) in ENTITIES.iter().zip(&shelves) {
        if !shelf.views.is_multiple_of(VIEWS_PER_FILE) {
            let group = format!("group_{:03}", shelf.views / VIEWS_PER_FILE);
            fs::write(
                root.join(entity.name).join(group).join("feature.toml"),
                &shelf.definition,
            )?;
        }
    }
    Ok(())
}

const AUTHORS: &[&str] = &["amelia", "mina", "rafay", "søren", "tomás"];

fn definition(name: &str, is_static: bool, query: &Query, random: &mut Random) -> String {
    let mut text =
        format!("\n[[feature_view]]\nsql = \"{name}.sql\"\ndescription = \"Generated\"\n");
    if is_static {
        text.push_str("static = true\n");
    } else {
        let _ = writeln!(
            text,
            "interval = \"1 day\"\nttl = \"{} days\"",
            random.pick(&[7, 30, 90])
        );
        if random.chance(30) {
            text.push_str("availability_lag = \"6 hours\"\n");
        }
        if random.chance(10) {
            text.push_str("rebuild = true\n");
        }
        if random.chance(10) {
            let _ = writeln!(
                text,
                "backfill = {{ namespace = \"{name}\", start_date = 2023-08-01, end_date = 2023-08-30, batch_size = 7 }}"
            );
        }
    }
    let _ = writeln!(
        text,
        "tags = [\"{}\"]",
        random.pick(&["search", "ads", "email", "fraud"])
    );
    for feature in &query.features {
        let _ = writeln!(
            text,
            "\n[feature_view.features.{feature}]\ndescription = \"What the name says\"\nonline = {}",
            random.chance(30)
        );
        if random.chance(20) {
            text.push_str("checks = { min = 0 }\n");
        }
    }
    text
}
