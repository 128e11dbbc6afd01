//! Communities of this person.

use super::presets::preset;
use super::reading::Reading;
use super::{Driver, count, execute_error};
use crate::driver::joins::begin_error;
use crate::error::NodeError;
use crate::subject::Subject;
use crate::view::{Community, CommunityCreate, CommunityState, Empty, Language, Page, Role};
use allforone_core::authority::{Quotas, setting};
use allforone_core::command::{Command, ProfileFields};
use allforone_core::domain::check_text;
use allforone_core::id::CommunityId;
use allforone_core::limits::MAX_NAME_BYTES;
use allforone_core::outcome::Outcome;
use allforone_core::replica::Replica;
use allforone_core::store::{Batch, StoreError, Tree};

/// Founds without quotas where it is "1": for measurements, because quotas stand in Genesis for ever.
const NO_QUOTAS: &str = "AFO_NO_QUOTAS";

/// Returns the communities, by name.
pub(super) fn list(driver: &mut Driver, _: Empty) -> Result<Page<Community>, NodeError> {
    let readings = driver.replicas.values().map(|replica| Reading::new(replica, driver.store.as_ref()).counting(&driver.counts));
    let mut items = readings
        .map(|reading| view(&reading, driver.examples.contains(&reading.replica.community())))
        .collect::<Result<Vec<_>, _>>()?;
    items.sort_by(|a, b| (&a.name, &a.id).cmp(&(&b.name, &b.id)));
    Ok(Page::whole(items))
}

/// Founds a community with the first rooms and boards of its kind. Where a step fails, nothing of it stays.
pub(super) fn create(driver: &mut Driver, input: CommunityCreate) -> Result<Community, NodeError> {
    driver.check_writable()?;
    for (text, what) in [(&input.name, "name"), (&input.kind, "kind"), (&input.display_name, "display name")] {
        check_text(text, what, MAX_NAME_BYTES).map_err(NodeError::bad_input)?;
    }
    let founded = found(driver, &input);
    driver.is_dirty = true;
    let (replica, mut outcome) = match founded {
        Ok(founded) => founded,
        Err(error) => {
            if let Err(failure) = remove_half_founded(driver) {
                driver.store_failed(&failure);
            }
            return Err(error);
        }
    };
    let community = replica.community();
    driver.replicas.insert(community, replica);
    driver.take_over(community, &mut outcome);
    driver.is_settled_now(community);
    driver.in_touch(community);
    driver.communities_changed();
    driver.announce(Subject::Status);
    if let Err(error) = driver.identity.founded(driver.store.as_mut()) {
        tracing::warn!(%error, "a used persona is still noted as taken");
    }
    Ok(view(&driver.read(&community.to_string())?, false)?)
}

fn found(driver: &mut Driver, input: &CommunityCreate) -> Result<(Replica, Outcome), NodeError> {
    let now = driver.now();
    let first = preset(&input.kind, speaks_french(driver.settings.language));
    let store = driver.store.as_mut();
    let persona = driver.identity.take_for_founding(store, now, &mut driver.rng)?;
    let quotas = if std::env::var(NO_QUOTAS).is_ok_and(|value| value == "1") { None } else { Some(Quotas::default()) };
    let founded = Replica::found(&input.name, &input.kind, &persona, quotas, store, now, &mut driver.rng);
    let (mut replica, mut outcome) = founded.map_err(|error| begin_error(&error))?;
    let profile = Command::SetProfile { fields: ProfileFields { name: input.display_name.clone(), ..ProfileFields::default() } };
    let rooms = first.rooms.iter();
    let rooms = rooms.map(|(name, purpose)| Command::CreateRoom { name: (*name).into(), purpose: (*purpose).into() });
    let boards = first.boards.iter();
    let boards = boards.map(|(name, purpose)| Command::CreateBoard { name: (*name).into(), purpose: (*purpose).into() });
    for command in std::iter::once(profile).chain(rooms).chain(boards) {
        let done = replica.execute(command, store, now, &mut driver.rng);
        outcome.merge(done.map_err(|error| execute_error(&error))?);
    }
    Ok((replica, outcome))
}

/// Removes every community of the store that is not open: what a failed founding has left.
fn remove_half_founded(driver: &mut Driver) -> Result<(), StoreError> {
    for community in Replica::communities(driver.store.as_ref())? {
        if !driver.replicas.contains_key(&community) {
            remove(driver, &community)?;
        }
    }
    Ok(())
}

pub(super) fn remove(driver: &mut Driver, community: &CommunityId) -> Result<(), StoreError> {
    // First its name goes, so that a next start does not look for the rest.
    let mut batch = Batch::new();
    batch.delete(Tree::Communities, community.as_bytes().to_vec());
    driver.store.commit(batch)?;
    driver.store.wipe_community(community).map(drop)
}

pub(super) fn view(reading: &Reading<'_>, example: bool) -> Result<Community, StoreError> {
    let (replica, me) = (reading.replica, reading.me);
    let member = replica.authority().member(&me);
    Ok(Community {
        id: replica.community().to_string(),
        name: replica.setting(setting::NAME),
        kind: replica.setting(setting::KIND),
        role: member.as_ref().map_or(Role::Guest, |member| member.rank.into()),
        members: count(replica.authority().members().count()),
        unread: count(unread(reading)?),
        state: state(replica),
        joined_ms: replica.since().millis(),
        me: me.to_string(),
        nameless: reading.is_nameless()?,
        example,
    })
}

/// Returns what is unread in all rooms and on all boards, each counted to its cap.
fn unread(reading: &Reading<'_>) -> Result<usize, StoreError> {
    let mut unread = 0;
    for room in reading.index.rooms()? {
        unread += reading.unread_messages(room.id)?;
    }
    for board in reading.index.boards()? {
        unread += reading.unread_posts(board.id)?;
    }
    Ok(unread)
}

fn state(replica: &Replica) -> CommunityState {
    let me = replica.person();
    if replica.role().is_some() {
        return CommunityState::Member;
    }
    match replica.authority().removals().iter().rfind(|removal| removal.person == me) {
        Some(removal) if removal.issuer == me => CommunityState::Left,
        Some(_) => CommunityState::Removed,
        None => CommunityState::Joining,
    }
}

/// Whether what the node itself says is French.
pub(in crate::driver) fn speaks_french(language: Language) -> bool {
    match language {
        Language::Fr => true,
        Language::En => false,
        Language::System => system_is_french(),
    }
}

/// Whether the first locale variable that says something says French.
fn system_is_french() -> bool {
    let said = ["LC_ALL", "LC_MESSAGES", "LANG"].iter().filter_map(|name| std::env::var(name).ok());
    said.into_iter().find(|locale| !locale.is_empty()).is_some_and(|locale| locale.starts_with("fr"))
}
