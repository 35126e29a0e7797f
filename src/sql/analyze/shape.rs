//! What a query yields, before the columns of other relations are known.
//!
//! A [`Shape`] is a list of parts, each made of parts before it, so that it is settled in one pass from the first to
//! the last, however often a CTE is read.

use sqlparser::ast::{
    Cte, ExcludeSelectItem, Expr, Function, Ident, JoinConstraint, JoinOperator, ObjectName, Query,
    RenameSelectItem, Select, SelectItem, SelectItemQualifiedWildcardKind, SetExpr, SetQuantifier,
    Spanned, TableAlias, TableFactor, TableWithJoins, WildcardAdditionalOptions,
};

use super::output::OutputColumn;
use super::place::{SqlPlace, identifier, parts, relation_name};
use crate::sql::name::{Identifier, RelationName};

/// Names a part of a [`Shape`].
pub(super) type PartId = usize;

/// The parts; the last one is the query.
#[derive(Debug, Clone)]
pub(super) struct Shape {
    pub(super) parts: Vec<Part>,
}

/// Something with columns.
#[derive(Debug, Clone)]
pub(super) enum Part {
    /// A select list.
    Listed(Vec<Item>),
    /// A relation outside the query.
    Relation(RelationName),
    /// Columns that cannot be known, and whose they are.
    Unknown(String),
    /// `t (a, b)`.
    Renamed { of: PartId, names: Vec<Identifier> },
    /// Two relations side by side.
    Joined {
        left: PartId,
        right: PartId,
        merged: Merged,
    },
    /// Branches of set operations, each with its place.
    Branches {
        branches: Vec<(PartId, SqlPlace)>,
        by_name: bool,
    },
}

/// Columns that a join yields once.
#[derive(Debug, Clone)]
pub(super) enum Merged {
    /// None: `on`, or no condition.
    None,
    /// `using (a, b)`.
    Names(Vec<Identifier>),
    /// `natural`: all that both sides have.
    Common,
}

/// An item of a select list.
#[derive(Debug, Clone)]
pub(super) enum Item {
    /// One column.
    Column(OutputColumn),
    /// `*` or `t.*`.
    Star(Box<Star>),
}

/// A star with its options, in the order in which they apply.
#[derive(Debug, Clone)]
pub(super) struct Star {
    pub(super) of: Vec<PartId>,
    pub(super) place: SqlPlace,
    pub(super) like: Option<String>,
    pub(super) exclude: Vec<Identifier>,
    pub(super) rename: Vec<(Identifier, Identifier)>,
}

pub(super) fn shape(query: &Query) -> Shape {
    let mut builder = Builder::default();
    builder.query(query, None);
    Shape {
        parts: builder.parts,
    }
}

#[derive(Default)]
struct Builder {
    parts: Vec<Part>,
    /// The CTEs in scope, the innermost last.
    ctes: Vec<(Identifier, PartId)>,
}

/// What a FROM clause brings into scope: how `t.*` may name it, and its columns.
type Named = Vec<(Vec<Identifier>, PartId)>;

impl Builder {
    fn add(&mut self, part: Part) -> PartId {
        self.parts.push(part);
        self.parts.len() - 1
    }

    /// `own` is the CTE whose text this is: from the second branch on, its name stands for the first.
    fn query(&mut self, query: &Query, own: Option<&Cte>) -> PartId {
        let outer = self.ctes.len();
        for cte in query.with.iter().flat_map(|with| &with.cte_tables) {
            let part = self.query(&cte.query, Some(cte));
            let part = self.renamed(part, Some(&cte.alias));
            self.ctes.push((identifier(&cte.alias.name), part));
        }
        let part = self.body(&query.body, own);
        self.ctes.truncate(outer);
        part
    }

