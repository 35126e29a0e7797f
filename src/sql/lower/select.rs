//! SELECT: the list, WHERE, GROUP BY, HAVING, QUALIFY.
//!
//! Where a name is both a column and an alias of the same SELECT, both engines take the column, so aliases are written
//! as they are.

use sqlparser::ast::{
    Distinct, ExcludeSelectItem, Expr, GroupByExpr, ObjectName, RenameSelectItem, Select,
    SelectFlavor, SelectItem, SelectItemQualifiedWildcardKind, Spanned, WildcardAdditionalOptions,
};

use super::{Lowering, folded, literal};

impl Lowering {
    pub(super) fn select(&mut self, select: &Select) -> String {
        let Select {
            select_token,
            optimizer_hints: _,
            distinct,
            select_modifiers,
            top: _, // written as LIMIT by the query
            top_before_distinct: _,
            projection,
            exclude,
            into,
            from,
            lateral_views,
            prewhere,
            selection,
            connect_by,
            group_by,
            cluster_by,
            distribute_by,
            sort_by,
            having,
            named_window,
            qualify,
            window_before_qualify: _,
            value_table_mode,
            flavor,
        } = select;
        let place = select_token.0.span;
        self.select = place;
        for (present, construct) in [
            (into.is_some(), "SELECT … INTO"),
            (!connect_by.is_empty(), "CONNECT BY"),
            (!named_window.is_empty(), "a WINDOW clause"),
            (!lateral_views.is_empty(), "LATERAL VIEW"),
            (
                !cluster_by.is_empty() || !distribute_by.is_empty() || !sort_by.is_empty(),
                "CLUSTER, DISTRIBUTE or SORT BY",
            ),
            (prewhere.is_some(), "PREWHERE"),
            (
                select_modifiers.is_some() || value_table_mode.is_some() || exclude.is_some(),
                "a modifier of SELECT",
            ),
            (*flavor != SelectFlavor::Standard, "FROM before SELECT"),
        ] {
            if present {
                self.refuse(place, construct, None);
            }
        }
        // FROM first: it says what the names in the list mean.
        let from = self.from(from);
        for missing in &mut self.missing[self.missing_from..] {
            missing.aliased.extend(projection.iter().filter_map(alias));
        }
        let mut text = String::from("SELECT ");
        match distinct {
            None | Some(Distinct::All) => {}
            Some(Distinct::Distinct) => text.push_str("DISTINCT "),
            Some(Distinct::On(_)) => {
                self.refuse(place, "DISTINCT ON", Some("use QUALIFY ROW_NUMBER() … = 1"));
            }
        }
        let items: Vec<String> = projection
            .iter()
            .map(|item| self.select_item(item))
            .collect();
        text.push_str(&items.join(", "));
        text.push_str(&from);
        if let Some(condition) = selection {
            text.push_str(&format!(" WHERE {}", self.scalar(condition)));
        }
        text.push_str(&self.group_by(group_by, select));
        if let Some(condition) = having {
            let condition = self.scalar(condition);
            text.push_str(&format!(" HAVING {}", with_unbound_macros(&condition)));
        }
        if let Some(condition) = qualify {
            text.push_str(&format!(" QUALIFY {}", self.scalar(condition)));
        }
        text
    }

    fn select_item(&mut self, item: &SelectItem) -> String {
        match item {
            SelectItem::UnnamedExpr(expr) => {
                let text = self.any_value(expr);
                if self.is_variant(expr)
                    && let Expr::Identifier(name) = expr
                {
                    self.remember_variant(name);
                }
                if let Expr::CompoundIdentifier(parts) = expr
                    && self.is_variant(expr)
                    && let Some(name) = parts.last()
                {
                    self.remember_variant(name);
                }
                text
            }
            SelectItem::ExprWithAlias { expr, alias } => {
                let text = self.any_value(expr);
                if self.is_variant(expr) {
                    self.remember_variant(alias);
                }
                format!("{text} AS {}", self.identifier(alias))
            }
            SelectItem::ExprWithAliases { .. } => {
                self.refuse_at(item, "several aliases for one expression")
            }
            SelectItem::Wildcard(options) => format!("*{}", self.wildcard_options(options)),
            SelectItem::QualifiedWildcard(
                SelectItemQualifiedWildcardKind::ObjectName(name),
                options,
            ) => {
                let name = self.object_name(name);
                format!("{name}.*{}", self.wildcard_options(options))
            }
            SelectItem::QualifiedWildcard(SelectItemQualifiedWildcardKind::Expr(_), _) => {
                self.refuse_at(item, "`.*` of an expression")
            }
        }
    }

