//! Every rule that fsc holds a project to, each in a file of its own: its documentation, its check or the message it
//! makes, and its tests.
//!
//! # How to add one
//! Write `src/rules/<name_with_underscores>.rs` with a `pub static RULE` and a function that makes (or finds) the
//! diagnostic; a lint's is called by [`lint::of_definitions`](crate::lint::of_definitions) or by compiling, where the lint
//! is on. List the module below in the order of codes; add `tests/fixtures/<name>/{pass,fail}`. A test fails when
//! documentation or a fixture is missing. Codes are never reused. Bands: 0xx files, definitions and templates, 1xx SQL
//! and graph, 2xx the embedded target, 3xx lints, 5xx runs.

use crate::diagnostic::Level;

/// A rule's identity and documentation: what `fsc explain` prints and docs/diagnostics.md holds.
#[derive(Debug, PartialEq, Eq)]
pub struct Rule {
    /// The stable code, `FSC001`.
    pub code: &'static str,
    /// The kebab-case name, `unknown-key`.
    pub name: &'static str,
    /// What becomes of its findings where nothing else is configured.
    pub level: Level,
    /// One line: what it finds.
    pub summary: &'static str,
    /// Markdown: what it finds, why it is bad, a bad example, and the same example mended. Sections `## What`,
    /// `## Why`, `## Bad`, `## Good`; for a lint also `## Cannot see`.
    pub docs: &'static str,
}

impl Rule {
    /// Whether it judges what may be meant as it is: band 3xx.
    pub fn is_lint(&self) -> bool {
        self.code.starts_with("FSC3")
    }

    /// Whether a project may set its level and allow single findings: lints, and rules about a project's files that are
    /// not errors by themselves. What is said about a call of fsc (08x, 09x) is said before there is a project.
    pub fn is_configurable(&self) -> bool {
        let is_about_usage = self.code.starts_with("FSC08") || self.code.starts_with("FSC09");
        self.is_lint() || (self.level != Level::Deny && !is_about_usage)
    }

    /// Whether a comment in a file can allow its findings: a project's levels count for what a run finds as well, but there
    /// is no place in a file then.
    pub fn is_allowed_in_place(&self) -> bool {
        self.is_configurable() && !self.code.starts_with("FSC5")
    }

    /// Its level in a word: `error` where nothing can change it.
    pub fn level_word(&self) -> &'static str {
        match self.level.severity() {
            Some(severity) if !self.is_configurable() => severity.word(),
            _ => self.level.word(),
        }
    }
}

/// Declares the modules of the rules and lists them in the order of their codes.
macro_rules! rules {
    ($($module:ident),* $(,)?) => {
        $(pub mod $module;)*

        /// All rules, in the order of their codes.
        pub static ALL: &[&Rule] = &[$(&$module::RULE),*];
    };
}

mod missing_column;

