//! What can be wrong with a query, as the analysis finds it. The rules make the messages.

use super::model::Clause;
use super::place::SqlPlace;
use crate::sql::name::Identifier;
use crate::sql::types::Type;

/// Something that Snowflake would refuse, or that fsc cannot know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// An output column without a name.
    Unnamed(SqlPlace),
    /// Two output columns of one name.
    Duplicate {
        /// The name.
        name: Identifier,
        /// The second column.
        place: SqlPlace,
        /// The first one.
        first: SqlPlace,
    },
    /// Branches of a set operation with different numbers of columns.
    Arity {
        /// The later branch.
        place: SqlPlace,
        /// How many columns it has.
        columns: usize,
        /// The first branch.
        first: SqlPlace,
        /// How many columns that has.
        first_columns: usize,
    },
    /// Columns of types that no column of a set operation can hold.
    BranchTypes {
        /// The column, as the first branch names it.
        column: String,
        /// Its type so far.
        before: Type,
        /// Its type in the later branch.
        later: Type,
        /// Where it stands in the later branch.
        place: SqlPlace,
    },
    /// A number of columns where another number is needed.
    Width {
        /// What is wrong: a phrase.
        message: String,
        /// Where it stands.
        place: SqlPlace,
    },
    /// A condition that is neither true nor false.
    Condition {
        /// Its type.
        data_type: Type,
        /// Where it stands.
        place: SqlPlace,
    },
    /// QUALIFY without a window function to filter on.
    QualifyWithoutWindow(SqlPlace),
    /// A star for columns that are not known.
    UnknownStar {
        /// The star.
        place: SqlPlace,
        /// Whose columns are not known.
        of: String,
    },
    /// A column that nothing in scope has.
    UnknownColumn {
        /// The name.
        name: Identifier,
        /// Its qualifier, where it was given.
        qualifier: Option<Identifier>,
        /// Where it stands.
        place: SqlPlace,
        /// Names that are in scope.
        candidates: Vec<String>,
    },
    /// A column that several relations in scope have.
    AmbiguousColumn {
        /// The name.
        name: Identifier,
        /// Where it stands.
        place: SqlPlace,
        /// The relations that have it.
        relations: Vec<String>,
    },
    /// A qualifier that names nothing in scope.
    UnknownQualifier {
        /// The qualifier.
        qualifier: String,
        /// Where it stands.
        place: SqlPlace,
        /// What is in scope.
        candidates: Vec<String>,
    },
    /// Two relations in one FROM, or two common table expressions in one WITH, under one name.
    DuplicateAlias {
        /// Whether they stand in WITH.
        in_with: bool,
        /// The name.
        name: Identifier,
        /// The second.
        place: SqlPlace,
        /// The first.
        first: SqlPlace,
    },
    /// A column that is neither grouped nor aggregated.
    Ungrouped {
        /// The column, as written.
        column: String,
        /// Where it stands.
        place: SqlPlace,
    },
    /// An aggregate or window function where there can be none.
    Misplaced {
        /// The function.
        function: String,
        /// Whether it is a window function.
        is_window: bool,
        /// The clause it stands in.
        clause: Clause,
        /// What it stands in, where that is a function: "an aggregate".
        inside: Option<&'static str>,
        /// Where it stands.
        place: SqlPlace,
    },
    /// `GROUP BY 5` with four columns.
    Position {
        /// The number.
        number: String,
        /// How many columns there are.
        columns: usize,
        /// Where it stands.
        place: SqlPlace,
    },
    /// A function that is not known.
    UnknownFunction {
        /// Its name.
        name: String,
        /// Where it stands.
        place: SqlPlace,
        /// A function of a similar name.
        near: Option<String>,
    },
    /// A wrong number of arguments, or one of a wrong type.
    Arguments {
        /// What is wrong: a phrase.
        message: String,
        /// The function's signature.
        signature: String,
        /// Where the function's name stands.
        call: SqlPlace,
        /// Where it stands.
        place: SqlPlace,
    },
    /// Types that an operator does not take.
    Operands {
        /// The operator.
        operator: String,
        /// The type on the left.
        left: Type,
        /// The type on the right.
        right: Type,
        /// Where the expression stands.
        place: SqlPlace,
    },
}
