//! What was counted, beside what it may be.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// How much worse than its budget a figure may be: changes elsewhere move it by a few in a hundred.
const TOLERANCE: f64 = 1.1;

/// Figures by their names.
#[derive(Default)]
pub(crate) struct Ledger(BTreeMap<String, f64>);

impl Ledger {
    /// Notes a figure, to a hundredth.
    pub(crate) fn note(&mut self, name: &str, value: f64) {
        let before = self.0.insert(name.to_owned(), (value * 100.0).round() / 100.0);
        assert!(before.is_none(), "two figures are called {name}");
    }

    /// Compares all with `tests/budgets.json`, or writes it anew where `UPDATE` is set.
    pub(crate) fn settle(&self) {
        if std::env::var_os("UPDATE").is_some() {
            let text = serde_json::to_string_pretty(&self.0).expect("names and numbers can be written");
            return std::fs::write(path(), text + "\n").expect("the file of budgets can be written");
        }
        let text = std::fs::read_to_string(path()).expect("the file of budgets is there");
        let faults = self.faults(&serde_json::from_str(&text).expect("the file of budgets is in order"));
        assert!(faults.is_empty(), "over the budget (tests/tests/budgets.rs says what to do):\n{}", faults.join("\n"));
    }

    /// What costs too much, what has no budget, and what is budgeted but not counted any more.
    pub(crate) fn faults(&self, budgets: &BTreeMap<String, f64>) -> Vec<String> {
        let mut faults = Vec::new();
        for (name, value) in &self.0 {
            match budgets.get(name) {
                Some(budget) if *value <= budget * TOLERANCE => (),
                Some(budget) => {
                    let percent = (value / budget - 1.0) * 100.0;
                    faults.push(format!("{name}: {value}, {percent:.0} % over {budget}"));
                }
                None => faults.push(format!("{name}: {value}, without a budget")),
            }
        }
        faults.extend(budgets.keys().filter(|name| !self.0.contains_key(*name)).map(|name| format!("{name}: not counted")));
        faults
    }
}

fn path() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("budgets.json")
}

#[test]
fn what_worsens_by_more_than_a_tenth_fails_with_the_figure() {
    let mut ledger = Ledger::default();
    for (name, value) in [("a", 110.0), ("b", 110.1), ("c", 5.0), ("d", 1.0)] {
        ledger.note(name, value);
    }
    let budgets = [("a", 100.0), ("b", 100.0), ("c", 100.0), ("e", 1.0)].map(|(name, value)| (name.to_owned(), value));
    let expected = ["b: 110.1, 10 % over 100", "d: 1, without a budget", "e: not counted"];
    assert_eq!(ledger.faults(&budgets.into()), expected);
}
