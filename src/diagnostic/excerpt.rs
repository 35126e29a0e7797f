//! The lines of a text that a rendering shows, with places carried over.
//!
//! A text may be megabytes, a line may be one of them, and a place may come from anywhere: an [`Excerpt`] holds only the
//! lines around some places, without carriage returns, long lines cut, and every place clamped to it. What a renderer
//! shows therefore costs what is shown, and no place can make it panic.

use std::ops::Range;

use crate::source::SourceFile;

/// Lines between two places that are still shown as one excerpt.
const NEAR_LINES: usize = 40;
/// Lines of one place that are shown; a place that covers more is shown by its first ones.
const PLACE_LINES: usize = 12;
/// Bytes of a line that are shown before and after a place in it, where the line is longer than both together.
const CUT_BEFORE: usize = 100;
const CUT_AFTER: usize = 300;
const CUT_MARK: &str = "…";

/// Some lines of a text.
#[derive(Debug, PartialEq, Eq)]
pub struct Excerpt {
    /// The lines, joined by `\n`.
    pub text: String,
    /// The number of the first line.
    pub first_line: usize,
    /// Line and column (both from 1, in characters) of the first place in the whole text.
    pub position: (usize, usize),
    /// Whether lines were cut, so that columns of the excerpt are not those of the text.
    pub is_cut: bool,
    /// The places, by their position in what was given to [`excerpts`], as ranges of `text`.
    pub places: Vec<(usize, Range<usize>)>,
}

/// One line of a text: where it starts and ends, line ending apart, and where the next one starts.
#[derive(Debug, Clone, Copy)]
struct Line {
    number: usize,
    start: usize,
    end: usize,
    next: usize,
}

/// Splits `ranges` of `file` into excerpts: the one with the first range comes first, the others follow by line.
pub fn excerpts(file: &SourceFile, ranges: &[Range<usize>]) -> Vec<Excerpt> {
    let clamped: Vec<Range<usize>> = ranges.iter().map(|range| clamp(file, range)).collect();
    let mut order: Vec<usize> = (0..clamped.len()).collect();
    order.sort_by_key(|index| clamped[*index].start);
    let mut groups: Vec<Vec<usize>> = Vec::new();
    let mut previous_end = 0;
    for index in order {
        let start_line = file.line_column(clamped[index].start).0;
        let end_line = last_line(file, &clamped[index]);
        match groups.last_mut() {
            Some(group) if start_line <= previous_end + NEAR_LINES => group.push(index),
            _ => groups.push(vec![index]),
        }
        previous_end = previous_end.max(end_line);
    }
    groups.sort_by_key(|group| !group.contains(&0));
    groups
        .iter()
        .map(|group| excerpt(file, &clamped, group))
        .collect()
}

/// The range, inside the text and on boundaries of characters.
fn clamp(file: &SourceFile, range: &Range<usize>) -> Range<usize> {
    let start = file.text.floor_char_boundary(range.start);
    let end = file.text.floor_char_boundary(range.end.max(range.start));
    start..end.max(start)
}

fn last_line(file: &SourceFile, range: &Range<usize>) -> usize {
    let (first, _) = file.line_column(range.start);
    let breaks = file.text[range.clone()].matches('\n').count();
    first + breaks.min(PLACE_LINES - 1)
}

fn excerpt(file: &SourceFile, ranges: &[Range<usize>], group: &[usize]) -> Excerpt {
    let first = group
        .iter()
        .map(|index| file.line_column(ranges[*index].start).0)
        .min()
        .unwrap_or(1);
    let last = group
        .iter()
        .map(|index| last_line(file, &ranges[*index]))
        .max()
        .unwrap_or(first);
    let mut text = String::new();
    let mut is_cut = false;
    let mut places: Vec<(usize, Range<usize>)> = group
        .iter()
        .map(|index| (*index, usize::MAX..usize::MAX))
        .collect();
    for line in lines(&file.text, first, last) {
        if line.number > first {
            text.push('\n');
        }
        let window = window(file, line, group.iter().map(|index| &ranges[*index]));
        let at = text.len();
        is_cut |= window != (line.start..line.end);
        if window.start > line.start {
            text.push_str(CUT_MARK);
        }
        let shown_from = text.len();
        text.push_str(&file.text[window.clone()]);
        let shown_to = text.len();
        if window.end < line.end {
            text.push_str(CUT_MARK);
        }
        for (index, place) in &mut places {
            let range = &ranges[*index];
            let is_in_line = |offset: usize| offset >= line.start && offset < line.next;
            if place.start == usize::MAX && is_in_line(range.start) {
                place.start = if range.start < window.start {
                    at
                } else {
                    (shown_from + range.start - window.start).min(shown_to)
                };
            }
            if place.start != usize::MAX && range.end >= line.start {
                place.end = (shown_from + range.end.saturating_sub(window.start)).min(shown_to);
            }
        }
    }
    for (_, place) in &mut places {
        place.start = place.start.min(text.len());
        place.end = place.end.clamp(place.start, text.len());
    }
    places.sort_by_key(|(index, _)| *index);
    let position = places.first().map_or((first, 1), |(index, _)| {
        file.line_column(ranges[*index].start)
    });
    Excerpt {
        text,
        first_line: first,
        position,
        is_cut,
        places,
    }
}

