//! Numbers by which many expressions are compared with many: only those of one number can be [the same](super::same).

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::mem::discriminant;

use sqlparser::ast::{Expr, Function};

use super::children::for_each_child;
use super::expression::column_parts;
use super::place::identifier;
use super::same::folded;

/// Numbers that are equal for expressions that are the same, whichever columns count as the same.
#[derive(Default)]
pub(super) struct Fingerprints(HashMap<*const Expr, u64>);

impl Fingerprints {
    /// Of an expression that was taken, or of one in it.
    pub(super) fn of(&self, expr: &Expr) -> Option<u64> {
        self.0.get(&std::ptr::from_ref(expr)).copied()
    }

    /// Takes an expression and all that it is made of.
    pub(super) fn take(&mut self, expr: &Expr) -> u64 {
        fingerprint(expr, &mut |part, number| {
            self.0.insert(std::ptr::from_ref(part), number);
        })
    }

    /// Those of an expression and of all that it is made of.
    pub(super) fn of_parts(expr: &Expr) -> Vec<u64> {
        let mut numbers = Vec::new();
        fingerprint(expr, &mut |_, number| numbers.push(number));
        numbers
    }

    /// That of one expression alone.
    pub(super) fn only(expr: &Expr) -> u64 {
        fingerprint(expr, &mut |_, _| {})
    }
}

fn fingerprint(expr: &Expr, note: &mut impl FnMut(&Expr, u64)) -> u64 {
    let number = if let Expr::Nested(inner) = expr {
        fingerprint(inner, note)
    } else {
        let mut hasher = DefaultHasher::new();
        if let Some(parts) = column_parts(expr) {
            parts.last().map(identifier).hash(&mut hasher);
        } else {
            discriminant(expr).hash(&mut hasher);
            match expr {
                Expr::Value(literal) => literal.value.hash(&mut hasher),
                Expr::Function(Function { name, .. }) => {
                    folded(name).for_each(|part| part.hash(&mut hasher));
                }
                Expr::BinaryOp { op, .. } => op.hash(&mut hasher),
                _ => {}
            }
            for_each_child(expr, |child| fingerprint(child, note).hash(&mut hasher));
        }
        hasher.finish()
    };
    note(expr, number);
    number
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sql::analyze::children::walk;
    use crate::sql::analyze::same::tests::parsed;

    #[test]
    fn fingerprints_of_what_is_the_same() {
        for (a, b) in [
            ("a.X + (1)", "x + 1"),
            ("\"X\"", "x"),
            ("SUM(x)", "sum((a.x))"),
        ] {
            let (a, b) = (parsed(a), parsed(b));
            assert_eq!(Fingerprints::only(&a), Fingerprints::only(&b), "{a} {b}");
        }
        let whole = parsed("coalesce(x, 1 + y)");
        let mut fingerprints = Fingerprints::default();
        fingerprints.take(&whole);
        let mut number = 0;
        walk(&whole, &mut |part| {
            number += 1;
            assert_eq!(fingerprints.of(part), Some(Fingerprints::only(part)));
        });
        assert_eq!(number, 5);
        assert_ne!(
            Fingerprints::only(&parsed("x + 1")),
            Fingerprints::only(&parsed("x + 2"))
        );
    }
}
