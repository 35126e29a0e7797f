//! Functions of dates and times. Source: "Date & time functions".

use crate::sql::types::{Type, Zone};

use super::parameter::Parameter::{Date, DateOrTime, Number, Part, ReadDate, ReadDateOrTime, Text};
use super::rule::Rule::{self, Clock, Is, Moved, Zoned};
use super::{Function, TimeRule, scalar};

/// Year, month, day, hour, minute, second, fraction, zone; or a date and a time.
const TIMESTAMP_PARTS: &[super::Parameter] = &[
    super::Parameter::Any,
    super::Parameter::Any,
    Number,
    Number,
    Number,
    Number,
    Number,
    Text,
];

pub(super) const TABLE: &[Function] = &[
    scalar(
        "DATEADD TIMEADD TIMESTAMPADD",
        &[Part, Number, DateOrTime],
        Moved,
    )
    .time(TimeRule::Moved),
    scalar(
        "DATEDIFF TIMEDIFF TIMESTAMPDIFF",
        &[Part, DateOrTime, DateOrTime],
        Is(Type::INTEGER),
    )
    .time(TimeRule::Between),
    scalar("DATE_TRUNC", &[Part, ReadDateOrTime], Clock(1)).time(TimeRule::Truncated),
    scalar(
        "DATE_PART EXTRACT",
        &[Part, ReadDateOrTime],
        Is(Type::INTEGER),
    ),
    scalar(
        "YEAR QUARTER MONTH DAY DAYOFMONTH DAYOFYEAR DAYOFWEEK DAYOFWEEKISO DAYOFWEEK_ISO WEEK WEEKOFYEAR WEEKISO \
         WEEK_ISO YEAROFWEEK YEAROFWEEKISO",
        &[ReadDate],
        Is(Type::INTEGER),
    ),
    scalar("HOUR MINUTE SECOND", &[ReadDateOrTime], Is(Type::INTEGER)),
    scalar("DAYNAME MONTHNAME", &[Date], Is(Type::Text)),
    scalar("ADD_MONTHS", &[Date, Number], Rule::Date(0)).time(TimeRule::Months),
    scalar("MONTHS_BETWEEN", &[ReadDate, ReadDate], Is(Type::Float)),
    scalar("LAST_DAY", &[Date, Part], Is(Type::Date))
        .optional(1)
        .time(TimeRule::MonthEnd),
    scalar("NEXT_DAY PREVIOUS_DAY", &[Date, Text], Is(Type::Date)),
    scalar("TIME_SLICE", &[Date, Number, Part, Text], Rule::Date(0)).optional(1),
    scalar(
        "DATE_FROM_PARTS DATEFROMPARTS",
        &[Number, Number, Number],
        Is(Type::Date),
    ),
    scalar(
        "TIME_FROM_PARTS TIMEFROMPARTS",
        &[Number, Number, Number, Number],
        Is(Type::Time),
    )
    .optional(1),
    scalar(
        "TIMESTAMP_FROM_PARTS TIMESTAMPFROMPARTS",
        TIMESTAMP_PARTS,
        Is(Type::TIMESTAMP),
    )
    .optional(6),
    scalar(
        "TIMESTAMP_NTZ_FROM_PARTS TIMESTAMPNTZFROMPARTS",
        TIMESTAMP_PARTS,
        Is(Type::TIMESTAMP),
    )
    .optional(6),
    scalar(
        "TIMESTAMP_LTZ_FROM_PARTS TIMESTAMPLTZFROMPARTS",
        TIMESTAMP_PARTS,
        Is(Type::Timestamp(Zone::Session)),
    )
    .optional(6),
    scalar(
        "TIMESTAMP_TZ_FROM_PARTS TIMESTAMPTZFROMPARTS",
        TIMESTAMP_PARTS,
        Is(Type::Timestamp(Zone::Own)),
    )
    .optional(6),
    // The timestamp is the last of two or three: only its being no number, array or boolean could be checked.
    scalar("CONVERT_TIMEZONE", &[Text, DateOrTime, DateOrTime], Zoned)
        .optional(1)
        .time(TimeRule::OtherClock),
];
