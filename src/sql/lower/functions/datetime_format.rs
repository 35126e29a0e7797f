//! Snowflake's date and time formats, as DuckDB's `strftime` and `strptime` write them.

/// What a format is for: some of its elements can only be written, not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Direction {
    Write,
    Read,
}

/// The elements, longest first where one begins another.
const ELEMENTS: [(&str, &str); 16] = [
    ("YYYY", "%Y"),
    ("MMMM", "%B"),
    ("HH24", "%H"),
    ("HH12", "%I"),
    ("MON", "%b"),
    ("FF3", "%g"),
    ("FF6", "%f"),
    ("FF9", "%n"),
    ("YY", "%y"),
    ("MM", "%m"),
    ("DD", "%d"),
    ("DY", "%a"),
    ("MI", "%M"),
    ("SS", "%S"),
    ("AM", "%p"),
    ("PM", "%p"),
];

/// The format in DuckDB's terms; `None` if an element of it is not known to mean the same, or it has none.
pub(in super::super) fn duckdb_format(format: &str, direction: Direction) -> Option<String> {
    let mut text = String::new();
    let mut elements = 0;
    let mut rest = format;
    'next: while let Some(character) = rest.chars().next() {
        for (element, duckdb) in ELEMENTS {
            let Some(start) = rest.get(..element.len()) else {
                continue;
            };
            if start.eq_ignore_ascii_case(element) {
                if direction == Direction::Read && matches!(duckdb, "%y" | "%a" | "%n") {
                    return None;
                }
                text.push_str(duckdb);
                elements += 1;
                rest = &rest[element.len()..];
                continue 'next;
            }
        }
        if character == '"' {
            let (quoted, after) = rest[1..].split_once('"')?;
            text.push_str(&quoted.replace('%', "%%"));
            rest = after;
            continue;
        }
        if character.is_ascii_alphanumeric() && character != 'T' || character == '%' {
            return None;
        }
        text.push(character);
        rest = &rest[character.len_utf8()..];
    }
    (elements > 0).then_some(text)
}

/// Whether a text is a date, or a date and time, in the one form that both engines read alike.
pub(in super::super) fn is_iso_date(text: &str) -> bool {
    let matches = |part: &str, pattern: &str| {
        part.len() == pattern.len()
            && part.bytes().zip(pattern.bytes()).all(|(byte, wanted)| {
                if wanted == b'0' {
                    byte.is_ascii_digit()
                } else {
                    byte == wanted
                }
            })
    };
    let (date, time) = match text.split_once([' ', 'T']) {
        Some((date, time)) => (date, Some(time)),
        None => (text, None),
    };
    let is_time = |time: &str| {
        let (seconds, fraction) = match time.split_once('.') {
            Some((seconds, fraction)) => (seconds, Some(fraction)),
            None => (time, None),
        };
        (matches(seconds, "00:00:00") || (fraction.is_none() && matches(seconds, "00:00")))
            && fraction.is_none_or(|digits| {
                (1..=6).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit())
            })
    };
    matches(date, "0000-00-00") && time.is_none_or(is_time)
}

#[cfg(test)]
mod tests {
    use super::{Direction, duckdb_format, is_iso_date};

    #[test]
    fn formats_are_translated_or_refused() {
        assert_eq!(
            duckdb_format("YYYY-MM-DD", Direction::Write).as_deref(),
            Some("%Y-%m-%d")
        );
        assert_eq!(
            duckdb_format("yyyymmdd hh24:mi:ss.ff3", Direction::Write).as_deref(),
            Some("%Y%m%d %H:%M:%S.%g")
        );
        assert_eq!(
            duckdb_format("DD \"of\" MON", Direction::Write).as_deref(),
            Some("%d of %b")
        );
        assert_eq!(duckdb_format("999.00", Direction::Write), None);
        assert_eq!(duckdb_format("WW", Direction::Write), None);
        assert_eq!(duckdb_format("é", Direction::Write), None);
        assert_eq!(duckdb_format("YY-MM-DD", Direction::Read), None);
    }

    #[test]
    fn iso_dates_are_told_from_others() {
        for text in [
            "2020-01-05",
            "2020-01-05 10:00:00",
            "2020-01-05T10:00:00.5",
            "2020-01-05 10:00",
        ] {
            assert!(is_iso_date(text), "{text}");
        }
        for text in [
            "2020-1-5",
            "20200105",
            "01/05/2020",
            "2020-01-05 10:00:00Z",
            "",
            "2020-01-05 ",
            "{{ ds }}",
        ] {
            assert!(!is_iso_date(text), "{text}");
        }
    }
}
