//! Stand-in.
use super::super::types::Type;
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Arithmetic {
    Add,
    Subtract,
    Multiply,
    Divide,
    Modulo,
}
pub fn arithmetic(_: Arithmetic, _: Type, _: Type) -> Result<Type, ()> {
    Ok(Type::Unknown)
}
