//! Fills in the template of a rule.

use sqlparser::ast::NullTreatment;

use super::Call;
use crate::sql::lower::Lowering;

impl Lowering {
    pub(in crate::sql::lower) fn template(
        &mut self,
        call: &Call,
        template: &str,
        over: &str,
    ) -> String {
        let mut text = String::with_capacity(template.len() + 32);
        let mut rest = template;
        while let Some((before, after)) = rest.split_once('{') {
            text.push_str(before);
            let Some((placeholder, after)) = after.split_once('}') else {
                break;
            };
            let written = self.placeholder(call, placeholder, over);
            text.push_str(&written);
            rest = after;
        }
        text.push_str(rest);
        text
    }

    fn placeholder(&mut self, call: &Call, placeholder: &str, over: &str) -> String {
        match placeholder {
            "distinct" => return call.distinct_keyword().to_owned(),
            "over" => return over.to_owned(),
            "nulls" => {
                return match call.nulls {
                    Some(NullTreatment::IgnoreNulls) => " IGNORE NULLS".to_owned(),
                    Some(NullTreatment::RespectNulls) | None => String::new(),
                };
            }
            "*" => {
                let parts: Vec<String> = call.args.iter().map(|arg| self.scalar(arg)).collect();
                return parts.join(", ");
            }
            "*v" => {
                let parts: Vec<String> = call.args.iter().map(|arg| self.any_value(arg)).collect();
                return parts.join(", ");
            }
            _ => {}
        }
        let position = placeholder.trim_end_matches(char::is_alphabetic);
        let Some(arg) = position
            .parse::<usize>()
            .ok()
            .and_then(|position| call.args.get(position))
        else {
            return String::new();
        };
        match &placeholder[position.len()..] {
            "t" => self.text(arg),
            "o" => self.operand(arg),
            "b" => self.beside(call.args[0], arg),
            "d" => self.temporal(arg),
            "s" => self.timestamp(arg),
            "v" => self.any_value(arg),
            _ => self.scalar(arg),
        }
    }
}
