//! What a document promises, on small stories.

#[cfg(test)]
use super::*;
use crate::domain::DocKind;
use crate::id::{DeviceId, DocId, EntryHash, PersonId};
use crate::ops::Value;
use crate::time::Timestamp;

fn author(person: u8, device: u8) -> Author {
    Author { device: DeviceId([device; 32]), person: PersonId([person; 16]) }
}

fn hash(batch: &[u8], author: &Author) -> EntryHash {
    EntryHash(*blake3::hash(&[author.device.0.as_slice(), batch].concat()).as_bytes())
}

fn entry<'a>(author: &Author, drafted: &'a Drafted, ts: u64) -> DocEntry<'a> {
    let hash = hash(&drafted.batch, author);
    DocEntry { hash, author: *author, ts: Timestamp(ts), nops: drafted.nops, batch: &drafted.batch }
}

fn take(document: &mut Document, entry: &DocEntry<'_>) -> Vec<Touched> {
    match document.judge(entry) {
        Judgement::Accept(checked) => document.apply(checked),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_message_is_written_read_edited_and_deleted() {
    let (ana, mut room) = (author(1, 11), Document::new(DocKind::Segment, DocId([7; 16])));
    let drafted = room.draft(&ana, |d| d.create("m", &[("b", "hello".into())])).unwrap();
    assert!(drafted.batch.len() <= 24, "5 characters travel in {} bytes", drafted.batch.len());
    let first = entry(&ana, &drafted, 5);
    let touched = take(&mut room, &first);
    let key = drafted.created[0].key.clone();
    assert!(key.starts_with("0101010101010101/"));
    assert_eq!(touched.len(), 1);
    assert!(touched[0].created && touched[0].key == key);
    let object = touched[0].object.unwrap();
    assert_eq!(object.op, drafted.created[0].op);
    assert_eq!(room.object(&object).unwrap().str("b"), Some("hello"));

    let drafted = room.draft(&ana, |d| d.put("m", &key, &[("b", Some("bye".into())), ("e", Some(true.into()))])).unwrap();
    assert!(drafted.batch.len() < 24, "an edit travels in {} bytes", drafted.batch.len());
    let touched = take(&mut room, &entry(&ana, &drafted, 6));
    assert!(!touched[0].created && touched[0].object == Some(object));
    let item = room.get("m", &key).unwrap();
    assert_eq!((item.str("b"), item.flag("e"), item.created, item.changed), (Some("bye"), true, Timestamp(5), Timestamp(6)));

    let drafted = room.draft(&ana, |d| d.delete("m", &key)).unwrap();
    let touched = take(&mut room, &entry(&ana, &drafted, 7));
    assert_eq!(touched[0].object, Some(object), "who deletes names what was there");
    assert!(room.object(&object).is_none());
    assert_eq!(room.author_of(&object), Some(ana), "the entry stays");
    assert_eq!(room.save().unwrap()[..4], [0x85, 0x6f, 0x4a, 0x83], "Automerge's magic bytes");
}

#[test]
fn a_text_that_two_edit_at_once_keeps_both_edits() {
    let (ana, ben) = (author(1, 11), author(2, 22));
    let mut here = Document::new(DocKind::Event, DocId([7; 16]));
    let mut there = Document::new(DocKind::Event, DocId([7; 16]));
    let start = here.draft(&ana, |d| d.set_text("body", "bring cake and tea")).unwrap();
    let start = entry(&ana, &start, 1);
    take(&mut here, &start);
    take(&mut there, &start);
    let one = here.draft(&ana, |d| d.set_text("body", "bring two cakes and tea")).unwrap();
    let two = there.draft(&ben, |d| d.set_text("body", "bring cake and green tea")).unwrap();
    let (one, two) = (entry(&ana, &one, 2), entry(&ben, &two, 2));
    for e in [&one, &two] {
        take(&mut here, e);
    }
    for e in [&two, &one] {
        take(&mut there, e);
    }
    assert_eq!(here.text("body").unwrap(), "bring two cakes and green tea");
    assert_eq!(there.text("body").unwrap(), here.text("body").unwrap());
    let heads = here.heads();
    assert_eq!(heads.len(), 2);
    let merged = here.draft(&ben, |d| d.set("status", Some("confirmed".into()))).unwrap();
    take(&mut here, &entry(&ben, &merged, 3));
    assert_eq!(here.heads().len(), 1, "who writes joins the heads");
    assert_eq!(here.root("status"), Some(&Value::from("confirmed")));
}

#[test]
fn another_device_of_a_person_edits_and_names_what_it_needs() {
    let (phone, laptop, ben) = (author(1, 11), author(1, 12), author(2, 22));
    let mut room = Document::new(DocKind::Segment, DocId([7; 16]));
    let drafted = room.draft(&phone, |d| d.create("m", &[("b", "hello".into())])).unwrap();
    let key = drafted.created[0].key.clone();
    let first = entry(&phone, &drafted, 1);
    take(&mut room, &first);
    let refused = room.draft(&ben, |d| d.put("m", &key, &[("b", Some("mine".into()))]));
    assert!(matches!(refused, Err(DraftError::Encode(_) | DraftError::Refused(_))), "{refused:?}");
    let edit = room.draft(&laptop, |d| d.put("m", &key, &[("b", Some("hi".into()))])).unwrap();
    let edit = entry(&laptop, &edit, 2);
    let other = Document::new(DocKind::Segment, DocId([7; 16]));
    assert!(matches!(other.judge(&edit), Judgement::Missing(missing) if missing == [first.hash]));
    take(&mut room, &edit);
    let idle = room.draft(&laptop, |d| d.create("m", &[("b", "new".into())])).unwrap();
    assert_eq!(crate::ops::peek_deps(&idle.batch).unwrap(), [], "nothing of the phone is needed");
    let delete = room.draft(&laptop, |d| d.delete("m", &key)).unwrap();
    take(&mut room, &entry(&laptop, &delete, 3));
    assert!(room.get("m", &key).is_none());
}

#[test]
fn answers_profiles_and_reactions_have_their_persons_key() {
    let (ana, phone) = (author(1, 11), author(1, 12));
    let tag = ana.person.tag8();
    let mut rsvp = Document::new(DocKind::Rsvp, DocId([7; 16]));
    let yes = rsvp.draft(&ana, |d| d.put("a", &tag, &[("v", Some("yes".into())), ("s", Some(2.into()))])).unwrap();
    take(&mut rsvp, &entry(&ana, &yes, 1));
    let no = rsvp.draft(&phone, |d| d.put("a", &tag, &[("v", Some("no".into()))])).unwrap();
    take(&mut rsvp, &entry(&phone, &no, 2));
    let item = rsvp.get("a", &tag).unwrap();
    assert_eq!((item.str("v"), item.int("s")), (Some("no"), Some(2)));
    let once = rsvp.draft(&ana, |d| d.put("a", &format!("{tag}/20261123T180000Z"), &[("v", Some("maybe".into()))])).unwrap();
    take(&mut rsvp, &entry(&ana, &once, 3));
    assert_eq!(rsvp.count("a"), 2);
    assert!(matches!(
        rsvp.draft(&ana, |d| d.put("a", &tag, &[("v", Some("perhaps".into()))])),
        Err(DraftError::Refused(Reason::Schema(_)))
    ));
    assert_eq!(rsvp.draft(&ana, |d| d.put("a", &tag, &[("v", Some("no".into()))])), Err(DraftError::Nothing));

    let mut thread = Document::new(DocKind::Thread, DocId([8; 16]));
    let key = format!("{tag}/r/{}/👍", crate::id::ObjRef { entry: [3; 16], op: 0 });
    let up = thread.draft(&ana, |d| d.put_value("r", &key, Some(true.into()))).unwrap();
    take(&mut thread, &entry(&ana, &up, 1));
    assert_eq!(thread.items("r").len(), 1);
    let down = thread.draft(&phone, |d| d.put_value("r", &key, None)).unwrap();
    take(&mut thread, &entry(&phone, &down, 2));
    assert!(thread.items("r").is_empty());
}

#[test]
fn a_field_jammed_with_values_can_still_be_set() {
    let (ana, eve) = (author(1, 11), author(5, 55));
    let mut room = Document::new(DocKind::Room, DocId([7; 16]));
    let tag8 = eve.person.tag8();
    let context = room.context(eve.device.actor(), &tag8, 2);
    let put = |n: usize| crate::ops::Op {
        obj: crate::ops::Obj::Root,
        key: crate::ops::Key::Field("name".into()),
        insert: false,
        action: crate::ops::Action::Put(format!("eve {n}").into()),
        preds: Vec::new(),
    };
    let batch = crate::ops::Batch { deps: Vec::new(), ops: (0..600).map(put).collect() };
    let drafted = Drafted { batch: batch.encode(&context).unwrap(), nops: 600, created: Vec::new() };
    take(&mut room, &entry(&eve, &drafted, 1));
    let drafted = room.draft(&ana, |d| d.set("name", Some("Garden".into()))).unwrap();
    assert_eq!(drafted.nops, 3);
    take(&mut room, &entry(&ana, &drafted, 2));
    assert_eq!(room.root("name"), Some(&Value::from("Garden")));
    let drafted = room.draft(&ana, |d| d.set("name", None)).unwrap();
    take(&mut room, &entry(&ana, &drafted, 3));
    assert_eq!(room.root("name"), None, "nothing of the jam is left");
}

#[test]
fn a_void_entry_takes_with_it_what_builds_on_it() {
    let (phone, laptop) = (author(1, 11), author(1, 12));
    let mut there = Document::new(DocKind::Segment, DocId([7; 16]));
    let mut here = Document::new(DocKind::Segment, DocId([7; 16]));
    let first = there.draft(&phone, |d| d.create("m", &[("b", "one".into())])).unwrap();
    let key = first.created[0].key.clone();
    take(&mut there, &entry(&phone, &first, 1));
    let edit = there.draft(&laptop, |d| d.delete("m", &key)).unwrap();
    take(&mut there, &entry(&laptop, &edit, 2));
    assert_eq!(there.ancestors(&entry(&laptop, &edit, 2).hash), [entry(&phone, &first, 1).hash]);
    let next = there.draft(&phone, |d| d.create("m", &[("b", "two".into())])).unwrap();
    here.refuse(entry(&phone, &first, 1).hash, entry(&phone, &first, 1).author.device);
    for (author, drafted) in [(&laptop, &edit), (&phone, &next)] {
        assert!(matches!(here.judge(&entry(author, drafted, 3)), Judgement::Malformed(Reason::Structure(_))));
    }
    let other = here.draft(&laptop, |d| d.create("m", &[("b", "three".into())])).unwrap();
    take(&mut here, &entry(&laptop, &other, 4));
}

#[test]
fn a_document_can_move_to_another_thread() {
    fn is_send<T: Send>(_: &T) {}
    is_send(&Document::new(DocKind::Room, DocId([7; 16])));
}