    fn body(&mut self, body: &SetExpr, own: Option<&Cte>) -> PartId {
        let mut later = Vec::new();
        let mut first = body;
        let mut by_name = false;
        while let SetExpr::SetOperation {
            left,
            right,
            set_quantifier,
            ..
        } = first
        {
            by_name |= matches!(
                set_quantifier,
                SetQuantifier::ByName | SetQuantifier::AllByName | SetQuantifier::DistinctByName
            );
            later.push(right.as_ref());
            first = left;
        }
        if later.is_empty() {
            return self.branch(first, own);
        }
        let part = self.branch(first, None);
        let outer = self.ctes.len();
        if let Some(cte) = own {
            let itself = self.renamed(part, Some(&cte.alias));
            self.ctes.push((identifier(&cte.alias.name), itself));
        }
        let mut branches = vec![(part, start(first))];
        for branch in later.into_iter().rev() {
            let part = self.body(branch, None);
            branches.push((part, start(branch)));
        }
        self.ctes.truncate(outer);
        self.add(Part::Branches { branches, by_name })
    }

    fn branch(&mut self, branch: &SetExpr, own: Option<&Cte>) -> PartId {
        match branch {
            SetExpr::Select(select) => self.select(select),
            SetExpr::Query(query) => self.query(query, own),
            SetExpr::SetOperation { .. } => self.body(branch, own),
            SetExpr::Values(values) => {
                let width = values.rows.first().map_or(0, |row| row.content.len());
                let place = SqlPlace::new(branch.span());
                let columns = (1..=width).map(|number| {
                    let name = Identifier::new(format!("column{number}"));
                    Item::Column(OutputColumn {
                        name: Some(name),
                        place,
                    })
                });
                let columns = columns.collect();
                self.add(Part::Listed(columns))
            }
            SetExpr::Table(_)
            | SetExpr::Insert(_)
            | SetExpr::Update(_)
            | SetExpr::Delete(_)
            | SetExpr::Merge(_) => self.add(Part::Unknown("a statement".to_owned())),
        }
    }

    fn select(&mut self, select: &Select) -> PartId {
        let mut named = Named::new();
        let from: Vec<PartId> = select
            .from
            .iter()
            .map(|table| self.joined(table, &mut named))
            .collect();
        let mut items = Vec::with_capacity(select.projection.len());
        for item in &select.projection {
            match item {
                SelectItem::UnnamedExpr(expr) => items.push(Item::Column(unaliased(expr))),
                SelectItem::ExprWithAlias { alias, .. } => items.push(Item::Column(aliased(alias))),
                SelectItem::ExprWithAliases { aliases, .. } => {
                    items.extend(aliases.iter().map(|alias| Item::Column(aliased(alias))));
                }
                SelectItem::Wildcard(options) => {
                    let place = SqlPlace::new(options.wildcard_token.0.span);
                    items.push(star(from.clone(), place, options));
                }
                SelectItem::QualifiedWildcard(kind, options) => {
                    let (of, place) = self.qualified(kind, &named);
                    let star_place = SqlPlace::new(options.wildcard_token.0.span);
                    items.push(star(vec![of], place.unwrap_or(star_place), options));
                }
            }
        }
        self.add(Part::Listed(items))
    }

    /// What `t.*` stands for.
    fn qualified(
        &mut self,
        kind: &SelectItemQualifiedWildcardKind,
        named: &Named,
    ) -> (PartId, Option<SqlPlace>) {
        let SelectItemQualifiedWildcardKind::ObjectName(name) = kind else {
            return (self.add(Part::Unknown("an expression".to_owned())), None);
        };
        let wanted: Vec<Identifier> = parts(name)
            .unwrap_or_default()
            .into_iter()
            .map(identifier)
            .collect();
        let found = named.iter().find(|(path, _)| path.ends_with(&wanted));
        let place = relation_name(name).map(|(_, place)| place);
        if let Some((_, part)) = found {
            (*part, place)
        } else {
            let reason = format!("`{name}`, which is not in the FROM clause");
            (self.add(Part::Unknown(reason)), place)
        }
    }

    fn joined(&mut self, table: &TableWithJoins, named: &mut Named) -> PartId {
        let mut left = self.factor(&table.relation, named);
        for join in &table.joins {
            let right = self.factor(&join.relation, named);
            let Some(merged) = both_sides(&join.join_operator) else {
                continue;
            };
            left = self.add(Part::Joined {
                left,
                right,
                merged,
            });
        }
        left
    }

