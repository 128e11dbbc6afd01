//! What was measured, as a line of JSON.

use serde_json::{Value, json};

/// One figure: a name, a unit and what was found in each run.
#[derive(Clone, Debug)]
pub struct Figure {
    name: String,
    unit: &'static str,
    values: Vec<f64>,
    more: Vec<(String, Value)>,
}

impl Figure {
    /// Returns a figure of these runs.
    pub fn new(name: impl Into<String>, unit: &'static str, values: impl Into<Vec<f64>>) -> Self {
        Self { name: name.into(), unit, values: values.into(), more: Vec::new() }
    }

    /// Says beside what the figure stands: what bare machinery needs for the same, measured in the same run.
    #[must_use]
    pub fn limit(self, value: f64) -> Self {
        self.with("limit", value)
    }

    /// Adds a field.
    #[must_use]
    pub fn with(mut self, name: &str, value: f64) -> Self {
        self.more.push((name.to_owned(), json!(rounded(value))));
        self
    }

    /// Returns the line.
    #[must_use]
    pub fn line(&self) -> String {
        let mut values = self.values.clone();
        values.sort_by(f64::total_cmp);
        let mut line = json!({
            "name": self.name,
            "unit": self.unit,
            "median": rounded(quantile(&values, 0.5)),
            "min": values.first().copied().map(rounded),
            "max": values.last().copied().map(rounded),
            "runs": values.len(),
        });
        for (name, value) in &self.more {
            line[name] = value.clone();
        }
        line.to_string()
    }
}

/// Returns the value below which this part of `sorted` lies; 0 where there is none.
#[must_use]
pub fn quantile(sorted: &[f64], part: f64) -> f64 {
    let at = ((sorted.len() as f64 * part) as usize).min(sorted.len().saturating_sub(1));
    sorted.get(at).copied().unwrap_or(0.0)
}

fn rounded(value: f64) -> f64 {
    (value * 1_000.0).round() / 1_000.0
}
