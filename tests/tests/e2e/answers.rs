//! Answers to an event: who holds what I last said.

use allforone_tests::peer::{Peer, Start};
use allforone_tests::wait::until;
use serde_json::{Value, json};

#[test]
fn my_answer_says_who_holds_it_and_begins_anew_when_it_changes() {
    let folder = tempfile::tempdir().unwrap();
    let ana = Peer::start("Ana", &folder.path().join("ana"), &Start::loopback());
    let near = Start { peers: ana.addresses.clone(), ..Start::loopback() };
    let bo = Peer::start("Bo", &folder.path().join("bo"), &near);
    let community = ana.found("Rue", "Ana");
    bo.join(&ana.invite(&community), "Bo", ana.addresses.first().map(String::as_str));
    bo.sees_room(&community);
    let fields = json!({"community": community, "title": "Café", "description": "", "place": "Cour",
        "start": {"local": "2027-01-09T18:00", "tz": "UTC"}, "duration_minutes": 60, "rrule": null, "capacity": null});
    let event = ana.call("event_create", &fields)["id"].clone();
    let says = |answer: &str, note: &str| {
        let input = json!({"community": community, "event": event, "occurrence": null, "answer": answer, "note": note});
        until("Bo has the event", || bo.try_call("rsvp_set", &input).ok())
    };
    let of = json!({"community": community, "event": event});
    let first = |page: &Value| page["answers"][0].clone();
    let is_with =
        |copies: u64| move |bo: &Peer, of: &Value| (bo.call("event", of)["answers"][0]["copies"] == json!(copies)).then_some(());

    drop(says("maybe", ""));
    until("Ana has a durable copy", || is_with(1)(&bo, &of));
    let hers = until("Ana sees the answer", || Some(first(&ana.call("event", &of))).filter(|one| one["answer"] == "maybe"));
    assert_eq!((&hers["mine"], &hers["copies"]), (&json!(false), &json!(null)), "it is told to who said it: {hers}");

    let data = ana.data.clone();
    assert_eq!(ana.stop(), Some(0));
    for (answer, note) in [("yes", ""), ("yes", "I bring a cake.")] {
        let said = first(&says(answer, note));
        assert_eq!((&said["answer"], &said["copies"]), (&json!(answer), &json!(0)), "nobody has heard this yet: {said}");
    }
    let ana = Peer::start("Ana", &data, &Start { peers: bo.addresses.clone(), ..Start::loopback() });
    until("Ana has what Bo said last", || is_with(1)(&bo, &of));
    assert_eq!(first(&ana.call("event", &of))["note"], json!("I bring a cake."));
}
