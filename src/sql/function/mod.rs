//! Stand-in until the table of functions is merged.
pub mod operator;
use super::types::Type;
#[derive(PartialEq, Eq, Clone, Copy, Debug)]
pub enum Kind {
    Scalar,
    Aggregate,
    Window,
    Table,
}
#[derive(Clone, Copy, Debug)]
pub enum Literal<'a> {
    Text(&'a str),
    Integer(i64),
    Other,
}
pub struct Argument<'a> {
    pub data_type: Type,
    pub literal: Option<Literal<'a>>,
}
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Nulls {
    Propagates,
    Never,
    May,
}
#[derive(Debug)]
pub struct Function {
    pub name: &'static str,
    pub kind: Kind,
    pub nulls: Nulls,
    pub reproducible: Reproducible,
}
pub enum Mismatch {
    Count {
        least: usize,
        most: Option<usize>,
        given: usize,
    },
    Argument {
        position: usize,
        expected: &'static str,
        found: Type,
    },
}
static ALL: &[Function] = &[];
pub fn find(name: &str) -> Option<&'static Function> {
    ALL.iter().find(|f| f.name == name)
}
pub fn all() -> impl Iterator<Item = &'static Function> {
    ALL.iter()
}
impl Function {
    pub fn result(&self, _: &[Argument<'_>]) -> Type {
        Type::Unknown
    }
    pub fn check(&self, _: &[Argument<'_>]) -> Result<(), Mismatch> {
        Ok(())
    }
    pub fn signature(&self) -> String {
        String::new()
    }
    pub fn takes_date_part(&self, _: usize) -> bool {
        false
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reproducible {
    Yes,
    Now,
    Random,
    Session,
}
