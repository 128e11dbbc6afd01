//! Groups by interest: one founds, another joins, both see it, and it is still so after a restart.

use allforone_tests::peer::{Peer, Start};
use allforone_tests::wait::until;
use serde_json::{Value, json};

/// Waits until the group's page at `peer` is as `is` says.
fn sees(peer: &Peer, community: &str, group: &Value, what: &str, is: impl Fn(&Value) -> bool) {
    let input = json!({"community": community, "group": group});
    until(what, || peer.try_call("group", &input).ok().filter(|page| is(page)));
}

fn people(page: &Value) -> Vec<&str> {
    page["people"].as_array().into_iter().flatten().filter_map(|one| one["name"].as_str()).collect()
}

#[test]
fn a_group_is_founded_here_joined_there_and_survives_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let ana = Peer::start("Ana", &folder.path().join("ana"), &Start::loopback());
    let near = Start { peers: ana.addresses.clone(), ..Start::loopback() };
    let bo = Peer::start("Bo", &folder.path().join("bo"), &near);
    let community = ana.found("Rue", "Ana");
    bo.join(&ana.invite(&community), "Bo", ana.addresses.first().map(String::as_str));
    bo.sees_room(&community);

    // Bo is no moderator, and founds one all the same.
    let words = json!({"community": community, "name": "Vélo", "purpose": "On répare le samedi", "icon": "🚲"});
    let made = until("Bo may write", || bo.try_call("group_create", &words).ok());
    let group = &made["id"];
    sees(&ana, &community, group, "Ana sees Bo's group", |page| people(page) == ["Bo"]);
    let of = |on: bool| json!({"community": community, "group": group, "on": on});
    assert_eq!(ana.call("group_join", &of(true))["count"], json!(2));
    sees(&bo, &community, group, "Bo sees that Ana is in it", |page| people(page) == ["Ana", "Bo"]);
    let hits = ana.call("search", &json!({"query": "répare", "community": community, "limit": 10}));
    assert_eq!((&hits["items"][0]["kind"], &hits["items"][0]["id"]), (&json!("group"), group), "{hits}");

    // Ana founded the community and may put it away; Bo founded the group and brings it back.
    drop(ana.call("group_archive", &of(true)));
    sees(&bo, &community, group, "Bo sees that it is put away", |page| page["group"]["archived"] == json!(true));
    drop(bo.call("group_archive", &of(false)));
    drop(bo.call("group_join", &of(false)));
    sees(&ana, &community, group, "Ana alone is in it", |page| {
        people(page) == ["Ana"] && page["group"]["archived"] == json!(false)
    });

    let data = ana.data.clone();
    assert_eq!(ana.stop(), Some(0));
    let ana = Peer::start("Ana", &data, &Start::loopback());
    let page = ana.call("group", &json!({"community": community, "group": group}));
    assert_eq!((people(&page), &page["group"]["name"]), (vec!["Ana"], &json!("Vélo")), "{page}");
    let listed = ana.call("groups", &json!({"community": community}));
    assert_eq!(listed["items"], json!([page["group"]]));
}