rules! {
    unreadable_file, // FSC002
    invalid_syntax, // FSC003
    unknown_key, // FSC004
    missing_key, // FSC005
    wrong_type, // FSC006
    invalid_value, // FSC007
    not_finite, // FSC008
    invalid_date, // FSC009
    invalid_duration, // FSC010
    invalid_name, // FSC011
    duplicate_node, // FSC012
    duplicate_feature, // FSC013
    duplicate_entity, // FSC014
    duplicate_relation, // FSC015
    unknown_entity, // FSC016
    entity_mismatch, // FSC017
    column_clash, // FSC018
    missing_file, // FSC019
    path_outside_project, // FSC020
    query_source, // FSC021
    static_conflict, // FSC022
    backwards_range, // FSC023
    table_write, // FSC024
    plain_secret, // FSC025
    target_setting, // FSC026
    unknown_default_target, // FSC027
    not_available, // FSC028
    nested_project, // FSC029
    misnamed_file, // FSC030
    empty_definition, // FSC031
    empty_project, // FSC032
    unknown_lint, // FSC033
    fixed_level, // FSC034
    invalid_allowance, // FSC035
    unused_allowance, // FSC036
    reserved_name, // FSC037
    target_credentials, // FSC038
    fixed_session_parameter, // FSC039
    unread_variable, // FSC045
    template_syntax, // FSC050
    unknown_template_name, // FSC051
    template_failed, // FSC052
    runaway_template, // FSC053
    template_loads_file, // FSC054
    duplicate_macro, // FSC055
    reserved_macro_name, // FSC056
    statement_outside_macro, // FSC057
    unknown_reference, // FSC058
    undeclared_source, // FSC059
    unknown_variable, // FSC060
    missing_environment_variable, // FSC061
    secret_in_sql, // FSC062
    date_dependent_template, // FSC063
    unquoted_date, // FSC064
    no_project, // FSC080
    invalid_setting, // FSC081
    unknown_setting, // FSC082
    unknown_target, // FSC083
    invalid_selector, // FSC084
    empty_selection, // FSC085
    unwritable, // FSC086
    file_exists, // FSC087
    foreign_target_folder, // FSC088
    unknown_rule, // FSC089
    unknown_node, // FSC090
    not_only_reading, // FSC091
    query_failed, // FSC092
    future_as_of, // FSC093
    unknown_namespace, // FSC094
    no_range, // FSC095
    no_history, // FSC096
    reads_later_state, // FSC097
    older_over_newer, // FSC098
    taken_back, // FSC099
    sql_syntax, // FSC100
    invalid_query, // FSC101
    query_limit, // FSC102
    unknown_relation, // FSC103
    reads_store_table, // FSC104
    dependency_cycle, // FSC105
    unnamed_column, // FSC106
    duplicate_column, // FSC107
    set_operation_columns, // FSC108
    unknown_star, // FSC109
    missing_feature_column, // FSC110
    missing_key_column, // FSC111
    undeclared_column, // FSC112
    missing_event_timestamp, // FSC113
    missing_unique_key, // FSC114
    unknown_column, // FSC115
    ambiguous_column, // FSC116
    unknown_qualifier, // FSC117
    duplicate_alias, // FSC118
    ungrouped_column, // FSC119
    misplaced_aggregate, // FSC120
    position_out_of_range, // FSC121
    function_arguments, // FSC122
    operand_types, // FSC123
    non_numeric_feature, // FSC124
    key_type, // FSC125
    unknown_function, // FSC126
    column_count, // FSC127
    unknown_type, // FSC128
    unusable_key, // FSC129
    unsupported_construct, // FSC200
    unsupported_type, // FSC201
    source_without_file, // FSC202
    binder_refuses, // FSC203
    binder_disagrees, // FSC204
    reserved_schema, // FSC205
    not_reproducible, // FSC301
    never_uses_as_of, // FSC302
    leaking_bound, // FSC303
    unbounded_periods, // FSC304
    unbounded_window, // FSC305
    looks_ahead, // FSC306
    unstable_order, // FSC307
    division_by_zero, // FSC308
    fan_out, // FSC309
    integer_average, // FSC310
    select_star, // FSC311
    key_not_unique, // FSC312
    nullable_key, // FSC313
    implicit_cross_join, // FSC314
    wrapped_filter, // FSC315
    static_uses_as_of, // FSC316
    reads_as_of_now, // FSC317
    unguarded_division, // FSC318
    missing_description, // FSC340
    missing_author, // FSC341
    online_ttl_below_interval, // FSC342
    name_pattern, // FSC343
    database_unavailable, // FSC500
    engine_not_available, // FSC501
    missing_source_file, // FSC502
    unreadable_source_file, // FSC503
    missing_source_column, // FSC504
    wrong_source_type, // FSC505
    credentials_unavailable, // FSC506
    statement_failed, // FSC510
    wrong_column_type, // FSC511
    null_key, // FSC512
    duplicate_key, // FSC513
    event_timestamp_out_of_range, // FSC514
    non_finite_value, // FSC515
    failed_check, // FSC516
    changed_table, // FSC517
    no_rows, // FSC518
    target_busy, // FSC520
    unusable_run_results, // FSC521
    retry_node_gone, // FSC522
    foreign_object, // FSC530
    refused_column_change, // FSC531
    unknown_snapshot, // FSC532
    unconfirmed, // FSC533
    missing_as_of, // FSC550
    reads_stale, // FSC551
    gap_behind, // FSC552
    table_gone, // FSC553
}

pub(crate) mod named;
pub mod query_lint;
pub mod time_names;

/// The rule with this code (`FSC005`, in any case) or name (`unknown-key`).
pub fn find(code_or_name: &str) -> Option<&'static Rule> {
    ALL.iter().copied().find(|rule| {
        rule.code.eq_ignore_ascii_case(code_or_name) || rule.name.eq_ignore_ascii_case(code_or_name)
    })
}

/// The rules whose level a project may set.
pub fn configurable() -> impl Iterator<Item = &'static Rule> {
    ALL.iter().copied().filter(|rule| rule.is_configurable())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_rise_and_documentation_is_whole() {
        assert!(ALL.windows(2).all(|pair| pair[0].code < pair[1].code));
        for rule in ALL {
            for section in ["## What", "## Why", "## Bad", "## Good"] {
                assert!(rule.docs.contains(section), "{} lacks {section}", rule.code);
            }
            let says_its_limits = rule.docs.contains("## Cannot see");
            assert!(
                says_its_limits || !rule.is_lint(),
                "{} lacks ## Cannot see",
                rule.code
            );
        }
    }
}
