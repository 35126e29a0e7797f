//! What can be wrong with a query, as the analysis finds it. The rules make the messages.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::mem::discriminant;

use super::Analyzer;
use super::model::Clause;
use super::place::SqlPlace;
use crate::sql::name::Identifier;
use crate::sql::types::Type;

/// Something that Snowflake would refuse, or that fsc cannot know.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
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
        candidates: Candidates,
        /// Whether it stands in double quotes where a text can stand.
        can_be_text: bool,
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
        candidates: Candidates,
        /// Whether the probable one is not similar, but the only one that has the column.
        only_holder: bool,
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
    /// A type that Snowflake does not have.
    UnknownType {
        /// Its name, as written.
        name: String,
        /// Where it stands.
        place: SqlPlace,
        /// What is cast to it.
        cast: SqlPlace,
        /// A type of a similar name, or what another database's is called.
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

/// Names that are known, where an unknown one stands.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Candidates {
    /// The one that was probably meant.
    pub near: Option<String>,
    /// The first few of them.
    pub first: Vec<String>,
    /// How many there are.
    pub number: usize,
}

impl Candidates {
    /// How many names a message lists.
    pub const SHOWN: usize = 12;
}

impl Analyzer<'_, '_> {
    /// Notes a problem.
    pub(super) fn problem(&mut self, problem: Problem) {
        self.new_problem(problem);
    }

    /// Notes a problem and gives its position; `None` where it is known, or only counted as one of too many.
    pub(super) fn new_problem(&mut self, problem: Problem) -> Option<usize> {
        // A CTE's text is looked at once, but a grouped alias and the like may lead to the same place twice.
        let mut hasher = DefaultHasher::new();
        problem.hash(&mut hasher);
        if !self.seen_problems.insert(hasher.finish()) {
            return None;
        }
        let position = self.model.problems.len();
        let kind = self.kinds_of_problems.entry(discriminant(&problem));
        let kind = kind.or_insert(OfAKind { number: 0, last: 0 });
        kind.number += 1;
        if kind.number > MAX_OF_A_KIND {
            let more = kind.number - MAX_OF_A_KIND;
            self.model.more_problems.insert(kind.last, more);
            return None;
        }
        kind.last = position;
        self.model.problems.push(problem);
        Some(position)
    }
}

/// More problems of one kind than this are counted and not kept: each brings what there is to say of it.
const MAX_OF_A_KIND: usize = 100;

/// The problems of one kind.
#[derive(Debug)]
pub(super) struct OfAKind {
    number: usize,
    /// The last one that was kept.
    last: usize,
}