    fn wildcard_options(&mut self, options: &WildcardAdditionalOptions) -> String {
        let WildcardAdditionalOptions {
            wildcard_token,
            opt_ilike,
            opt_exclude,
            opt_except,
            opt_replace,
            opt_rename,
            opt_alias,
        } = options;
        let place = wildcard_token.0.span;
        if self.flattened {
            self.refuse(place, "`*` beside FLATTEN", Some("list the columns"));
        }
        if opt_ilike.is_some() || opt_except.is_some() || opt_alias.is_some() {
            self.refuse(
                place,
                "this option of `*`",
                Some("use EXCLUDE, REPLACE or RENAME"),
            );
        }
        let mut text = String::new();
        match opt_exclude {
            None => {}
            Some(ExcludeSelectItem::Single(name)) => {
                text.push_str(&format!(" EXCLUDE ({})", self.object_name(name)));
            }
            Some(ExcludeSelectItem::Multiple(names)) => {
                let names: Vec<String> = names.iter().map(|name| self.object_name(name)).collect();
                text.push_str(&format!(" EXCLUDE ({})", names.join(", ")));
            }
        }
        if let Some(replace) = opt_replace {
            let items: Vec<String> = replace
                .items
                .iter()
                .map(|item| {
                    format!(
                        "{} AS {}",
                        self.any_value(&item.expr),
                        self.identifier(&item.column_name)
                    )
                })
                .collect();
            text.push_str(&format!(" REPLACE ({})", items.join(", ")));
        }
        let renames = match opt_rename {
            None => return text,
            Some(RenameSelectItem::Single(rename)) => std::slice::from_ref(rename),
            Some(RenameSelectItem::Multiple(renames)) => renames.as_slice(),
        };
        let replaced = opt_replace.iter().flat_map(|replace| &replace.items);
        let replaced: Vec<String> = replaced.map(|item| folded(&item.column_name)).collect();
        for rename in renames {
            if replaced.contains(&folded(&rename.ident)) {
                self.refuse(
                    rename.ident.span,
                    "`* REPLACE` and `RENAME` of one column",
                    Some("leave it out with EXCLUDE, and list it under its new name"),
                );
            }
        }
        let renames: Vec<String> = renames
            .iter()
            .map(|rename| {
                format!(
                    "{} AS {}",
                    self.identifier(&rename.ident),
                    self.identifier(&rename.alias)
                )
            })
            .collect();
        text + &format!(" RENAME ({})", renames.join(", "))
    }

    fn group_by(&mut self, group_by: &GroupByExpr, select: &Select) -> String {
        match group_by {
            GroupByExpr::All(modifiers) if modifiers.is_empty() => " GROUP BY ALL".to_owned(),
            GroupByExpr::Expressions(exprs, modifiers) if modifiers.is_empty() => {
                if exprs.is_empty() {
                    return String::new();
                }
                let parts: Vec<String> = exprs
                    .iter()
                    .map(|expr| self.grouping_element(expr))
                    .collect();
                format!(" GROUP BY {}", parts.join(", "))
            }
            _ => self.refuse(select.select_token.0.span, "this form of GROUP BY", None),
        }
    }

    fn grouping_element(&mut self, expr: &Expr) -> String {
        let (keyword, sets) = match expr {
            Expr::Rollup(sets) => ("ROLLUP", sets),
            Expr::Cube(sets) => ("CUBE", sets),
            Expr::GroupingSets(sets) => ("GROUPING SETS", sets),
            Expr::Tuple(exprs) => return self.values_of(exprs),
            _ if literal::as_integer(expr).is_some() => return self.operand(expr),
            _ => return self.any_value(expr),
        };
        let sets: Vec<String> = sets
            .iter()
            .map(|set| format!("({})", self.values_of(set)))
            .collect();
        format!("{keyword} ({})", sets.join(", "))
    }

    fn values_of(&mut self, exprs: &[Expr]) -> String {
        let parts: Vec<String> = exprs.iter().map(|expr| self.any_value(expr)).collect();
        parts.join(", ")
    }

    /// A table's or column's name with its qualifiers.
    pub(super) fn object_name(&mut self, name: &ObjectName) -> String {
        let first = name.0.first().and_then(|part| part.as_ident());
        if first.is_some_and(|ident| ident.quote_style.is_none() && ident.value.starts_with('@')) {
            return self.refuse(
                name.span(),
                format!("stage `{name}`"),
                Some("declare the file as a source"),
            );
        }
        let mut parts = Vec::with_capacity(name.0.len());
        for part in &name.0 {
            match part.as_ident() {
                Some(ident) => parts.push(self.identifier(ident)),
                None => parts.push(self.refuse(name.span(), "IDENTIFIER(…) as a name", None)),
            }
        }
        parts.join(".")
    }
}

/// The alias of an item of the select list.
fn alias(item: &SelectItem) -> Option<String> {
    match item {
        SelectItem::ExprWithAlias { alias, .. } => Some(folded(alias)),
        _ => None,
    }
}

/// The same expression with macros that bind no argument: DuckDB takes no lambda in HAVING.
fn with_unbound_macros(expression: &str) -> String {
    let mut text = String::with_capacity(expression.len() + 32);
    let mut rest = expression;
    while let Some(at) = rest.find(['\'', '"', 's']) {
        let (before, found) = rest.split_at(at);
        text.push_str(before);
        let is_word_start = !text.ends_with(|last: char| last.is_alphanumeric() || last == '_');
        let taken = if found.starts_with('s') {
            let is_macro = is_word_start && found.starts_with("sf_");
            text.push_str(if is_macro { "sf_raw_" } else { "s" });
            if is_macro { "sf_".len() } else { 1 }
        } else {
            // A quote inside a quotation is doubled: it closes one and opens the next.
            let quotation = found[1..]
                .find(&found[..1])
                .map_or(found.len(), |end| end + 2);
            text.push_str(&found[..quotation]);
            quotation
        };
        rest = &found[taken..];
    }
    text.push_str(rest);
    text
}
