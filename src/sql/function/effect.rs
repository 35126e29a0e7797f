//! What a function does with the time and the sign of its arguments, for lints that follow them.

/// What a call says about time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimeRule {
    /// Nothing.
    Other,
    /// The same time as an argument.
    Same(usize),
    /// The time of the last argument, on the clock of another zone: `CONVERT_TIMEZONE`.
    OtherClock,
    /// The day of the first argument.
    Day,
    /// The third argument, moved by the second in units of the first: `DATEADD`.
    Moved,
    /// The first argument, moved by so many months: `ADD_MONTHS`.
    Months,
    /// From the second argument to the third, in units of the first: `DATEDIFF`.
    Between,
    /// Rounded down to a unit, which is the first argument or the second: `DATE_TRUNC`, `TRUNC`.
    Truncated,
    /// The last day of the month.
    MonthEnd,
}

/// What sign a call's number has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignRule {
    /// Nothing is known.
    Unknown,
    /// Never negative.
    NotNegative,
    /// Never negative, and zero is one of its everyday values.
    ShowsZero,
    /// Never negative or zero.
    Positive,
    /// A number of rows, or of values that are there.
    Count,
    /// The sum of the first argument.
    Sum,
    /// Between the least and the greatest of an argument.
    Mean(usize),
    /// That of an argument.
    Like(usize),
    /// That of one of the arguments from this one on.
    OneOf(usize),
    /// That of one of the arguments behind the condition, which is the first.
    Chosen,
    /// The first argument without a sign.
    Magnitude,
    /// The greatest argument.
    Greatest,
    /// The first argument, but NULL where it equals the second.
    NullIf,
    /// The first argument, but NULL where it is zero.
    NullIfZero,
}