    fn factor(&mut self, factor: &TableFactor, named: &mut Named) -> PartId {
        let (part, alias, path) = match factor {
            TableFactor::Table {
                name, args, alias, ..
            } => {
                let path = parts(name)
                    .unwrap_or_default()
                    .into_iter()
                    .map(identifier)
                    .collect();
                let part = match args {
                    None => self.relation(name),
                    Some(_) => self.table_function(name),
                };
                (part, alias.as_ref(), path)
            }
            TableFactor::Derived {
                subquery, alias, ..
            } => (self.query(subquery, None), alias.as_ref(), Vec::new()),
            TableFactor::TableFunction { expr, alias } => {
                let part = match expr {
                    Expr::Function(Function { name, .. }) => self.table_function(name),
                    _ => self.add(Part::Unknown("a table function".to_owned())),
                };
                (part, alias.as_ref(), Vec::new())
            }
            TableFactor::Function { name, alias, .. } => {
                let path = parts(name)
                    .unwrap_or_default()
                    .into_iter()
                    .map(identifier)
                    .collect();
                (self.table_function(name), alias.as_ref(), path)
            }
            TableFactor::NestedJoin {
                table_with_joins,
                alias,
            } => {
                let part = self.joined(table_with_joins, named);
                (part, alias.as_ref(), Vec::new())
            }
            TableFactor::Pivot { table, alias, .. } => {
                self.factor(table, &mut Named::new());
                let part = self.add(Part::Unknown("`PIVOT`".to_owned()));
                (part, alias.as_ref(), Vec::new())
            }
            TableFactor::Unpivot { table, alias, .. } => {
                self.factor(table, &mut Named::new());
                let part = self.add(Part::Unknown("`UNPIVOT`".to_owned()));
                (part, alias.as_ref(), Vec::new())
            }
            TableFactor::MatchRecognize { table, alias, .. } => {
                self.factor(table, &mut Named::new());
                let part = self.add(Part::Unknown("`MATCH_RECOGNIZE`".to_owned()));
                (part, alias.as_ref(), Vec::new())
            }
            TableFactor::UNNEST { alias, .. }
            | TableFactor::JsonTable { alias, .. }
            | TableFactor::OpenJsonTable { alias, .. }
            | TableFactor::XmlTable { alias, .. }
            | TableFactor::SemanticView { alias, .. } => {
                let part = self.add(Part::Unknown("a table function".to_owned()));
                (part, alias.as_ref(), Vec::new())
            }
            TableFactor::UnpivotExpr { .. } => {
                let part = self.add(Part::Unknown("a table function".to_owned()));
                (part, None, Vec::new())
            }
        };
        let part = self.renamed(part, alias);
        let path = alias.map_or(path, |alias| vec![identifier(&alias.name)]);
        if !path.is_empty() {
            named.push((path, part));
        }
        part
    }

    fn relation(&mut self, name: &ObjectName) -> PartId {
        let Some((relation, _)) = relation_name(name) else {
            return self.add(Part::Unknown(format!("`{name}`")));
        };
        let cte = if relation.schema.is_none() {
            let is_named = |(cte, _): &&(Identifier, PartId)| *cte == relation.name;
            self.ctes.iter().rev().find(is_named)
        } else {
            None
        };
        match cte {
            Some((_, part)) => *part,
            None => self.add(Part::Relation(relation)),
        }
    }

    /// The columns of the table functions that have the same ones whatever they are given.
    fn table_function(&mut self, name: &ObjectName) -> PartId {
        let function = name.to_string().to_uppercase();
        let columns: &[&str] = match function.as_str() {
            "FLATTEN" => &["seq", "key", "path", "index", "value", "this"],
            "SPLIT_TO_TABLE" | "STRTOK_SPLIT_TO_TABLE" => &["seq", "index", "value"],
            "GENERATOR" => &[],
            _ => return self.add(Part::Unknown(format!("the table function `{name}`"))),
        };
        let place = SqlPlace::new(name.span());
        let columns = columns.iter().map(|column| {
            Item::Column(OutputColumn {
                name: Some(Identifier::new(*column)),
                place,
            })
        });
        let columns = columns.collect();
        self.add(Part::Listed(columns))
    }

