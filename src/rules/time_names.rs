//! What the names of time columns say: words that begin a period, that end one, and that name a partition.
//!
//! Names are read word by word, never letter by letter: `uploaded_on` holds no `LOAD`.

/// Words that begin a period.
pub const STARTS: [&str; 8] = [
    "FROM",
    "START",
    "STARTED",
    "STARTS",
    "BEGIN",
    "BEGINS",
    "OPENED",
    "INSTALLED",
];

/// Words that end a period.
pub const ENDS: [&str; 10] = [
    "TO",
    "END",
    "ENDED",
    "ENDS",
    "UNTIL",
    "CLOSED",
    "REMOVED",
    "EXPIRED",
    "EXPIRES",
    "TERMINATED",
];

/// Words of a birth, from which an age is counted that is no window.
pub const BIRTHS: [&str; 6] = ["BIRTH", "BIRTHDAY", "BIRTHDATE", "BORN", "DOB", "FOUNDED"];

/// Words that say that a column is a partition or the start of a validity.
const PARTITIONS: [&str; 11] = [
    "DS",
    "SNAPSHOT",
    "PARTITION",
    "ASOF",
    "VALID",
    "VALIDITY",
    "EFFECTIVE",
    "LOAD",
    "LOADED",
    "EXTRACT",
    "EXTRACTED",
];

/// Whether one of the words of a name is in the list; the name is in upper case.
pub fn has_word(name: &str, words: &[&str]) -> bool {
    name.split('_').any(|part| words.contains(&part))
}

/// Whether a name says that its column is a partition of snapshots or the start of a validity; it is in upper case.
pub fn is_partition(name: &str) -> bool {
    let words: Vec<&str> = name.split('_').collect();
    has_word(name, &PARTITIONS) || words.windows(2).any(|pair| pair == ["AS", "OF"])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_count_and_not_their_letters() {
        for name in [
            "SNAPSHOT_DATE",
            "DS",
            "AS_OF_DATE",
            "VALID_FROM",
            "LOAD_DATE",
        ] {
            assert!(is_partition(name), "{name}");
        }
        for name in [
            "UPLOADED_ON",
            "INVALIDATED_AT",
            "DOWNLOADED",
            "OF_AS",
            "ADS",
            "HAS_OFFER",
        ] {
            assert!(!is_partition(name), "{name}");
        }
        assert!(has_word("VALID_TO", &ENDS) && !has_word("TOTAL", &ENDS));
    }
}
