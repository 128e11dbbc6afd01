//! Ground truth: what Automerge makes of a change.

#[cfg(test)]
use automerge::{Automerge, Change, ChangeHash, ObjId, ObjType, ROOT, ReadDoc, TextEncoding, Value};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Applies `change` after `history` and returns what goes wrong, if anything: a panic, an error, a file that does not load, or a
/// document that depends on the order.
pub(super) fn trouble(history: &[Change], change: &Change) -> Option<&'static str> {
    catch_unwind(AssertUnwindSafe(|| {
        let mut all = history.to_vec();
        all.push(change.clone());
        let one = load_in(all.iter(), true)?;
        let file = one.save();
        let again = Automerge::load(&file).map_err(|_| "does not load")?;
        if again.get_heads() != one.get_heads() || canon(&again) != canon(&one) {
            return Err("differs after load");
        }
        for other in
            [load_in(all.iter(), false)?, load_in(all.iter().rev(), true)?, load_in([change].into_iter().chain(history), false)?]
        {
            if canon(&other) != canon(&one) || other.get_heads() != one.get_heads() {
                return Err("depends on the order");
            }
        }
        Ok(())
    }))
    .unwrap_or(Err("panics"))
    .err()
}

fn load_in<'a>(changes: impl Iterator<Item = &'a Change>, batch: bool) -> Result<Automerge, &'static str> {
    let mut document = Automerge::new_with_encoding(TextEncoding::UnicodeCodePoint);
    if batch {
        document.apply_changes(changes.cloned().collect::<Vec<_>>()).map_err(|_| "is refused")?;
    } else {
        for change in changes {
            document.apply_changes([change.clone()]).map_err(|_| "is refused")?;
        }
    }
    Ok(document)
}

/// Writes a document with all conflicting values and op ids.
pub(super) fn canon(document: &impl ReadDoc) -> String {
    let mut out = String::new();
    walk(document, &ROOT, ObjType::Map, 0, &mut out);
    out
}

fn walk(document: &impl ReadDoc, object: &ObjId, kind: ObjType, depth: usize, out: &mut String) {
    assert!(depth < 64, "nested without end");
    match kind {
        ObjType::Map | ObjType::Table => {
            for key in document.keys(object).collect::<Vec<_>>() {
                out.push_str(&format!("{key:?}:"));
                values(document, document.get_all(object, key.as_str()).unwrap(), depth, out);
            }
        }
        ObjType::List => {
            for at in 0..document.length(object) {
                values(document, document.get_all(object, at).unwrap(), depth, out);
            }
        }
        ObjType::Text => out.push_str(&document.text(object).unwrap()),
    }
    out.push(';');
}

fn values(document: &impl ReadDoc, values: Vec<(Value<'_>, ObjId)>, depth: usize, out: &mut String) {
    for (value, id) in values {
        let (counter, actor) = match &id {
            ObjId::Id(counter, actor, _) => (*counter, actor.to_string()),
            ObjId::Root => (0, String::new()),
        };
        match value {
            Value::Object(kind) => {
                out.push_str(&format!("{kind:?}@{counter}{actor}"));
                walk(document, &id, kind, depth + 1, out);
            }
            Value::Scalar(scalar) => out.push_str(&format!("{scalar:?}@{counter}{actor},")),
        }
    }
    out.push('|');
}

/// The changes of a document in order of application.
pub(super) fn changes(document: &super::Document) -> Vec<Change> {
    let (mut changes, mut hashes): (Vec<Change>, Vec<ChangeHash>) = (Vec::new(), Vec::new());
    for number in 0..=document.len() as u32 {
        let change = document.change(number, &hashes).unwrap();
        hashes.push(change.hash());
        changes.push(change);
    }
    changes
}

/// Rebuilds the change of an entry that was judged but not applied.
pub(super) fn rebuild(document: &super::Document, checked: &super::Checked) -> Change {
    let hashes: Vec<_> = changes(document).iter().map(Change::hash).collect();
    let mut deps: Vec<_> = checked.ancestry.deps.iter().chain(&checked.ancestry.previous).map(|c| hashes[*c as usize]).collect();
    if deps.is_empty() {
        deps.push(hashes[0]);
    }
    crate::ops::automerge_change::build(crate::ops::automerge_change::Rebuilt {
        actor: checked.ancestry.actor,
        seq: u64::from(checked.ancestry.seq),
        start_op: checked.ancestry.start_op,
        deps,
        ops: checked.ops.clone(),
    })
}
