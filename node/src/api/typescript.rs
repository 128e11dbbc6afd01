//! Prints `desktop/ui/src/generated/bindings.ts`.

use crate::command::{CommandVisitor, visit_commands};
use crate::error::NodeError;
use crate::notice::Notice;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use ts_rs::{Config, TS, TypeVisitor};

/// Returns the TypeScript of the local API: every type, `NodeError`, `Notice` and the interface `Commands`.
#[must_use]
pub fn typescript() -> String {
    let mut printer = Printer { types: Types::new(), commands: String::new() };
    visit_commands(&mut printer);
    printer.types.visit::<Notice>();
    printer.types.visit::<NodeError>();
    let mut text = String::from("// Generated from Rust by `UPDATE=1 cargo test -p allforone-node generated`. Do not edit.\n\n");
    for declaration in printer.types.declarations.values() {
        text.push_str(declaration);
        text.push_str("\n\n");
    }
    text.push_str("/** Every command with what goes in and what comes out. */\nexport interface Commands {\n");
    text.push_str(&printer.commands);
    text.push_str("}\n");
    text
}

/// The declarations of all types that were visited, by name.
pub(super) struct Types {
    /// Name and `export type …` with its doc.
    pub(super) declarations: BTreeMap<String, String>,
    /// How names and large integers are printed.
    pub(super) config: Config,
}

impl Types {
    /// Returns an empty set; large integers are `number` (all of ours stay below 2^53).
    pub(super) fn new() -> Self {
        Self { declarations: BTreeMap::new(), config: Config::default().with_large_int("number") }
    }
}

impl TypeVisitor for Types {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        if T::output_path().is_some() {
            let name = T::ident(&self.config);
            if self.declarations.contains_key(&name) {
                return T::visit_generics(self);
            }
            let declaration = format!("{}export {}", T::docs().unwrap_or_default(), T::decl(&self.config));
            self.declarations.insert(name, tidy(&declaration));
            T::visit_dependencies(self);
        }
        T::visit_generics(self);
    }
}

struct Printer {
    types: Types,
    commands: String,
}

impl CommandVisitor for Printer {
    fn visit<I: TS + 'static, O: TS + 'static>(&mut self, name: &'static str, doc: &'static str) {
        self.types.visit::<I>();
        self.types.visit::<O>();
        let (input, output) = (I::name(&self.types.config), O::name(&self.types.config));
        writeln!(self.commands, "  /** {} */\n  {name}: {{ input: {input}; output: {output} }};", doc.trim())
            .expect("a String takes every write");
    }
}

/// Sets a declaration as a person would: one line a doc, one line a field, two spaces in.
fn tidy(declaration: &str) -> String {
    let mut lines: Vec<String> = Vec::new();
    let mut inside = false;
    for line in declaration.replace(", };", ",\n};").lines() {
        let line = line.trim();
        let indent = if inside && line != "};" { "  " } else { "" };
        match (line, lines.last_mut()) {
            ("*/", Some(doc)) => doc.push_str(" */"),
            (text, Some(doc)) if text.starts_with("* ") && !doc.ends_with("*/") => doc.push_str(text.trim_start_matches('*')),
            _ => lines.push(format!("{indent}{}", line.trim_end_matches(','))),
        }
        inside = inside || line.ends_with('{');
    }
    lines.join("\n")
}
