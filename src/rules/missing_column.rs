//! What the rules about missing output columns say alike.

/// `the query yields a, b, c`.
pub(super) fn yields(columns: &[&str]) -> String {
    const SHOWN: usize = 20;
    if columns.is_empty() {
        return "the query yields no columns".to_owned();
    }
    let shown: Vec<String> = columns
        .iter()
        .take(SHOWN)
        .map(|column| format!("`{column}`"))
        .collect();
    let more = match columns.len().saturating_sub(SHOWN) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    format!("the query yields {}{more}", shown.join(", "))
}
