//! Functions of the session, the clock and chance. Source: "Context functions", "Data generation functions".

use crate::sql::types::{Type, Zone};

use super::Nulls::{May, Never};
use super::Reproducible::{Now, Random, Session};
use super::parameter::Parameter::{Any, Number, Text};
use super::rule::Rule::Is;
use super::{Function, scalar};

pub(super) const TABLE: &[Function] = &[
    scalar("CURRENT_DATE", &[], Is(Type::Date))
        .nulls(Never)
        .reproducible(Now),
    scalar("CURRENT_TIME LOCALTIME", &[Number], Is(Type::Time))
        .optional(1)
        .nulls(Never)
        .reproducible(Now),
    scalar(
        "CURRENT_TIMESTAMP LOCALTIMESTAMP",
        &[Number],
        Is(Type::Timestamp(Zone::Session)),
    )
    .optional(1)
    .nulls(Never)
    .reproducible(Now),
    scalar("GETDATE SYSTIMESTAMP", &[], Is(Type::Timestamp(Zone::Session)))
        .nulls(Never)
        .reproducible(Now),
    scalar("SYSDATE", &[], Is(Type::TIMESTAMP))
        .nulls(Never)
        .reproducible(Now),
    scalar("SCHEDULED_TIME LAST_SUCCESSFUL_SCHEDULED_TIME", &[], Is(Type::Unknown))
        .nulls(May)
        .reproducible(Now),
    scalar(
        "CURRENT_ACCOUNT CURRENT_ACCOUNT_NAME CURRENT_CLIENT CURRENT_IP_ADDRESS CURRENT_ORGANIZATION_NAME CURRENT_REGION \
         CURRENT_SESSION CURRENT_USER CURRENT_VERSION CURRENT_STATEMENT",
        &[],
        Is(Type::Text),
    )
    .nulls(Never)
    .reproducible(Session),
    scalar(
        "CURRENT_AVAILABLE_ROLES CURRENT_DATABASE CURRENT_ROLE CURRENT_ROLE_TYPE CURRENT_SCHEMA CURRENT_SCHEMAS \
         CURRENT_SECONDARY_ROLES CURRENT_TRANSACTION CURRENT_WAREHOUSE INVOKER_ROLE INVOKER_SHARE LAST_TRANSACTION",
        &[],
        Is(Type::Text),
    )
    .nulls(May)
    .reproducible(Session),
    scalar("LAST_QUERY_ID", &[Number], Is(Type::Text))
        .optional(1)
        .nulls(May)
        .reproducible(Session),
    scalar("GETVARIABLE", &[Text], Is(Type::Text))
        .nulls(May)
        .reproducible(Session),
    scalar(
        "IS_ROLE_IN_SESSION IS_DATABASE_ROLE_IN_SESSION IS_GRANTED_TO_INVOKER_ROLE",
        &[Text],
        Is(Type::Boolean),
    )
    .nulls(May)
    .reproducible(Session),
    scalar("RANDOM", &[Number], Is(Type::INTEGER))
        .optional(1)
        .nulls(Never)
        .reproducible(Random),
    scalar("RANDSTR", &[Number, Any], Is(Type::Text)).reproducible(Random),
    scalar("UUID_STRING", &[Text, Text], Is(Type::Text))
        .optional(2)
        .reproducible(Random),
    scalar("UNIFORM", &[Number, Number, Any], UNIFORM).reproducible(Random),
    scalar("NORMAL", &[Number, Number, Any], Is(Type::Float)).reproducible(Random),
    scalar("ZIPF", &[Number, Number, Any], Is(Type::INTEGER)).reproducible(Random),
    scalar("SEQ1 SEQ2 SEQ4 SEQ8", &[Number], Is(Type::INTEGER))
        .optional(1)
        .nulls(Never)
        .reproducible(Random),
];

/// A whole number between whole numbers, FLOAT otherwise; which of the two depends on how the bounds are written.
const UNIFORM: super::Rule = Is(Type::Unknown);
