//! The tables as JSON Schema, for readers of exported documents; and how published files are held.

#[cfg(test)]
use super::{Container, Field, Form, Holds, KeyShape, Schema, ValueType};
use crate::domain::DocKind;
use serde_json::{Map, Value, json};

/// Asserts that `schemas/<path>` holds `text`; writes it where `AFO_WRITE` is set.
pub(crate) fn hold(path: &str, text: &str) {
    let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../schemas").join(path);
    if std::env::var_os("AFO_WRITE").is_some() {
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(&file, text).unwrap();
    }
    let held = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(held == text, "{}: changed; look at what AFO_WRITE=1 makes of it", file.display());
}

#[test]
fn every_document_type_has_its_published_schema() {
    for kind in DocKind::ALL {
        let name = format!("{kind:?}").to_lowercase();
        let text = serde_json::to_string_pretty(&document(Schema::of(kind), &name)).unwrap();
        hold(&format!("documents/{name}.json"), &format!("{text}\n"));
    }
}

#[test]
fn field_numbers_and_names_are_unique_in_a_type() {
    for kind in DocKind::ALL {
        let schema = Schema::of(kind);
        let mut numbers: Vec<_> = schema.fields().map(|f| f.number).collect();
        let mut names: Vec<_> = schema.fields().map(|f| f.name).collect();
        numbers.sort_unstable();
        names.sort_unstable();
        assert!(numbers.is_sorted_by(|a, b| a < b) && names.is_sorted_by(|a, b| a < b), "{kind:?}");
    }
}

fn document(schema: &Schema, name: &str) -> Value {
    let mut properties =
        Map::from_iter([("v".to_owned(), json!({ "const": schema.version, "description": "version of the type" }))]);
    properties.extend(schema.root.iter().map(named));
    for text in schema.texts {
        let about = format!("text edited together, at most {} bytes of UTF-8", text.max_bytes);
        properties.insert(text.name.to_owned(), json!({ "type": "string", "description": about }));
    }
    properties.extend(schema.containers.iter().map(|c| (c.name.to_owned(), container(c))));
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": format!("afo:document/{name}/{}", schema.version),
        "title": format!("{:?}", schema.kind),
        "description": format!("Document type {} in class {:?}, as Automerge shows it.", schema.kind as u64, schema.class),
        "type": "object",
        "additionalProperties": false,
        "required": ["v"],
        "properties": properties,
    })
}

fn container(container: &Container) -> Value {
    let content = match container.holds {
        Holds::Value(value_type) => value(&value_type),
        Holds::Map(fields) => json!({
            "type": "object",
            "additionalProperties": false,
            "properties": Map::from_iter(fields.iter().map(named)),
        }),
    };
    let tag = "[0-9a-f]{16}";
    let occurrence = "[0-9]{8}(T[0-9]{6}Z?)?";
    let key = match container.key {
        KeyShape::Object => format!("^{tag}/[0-9a-f]{{8}}[0-9a-z]{{1,6}}$"),
        KeyShape::Reaction => format!("^{tag}/r/[a-z2-7]{{32}}/[^/]+$"),
        KeyShape::Person => format!("^{tag}$"),
        KeyShape::PersonOccurrence => format!("^{tag}(/{occurrence})?$"),
        KeyShape::Occurrence => format!("^{occurrence}$"),
        KeyShape::Named => "^[a-z2-7]{32}$".to_owned(),
        KeyShape::Slot => "^[0-9a-z]{1,16}$".to_owned(),
        KeyShape::PersonSlot => format!("^{tag}/[0-9a-z]{{1,16}}(/{occurrence})?$"),
    };
    json!({ "type": "object", "additionalProperties": false, "patternProperties": { key: content } })
}

fn named(field: &Field) -> (String, Value) {
    let mut value = value(&field.value);
    if let Some(object) = value.as_object_mut() {
        object.insert("x-number".to_owned(), json!(field.number));
    }
    (field.name.to_owned(), value)
}

fn value(value_type: &ValueType) -> Value {
    match value_type {
        ValueType::Int { min, max } => json!({ "type": "integer", "minimum": min, "maximum": max }),
        ValueType::Flag => json!({ "const": true }),
        ValueType::Choice(choices) => json!({ "enum": choices }),
        ValueType::Str { max_bytes, form } => {
            let mut schema = json!({ "type": "string", "x-max-bytes": max_bytes });
            let pattern = match form {
                Form::Any => return schema,
                Form::ObjRef => "^[a-z2-7]{32}$".to_owned(),
                Form::HexList => "^[0-9a-f,]*$".to_owned(),
                Form::Lines(max) => format!("^([^\\n]*\\n){{0,{}}}[^\\n]*$", max - 1),
            };
            if let Some(object) = schema.as_object_mut() {
                object.insert("pattern".to_owned(), json!(pattern));
            }
            schema
        }
    }
}
