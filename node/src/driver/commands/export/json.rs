//! A JSON file written piece by piece, as `serde_json` lays it out whole: two spaces a level, keys sorted.

use serde::{Serialize, Serializer};
use serde_json::Value;
use std::collections::BTreeMap;
use std::io::{self, Write};

/// A file that is being written; what is open is closed in turn.
pub(super) struct Json<W> {
    to: W,
    open: Vec<Level>,
}

struct Level {
    close: &'static str,
    is_empty: bool,
}

impl<W: Write> Json<W> {
    /// Begins a file.
    pub(super) const fn new(to: W) -> Self {
        Self { to, open: Vec::new() }
    }

    /// Opens an object, under `key` where it is the field of one.
    pub(super) fn object(&mut self, key: Option<&str>) -> io::Result<()> {
        self.begin(key, "{", "}")
    }

    /// Opens an array.
    pub(super) fn array(&mut self, key: Option<&str>) -> io::Result<()> {
        self.begin(key, "[", "]")
    }

    /// Closes what was opened last.
    pub(super) fn end(&mut self) -> io::Result<()> {
        let Some(Level { close, is_empty }) = self.open.pop() else { return Ok(()) };
        if !is_empty {
            self.new_line()?;
        }
        self.to.write_all(close.as_bytes())
    }

    /// Writes a value whole.
    pub(super) fn value(&mut self, key: Option<&str>, value: &Value) -> io::Result<()> {
        self.place(key)?;
        let text = serde_json::to_string_pretty(&Sorted(value))?;
        // A line end within a text is written as `\\n`, so each of these is one of the layout.
        for (n, line) in text.split('\n').enumerate() {
            if n > 0 {
                self.new_line()?;
            }
            self.to.write_all(line.as_bytes())?;
        }
        Ok(())
    }

    /// Ends the file with a line end.
    pub(super) fn finish(mut self) -> io::Result<W> {
        while !self.open.is_empty() {
            self.end()?;
        }
        self.to.write_all(b"\n")?;
        Ok(self.to)
    }

    fn begin(&mut self, key: Option<&str>, open: &str, close: &'static str) -> io::Result<()> {
        self.place(key)?;
        self.to.write_all(open.as_bytes())?;
        self.open.push(Level { close, is_empty: true });
        Ok(())
    }

    /// Goes to where the next thing stands.
    fn place(&mut self, key: Option<&str>) -> io::Result<()> {
        if let Some(level) = self.open.last_mut() {
            if !std::mem::replace(&mut level.is_empty, false) {
                self.to.write_all(b",")?;
            }
            self.new_line()?;
        }
        if let Some(key) = key {
            serde_json::to_writer(&mut self.to, key)?;
            self.to.write_all(b": ")?;
        }
        Ok(())
    }

    fn new_line(&mut self) -> io::Result<()> {
        self.to.write_all(b"\n")?;
        for _ in &self.open {
            self.to.write_all(b"  ")?;
        }
        Ok(())
    }
}

/// Writes a value with its keys sorted, whatever order serde_json was built to keep.
struct Sorted<'v>(&'v Value);

impl Serialize for Sorted<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Value::Object(fields) => {
                let sorted: BTreeMap<&String, Self> = fields.iter().map(|(name, value)| (name, Self(value))).collect();
                serializer.collect_map(sorted)
            }
            Value::Array(items) => serializer.collect_seq(items.iter().map(Self)),
            plain @ (Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_)) => plain.serialize(serializer),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test stops where it fails")]
    use super::*;
    use serde_json::json;

    #[test]
    fn piece_by_piece_is_the_same_as_whole_and_sorted() {
        let item = json!({ "z": [1, {}], "a": { "c": "two\nlines", "b": null } });
        let mut json = Json::new(Vec::new());
        json.object(None).unwrap();
        json.array(Some("empty")).unwrap();
        json.end().unwrap();
        json.array(Some("items")).unwrap();
        json.value(None, &item).unwrap();
        json.value(None, &json!(7)).unwrap();
        json.end().unwrap();
        json.value(Some("name"), &json!("x")).unwrap();
        let text = String::from_utf8(json.finish().unwrap()).unwrap();
        let whole = json!({ "empty": [], "items": [item, 7], "name": "x" });
        assert_eq!(text, serde_json::to_string_pretty(&Sorted(&whole)).unwrap() + "\n");
    }
}
