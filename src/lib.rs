//! fsc, the feature store compiler: dbt for machine-learning features.

pub mod sql;