    fn renamed(&mut self, of: PartId, alias: Option<&TableAlias>) -> PartId {
        let names: Vec<Identifier> = alias
            .iter()
            .flat_map(|alias| &alias.columns)
            .map(|column| identifier(&column.name))
            .collect();
        if names.is_empty() {
            of
        } else {
            self.add(Part::Renamed { of, names })
        }
    }
}

/// Where a branch of a set operation starts: its `select`.
fn start(branch: &SetExpr) -> SqlPlace {
    SqlPlace::new(match branch {
        SetExpr::Select(select) => select.select_token.0.span,
        other => other.span(),
    })
}

/// How the columns of both sides are yielded; `None` for a join that only filters one side.
fn both_sides(operator: &JoinOperator) -> Option<Merged> {
    match operator {
        JoinOperator::Join(constraint)
        | JoinOperator::Inner(constraint)
        | JoinOperator::Left(constraint)
        | JoinOperator::LeftOuter(constraint)
        | JoinOperator::Right(constraint)
        | JoinOperator::RightOuter(constraint)
        | JoinOperator::FullOuter(constraint)
        | JoinOperator::CrossJoin(constraint)
        | JoinOperator::StraightJoin(constraint)
        | JoinOperator::AsOf { constraint, .. } => Some(merged(constraint)),
        JoinOperator::Semi(_)
        | JoinOperator::LeftSemi(_)
        | JoinOperator::RightSemi(_)
        | JoinOperator::Anti(_)
        | JoinOperator::LeftAnti(_)
        | JoinOperator::RightAnti(_) => None,
        JoinOperator::CrossApply
        | JoinOperator::OuterApply
        | JoinOperator::ArrayJoin
        | JoinOperator::LeftArrayJoin
        | JoinOperator::InnerArrayJoin => Some(Merged::None),
    }
}

fn merged(constraint: &JoinConstraint) -> Merged {
    match constraint {
        JoinConstraint::Using(names) => Merged::Names(
            names
                .iter()
                .filter_map(|name| Some(identifier(parts(name)?.last()?)))
                .collect(),
        ),
        JoinConstraint::Natural => Merged::Common,
        JoinConstraint::On(_) | JoinConstraint::None => Merged::None,
    }
}

fn aliased(alias: &Ident) -> OutputColumn {
    OutputColumn {
        name: Some(identifier(alias)),
        place: SqlPlace::new(alias.span),
    }
}

/// A column has its own name; any other expression without an alias has none.
fn unaliased(expr: &Expr) -> OutputColumn {
    let named = match expr {
        Expr::Identifier(ident) => Some(ident),
        Expr::CompoundIdentifier(path) => path.last(),
        _ => None,
    };
    match named {
        Some(ident) => OutputColumn {
            name: Some(identifier(ident)),
            place: SqlPlace::new(ident.span),
        },
        None => OutputColumn {
            name: None,
            place: SqlPlace::new(expr.span()),
        },
    }
}

fn star(of: Vec<PartId>, place: SqlPlace, options: &WildcardAdditionalOptions) -> Item {
    let last = |name: &ObjectName| Some(identifier(parts(name)?.last()?));
    let mut exclude: Vec<Identifier> = match &options.opt_exclude {
        Some(ExcludeSelectItem::Single(name)) => last(name).into_iter().collect(),
        Some(ExcludeSelectItem::Multiple(names)) => names.iter().filter_map(last).collect(),
        None => Vec::new(),
    };
    if let Some(except) = &options.opt_except {
        exclude.push(identifier(&except.first_element));
        exclude.extend(except.additional_elements.iter().map(identifier));
    }
    let renames = match &options.opt_rename {
        Some(RenameSelectItem::Single(rename)) => std::slice::from_ref(rename),
        Some(RenameSelectItem::Multiple(renames)) => renames,
        None => &[],
    };
    Item::Star(Box::new(Star {
        of,
        place,
        like: options.opt_ilike.as_ref().map(|like| like.pattern.clone()),
        exclude,
        rename: renames
            .iter()
            .map(|rename| (identifier(&rename.ident), identifier(&rename.alias)))
            .collect(),
    }))
}
