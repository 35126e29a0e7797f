//! Tables for terminals and pipes: columns apart by two blanks, no frame, nothing cut.

use comfy_table::{ContentArrangement, Table, presets};

/// A table with a header, ending in a line break.
pub fn render<R>(header: &[&str], rows: impl IntoIterator<Item = R>) -> String
where
    R: IntoIterator<Item = String>,
{
    let mut table = Table::new();
    table
        .load_preset(presets::NOTHING)
        .set_content_arrangement(ContentArrangement::Disabled)
        .set_header(header.iter().copied());
    for row in rows {
        table.add_row(row.into_iter().map(|cell| one_line(&cell)));
    }
    for column in table.column_iter_mut() {
        column.set_padding((0, 2));
    }
    let mut text = String::new();
    for line in table.lines() {
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

/// A cell never breaks its row.
fn one_line(cell: &str) -> String {
    cell.chars()
        .map(|character| {
            if character.is_control() {
                ' '
            } else {
                character
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_align_and_cells_stay_on_their_line() {
        let text = render(
            &["NAME", "KIND"],
            [
                ["a".to_owned(), "x\ny".to_owned()],
                ["größe".to_owned(), "z".to_owned()],
            ],
        );
        assert_eq!(text, "NAME   KIND\na      x y\ngröße  z\n");
    }
}
