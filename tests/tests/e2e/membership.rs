//! Who is in: waiting at the door, other ranks, being removed, leaving.

use allforone_tests::peer::{Peer, Start};
use allforone_tests::wait::until;
use serde_json::json;

fn join_state(peer: &Peer, join: &serde_json::Value) -> String {
    peer.call("join_status", &json!({"id": join["id"]}))["state"].as_str().unwrap_or_default().to_owned()
}

fn state(peer: &Peer, community: &str) -> String {
    let all = peer.call("communities", &json!({}));
    let one = all["items"].as_array().unwrap().iter().find(|one| one["id"] == community).cloned().unwrap_or_default();
    one["state"].as_str().unwrap_or_default().to_owned()
}

#[test]
fn who_knocks_waits_until_a_moderator_says_yes_or_no() {
    let folder = tempfile::tempdir().unwrap();
    let host = Peer::start("host", &folder.path().join("host"), &Start::loopback());
    let community = host.found("Essais", "Hôtesse");
    let invite = host.call(
        "invite_create",
        &json!({"community": community, "role": "member", "uses": null, "expires_ms": null, "approval": true}),
    );
    let knock = |name: &str| {
        let guest = Peer::start(name, &folder.path().join(name), &Start::loopback());
        let input = json!({"link": invite["link"], "display_name": name, "address": host.addresses[0]});
        let join = guest.call("join_start", &input);
        until("the guest waits", || (join_state(&guest, &join) == "waiting_approval").then_some(()));
        (guest, join)
    };
    let asks = || host.call("join_requests", &json!({"community": community}))["items"].as_array().cloned().unwrap();
    let answer = |person: &serde_json::Value, admit: bool| {
        host.call("join_answer", &json!({"community": community, "person": person, "admit": admit}))
    };

    let (guest, join) = knock("Invité");
    let waiting = asks();
    assert_eq!((waiting.len(), waiting[0]["name"].as_str()), (1, Some("Invité")));
    drop(answer(&waiting[0]["person"], true));
    until("the guest is in", || (join_state(&guest, &join) == "done").then_some(()));
    assert!(asks().is_empty(), "nobody waits any more");

    let (other, join) = knock("Inconnu");
    drop(answer(&asks()[0]["person"], false));
    until("the other is sent away", || (join_state(&other, &join) == "failed").then_some(()));
    assert_eq!(host.call("members", &json!({"community": community, "limit": 10}))["items"].as_array().map(Vec::len), Some(2));
}

#[test]
fn ranks_are_given_and_taken_and_who_is_removed_keeps_what_they_had() {
    let folder = tempfile::tempdir().unwrap();
    let host = Peer::start("host", &folder.path().join("host"), &Start::loopback());
    let community = host.found("Essais", "Hôtesse");
    let link = host.invite(&community);
    let guest = Peer::start("guest", &folder.path().join("guest"), &Start::loopback());
    guest.join(&link, "Invité", host.addresses.first().map(String::as_str));
    let room = host.first_room(&community).unwrap();
    guest.sees_room(&community);
    drop(guest.write(&community, &room, "bonjour"));
    host.sees(&community, &room, "bonjour");

    let members = host.call("members", &json!({"community": community, "limit": 10}));
    let member = members["items"].as_array().unwrap().iter().find(|one| one["me"] == false).unwrap();
    let person = member["person"].clone();
    let open = json!({"community": community, "name": "Atelier", "purpose": ""});
    assert_eq!(guest.try_call("room_create", &open).unwrap_err().code, "not_allowed");
    drop(host.call("member_role", &json!({"community": community, "person": person, "role": "moderator"})));
    until("the guest may open a room", || guest.try_call("room_create", &open).ok());
    assert_eq!(
        guest
            .try_call("member_remove", &json!({"community": community, "person": guest_of(&host, &community), "ban": false}))
            .unwrap_err()
            .code,
        "not_allowed",
        "a moderator does not remove the owner"
    );

    drop(host.call("member_remove", &json!({"community": community, "person": person, "ban": false})));
    until("the guest hears of it", || (state(&guest, &community) == "removed").then_some(()));
    let write = json!({"community": community, "room": room, "text": "encore", "reply_to": null, "mentions": []});
    assert_eq!(guest.try_call("message_write", &write).unwrap_err().code, "removed");
    assert!(guest.texts(&community, &room).contains(&"bonjour".to_owned()), "what was here stays readable");
    assert!(host.texts(&community, &room).contains(&"bonjour".to_owned()), "and what they wrote stays with the others");
}

#[test]
fn who_holds_an_invitation_looks_first_and_gives_a_name_where_they_write() {
    let folder = tempfile::tempdir().unwrap();
    let host = Peer::start("host", &folder.path().join("host"), &Start::loopback());
    let community = host.found("Essais", "Hôtesse");
    let link = host.invite(&community);
    let room = host.first_room(&community).unwrap();
    drop(host.write(&community, &room, "bonjour à tous"));
    let guest = Peer::start("guest", &folder.path().join("guest"), &Start::loopback());

    let look = json!({"link": link, "address": host.addresses[0]});
    let door = until("the door is seen", || {
        let look = guest.call("invite_look", &look);
        assert_ne!(look["state"], "failed", "{look}");
        (look["state"] == "seen").then(|| look["door"].clone())
    });
    let told = json!({"name": "Essais", "kind": "neighbourhood", "members": 1, "invited_by": "Hôtesse", "approval": false});
    assert_eq!(door, told);
    assert!(guest.call("communities", &json!({}))["items"].as_array().unwrap().is_empty(), "looking joins nothing");
    let members = || host.call("members", &json!({"community": community, "limit": 10}))["items"].clone();
    assert_eq!(members().as_array().map(Vec::len), Some(1));

    guest.join(&link, "", host.addresses.first().map(String::as_str));
    guest.sees(&community, &room, "bonjour à tous");
    let mine = || guest.call("communities", &json!({}))["items"][0].clone();
    assert_eq!(mine()["nameless"], true);
    let write = json!({"community": community, "room": room, "text": "salut", "reply_to": null, "mentions": []});
    assert_eq!(guest.try_call("message_write", &write).unwrap_err().code, "nameless");
    let profile = json!({"community": community, "name": "Invité", "about": "", "languages": [], "can_help": [],
        "wants_to_learn": [], "contact": "", "color": 1});
    drop(guest.call("profile_set", &profile));
    assert_eq!(mine()["nameless"], false);
    drop(guest.call("message_write", &write));
    host.sees(&community, &room, "salut");
    until("the host knows the name", || members().as_array().unwrap().iter().any(|one| one["name"] == "Invité").then_some(()));
}

