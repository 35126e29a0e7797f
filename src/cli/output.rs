//! Where a command writes: data to stdout, talk to stderr, ANSI codes only where they are wanted.

use std::io::{self, Write};

use anstream::{AutoStream, ColorChoice};

use crate::settings::Color;

/// The two streams of the process.
pub struct Output {
    stdout: io::BufWriter<AutoStream<io::Stdout>>,
    stderr: AutoStream<io::Stderr>,
}

impl Output {
    /// The process's streams. On `auto`, `NO_COLOR`, `CLICOLOR_FORCE` and whether a stream is a terminal decide.
    pub fn new(color: Color) -> Self {
        let choice = match color {
            Color::Auto => ColorChoice::Auto,
            Color::Always => ColorChoice::Always,
            Color::Never => ColorChoice::Never,
        };
        Self {
            stdout: io::BufWriter::new(AutoStream::new(io::stdout(), choice)),
            stderr: AutoStream::new(io::stderr(), choice),
        }
    }

    /// Writes results.
    pub fn data(&mut self, text: &str) -> io::Result<()> {
        self.stdout.write_all(text.as_bytes())
    }

    /// Writes a message, after the results that were written before it: both streams may be one terminal. Nobody can be told
    /// when that fails.
    pub fn message(&mut self, text: &str) {
        // What could not be written stays buffered: the last flush says why.
        let _ = self.stdout.flush();
        let _ = self.stderr.write_all(text.as_bytes());
    }

    /// Whether messages may hold ANSI codes.
    pub fn is_styled(&self) -> bool {
        self.stderr.current_choice() != ColorChoice::Never
    }

    /// Writes out what is buffered.
    pub fn flush(&mut self) -> io::Result<()> {
        self.stdout.flush()
    }
}