/// The lines `first..=last` of `text`.
fn lines(text: &str, first: usize, last: usize) -> impl Iterator<Item = Line> {
    let mut start = 0;
    text.split('\n')
        .enumerate()
        .map(move |(index, line)| {
            let begins = start;
            start += line.len() + 1;
            Line {
                number: index + 1,
                start: begins,
                end: begins + line.strip_suffix('\r').unwrap_or(line).len(),
                next: start,
            }
        })
        .skip(first - 1)
        .take(last - first + 1)
}

/// The part of a line that is shown: all of it, or the part around the first place in it.
fn window<'r>(
    file: &SourceFile,
    line: Line,
    ranges: impl Iterator<Item = &'r Range<usize>>,
) -> Range<usize> {
    if line.end - line.start <= CUT_BEFORE + CUT_AFTER {
        return line.start..line.end;
    }
    let focus = ranges
        .filter(|range| range.start <= line.end && range.end >= line.start)
        .map(|range| range.start.max(line.start))
        .min()
        .unwrap_or(line.start);
    let start = file
        .text
        .floor_char_boundary(focus.saturating_sub(CUT_BEFORE).max(line.start));
    let end = file
        .text
        .floor_char_boundary((start + CUT_BEFORE + CUT_AFTER).min(line.end));
    start..end
}

#[cfg(test)]
#[expect(
    clippy::single_range_in_vec_init,
    reason = "one place is a list of places"
)]
mod tests {
    use super::*;

    fn file(text: &str) -> SourceFile {
        SourceFile {
            name: "a.sql".into(),
            text: text.into(),
            rendered_from: None,
        }
    }

    fn shown(excerpt: &Excerpt, place: usize) -> &str {
        &excerpt.text[excerpt.places[place].1.clone()]
    }

    #[test]
    fn carriage_returns_go_and_places_stay() {
        let excerpts = excerpts(&file("select\r\n  x,\r\n  y\r\n"), &[10..11, 16..17]);
        assert_eq!(excerpts.len(), 1);
        assert_eq!(excerpts[0].text, "  x,\n  y");
        assert_eq!(excerpts[0].first_line, 2);
        assert_eq!(excerpts[0].position, (2, 3));
        assert_eq!(shown(&excerpts[0], 0), "x");
        assert_eq!(shown(&excerpts[0], 1), "y");
    }

    #[test]
    fn any_range_is_clamped() {
        let text = "größe\n";
        for start in 0..12 {
            for end in 0..12 {
                #[expect(clippy::reversed_empty_ranges, reason = "that is what is tested")]
                let reversed = 9..2;
                let excerpts = excerpts(&file(text), &[start..end, reversed]);
                for excerpt in &excerpts {
                    for (_, range) in &excerpt.places {
                        assert!(excerpt.text.get(range.clone()).is_some());
                    }
                }
            }
        }
        assert_eq!(excerpts(&file(""), &[5..9])[0].text, "");
    }

    #[test]
    fn long_lines_are_cut_around_the_place() {
        let text = format!("{}needle{}", "ä".repeat(9_000), "b".repeat(9_000));
        let at = text.find("needle").unwrap();
        let excerpts = excerpts(&file(&text), &[at..at + 6]);
        assert_eq!(shown(&excerpts[0], 0), "needle");
        assert!(excerpts[0].text.len() < 500);
        assert!(excerpts[0].text.starts_with('…') && excerpts[0].text.ends_with('…'));
        assert_eq!(excerpts[0].position, (1, 9_001));
    }

    #[test]
    fn far_places_are_shown_apart_and_the_first_comes_first() {
        let text = "line\n".repeat(500);
        let excerpts = excerpts(&file(&text), &[2000..2004, 0..4]);
        let first_lines: Vec<usize> = excerpts.iter().map(|excerpt| excerpt.first_line).collect();
        assert_eq!(first_lines, [401, 1]);
    }

    #[test]
    fn a_place_of_many_lines_is_shown_by_its_first() {
        let text = "line\n".repeat(500);
        let excerpts = excerpts(&file(&text), &[0..2500]);
        assert_eq!(excerpts[0].text.lines().count(), PLACE_LINES);
    }
}