#[test]
fn what_only_i_see_of_my_profile_never_leaves_this_device() {
    let folder = tempfile::tempdir().unwrap();
    let host = Peer::start("host", &folder.path().join("host"), &Start::loopback());
    let community = host.found("Essais", "Hôtesse");
    let guest_data = folder.path().join("guest");
    let guest = Peer::start("guest", &guest_data, &Start::loopback());
    guest.join(&host.invite(&community), "Invité", host.addresses.first().map(String::as_str));
    let me = guest_of(&guest, &community);
    let profile = |peer: &Peer, about: &str| {
        until("the profile has come", || {
            let input = json!({"community": community, "person": me});
            peer.try_call("profile_get", &input).ok().filter(|profile| profile["about"] == about)
        })
    };
    let write = |peer: &Peer, about: &str, contact: &str, who: &str| {
        let audience =
            json!({"about": "members", "languages": "members", "can_help": "members", "wants_to_learn": "me", "contact": who});
        let input = json!({"community": community, "name": "Invité", "about": about, "languages": ["français"], "can_help": [],
            "wants_to_learn": ["valse"], "contact": contact, "color": 1, "audience": audience});
        peer.try_call("profile_set", &input)
    };

    let mine = write(&guest, "premier", "sonnez au 12", "me").unwrap();
    assert_eq!((&mine["contact"], &mine["audience"]["contact"]), (&json!("sonnez au 12"), &json!("me")));
    let seen = profile(&host, "premier");
    assert_eq!((&seen["contact"], &seen["wants_to_learn"], &seen["audience"]), (&json!(""), &json!([]), &json!(null)));
    assert_eq!(seen["languages"], json!(["français"]));

    // What is too long for all is too long for me, and changes nothing.
    assert_eq!(write(&guest, "non", &"x".repeat(5_000), "me").unwrap_err().code, "too_large");
    assert_eq!(guest.stop(), Some(0));
    let guest = Peer::start("guest", &guest_data, &Start { peers: host.addresses.clone(), ..Start::loopback() });
    assert_eq!(profile(&guest, "premier")["contact"], "sonnez au 12", "a restart keeps it");

    drop(write(&guest, "second", "sonnez au 14", "members").unwrap());
    let seen = profile(&host, "second");
    assert_eq!((&seen["contact"], &seen["wants_to_learn"]), (&json!("sonnez au 14"), &json!([])));
    drop(write(&guest, "troisième", "sonnez au 16", "me").unwrap());
    assert_eq!(profile(&host, "troisième")["contact"], "", "what was for all is taken back");
    let mut mine = profile(&guest, "troisième");
    assert_eq!(mine["contact"], "sonnez au 16");

    // Whoever writes back what they read, and says nothing of who sees it, shows nothing that was kept.
    let fields = ["name", "languages", "can_help", "wants_to_learn", "contact", "color"];
    let mut again = json!({"community": community, "about": "quatrième"});
    for field in fields {
        again[field] = mine[field].take();
    }
    drop(guest.call("profile_set", &again));
    let seen = profile(&host, "quatrième");
    assert_eq!((&seen["contact"], &seen["wants_to_learn"]), (&json!(""), &json!([])));
    assert_eq!(profile(&guest, "quatrième")["contact"], "sonnez au 16");
}

/// The person id of a peer in a community.
fn guest_of(peer: &Peer, community: &str) -> serde_json::Value {
    let all = peer.call("communities", &json!({}));
    all["items"].as_array().unwrap().iter().find(|one| one["id"] == community).unwrap()["me"].clone()
}

#[test]
fn leaving_is_told_to_all_and_the_last_owner_names_another_first() {
    let folder = tempfile::tempdir().unwrap();
    let host = Peer::start("host", &folder.path().join("host"), &Start::loopback());
    let community = host.found("Essais", "Hôtesse");
    let link = host.invite(&community);
    let guest = Peer::start("guest", &folder.path().join("guest"), &Start::loopback());
    guest.join(&link, "Invité", host.addresses.first().map(String::as_str));
    guest.sees_room(&community);
    let input = json!({"community": community});
    assert_eq!(host.try_call("community_leave", &input).unwrap_err().code, "conflict");
    drop(guest.call("community_leave", &input));
    assert_eq!(state(&guest, &community), "left");
    until("the host sees one member", || {
        let members = host.call("members", &json!({"community": community, "limit": 10}));
        (members["items"].as_array().map(Vec::len) == Some(1)).then_some(())
    });
    drop(host.call("community_leave", &input));
    assert_eq!(state(&host, &community), "left", "who is alone may go");
}
