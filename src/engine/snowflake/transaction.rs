//! How long a transaction may hear nothing. Snowflake ends a transaction that holds a lock which others wait for once its
//! session has been idle for five minutes, and does not say what the next statement of that session meets. Were it run on
//! its own, a ledger row would be kept without the values that it vouches for. So nothing is sent, or sent again, or
//! believed in a transaction after a silence that comes near to that: the session counts as lost, and its node begins
//! again. While a statement runs, Snowflake is heard from every 45 seconds.

use std::time::Duration;

/// What begins a transaction.
const BEGINS: [&str; 2] = ["BEGIN", "START"];

/// What leaves a transaction as it is; anything else ends it, as DDL does.
const STAYS: [&str; 8] = [
    "DELETE", "DESC", "DESCRIBE", "INSERT", "MERGE", "SELECT", "UPDATE", "WITH",
];

/// Whether a transaction is open, and when Snowflake last answered in it, by the clock that goes on while the machine
/// [sleeps](super::clock).
#[derive(Debug, Default)]
pub(super) struct Transaction {
    heard: Option<Duration>,
}

impl Transaction {
    /// Notes that a statement has ended well now.
    pub(super) fn note(&mut self, sql: &str, now: Duration) {
        let word = sql.split_whitespace().next().unwrap_or_default();
        let is_one_of = |words: &[&str]| {
            words
                .iter()
                .any(|known| known.eq_ignore_ascii_case(word.trim_end_matches(';')))
        };
        if is_one_of(&BEGINS) {
            self.heard = Some(now);
        } else if !is_one_of(&STAYS) {
            self.heard = None;
        } else {
            self.hear(now);
        }
    }

    /// Notes that Snowflake answered something about the transaction's statement now.
    pub(super) fn hear(&mut self, now: Duration) {
        if let Some(heard) = &mut self.heard {
            *heard = now;
        }
    }

    /// Whether nothing was heard for `limit` in an open transaction.
    pub(super) fn is_silent_for(&self, limit: Duration, now: Duration) -> bool {
        self.heard
            .is_some_and(|heard| now.saturating_sub(heard) >= limit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_silence_in_a_transaction_counts() {
        let start = Duration::from_hours(1);
        let after = |seconds| start + Duration::from_secs(seconds);
        let limit = Duration::from_mins(4);
        let mut transaction = Transaction::default();
        transaction.note("SELECT 1", start);
        assert!(!transaction.is_silent_for(limit, after(9999)));
        transaction.note("begin transaction", after(10));
        assert!(!transaction.is_silent_for(limit, after(200)));
        transaction.note("MERGE INTO t …", after(200));
        assert!(!transaction.is_silent_for(limit, after(439)));
        assert!(transaction.is_silent_for(limit, after(440)));
        transaction.hear(after(300));
        assert!(!transaction.is_silent_for(limit, after(440)));
        for ends in ["COMMIT", "rollback;", "CREATE OR REPLACE VIEW v AS …"] {
            transaction.note("BEGIN", after(500));
            transaction.note(ends, after(501));
            assert!(!transaction.is_silent_for(limit, after(9999)), "{ends}");
        }
    }
}
