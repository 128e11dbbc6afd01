//! Helping hands at an event.

use super::Driver;
use super::events::{page, place};
use super::reading::Reading;
use crate::error::NodeError;
use crate::view::{EventPage, EventSlot, Helping, SlotHelper, SlotTake, SlotWrite};
use allforone_core::command::Command;
use allforone_core::domain::{self, OccurrenceId, Slot};
use allforone_core::store::StoreError;
use allforone_core::time::Timestamp;
use std::collections::BTreeSet;

/// Takes a slot, asks to be replaced there, or gives it back.
pub(super) fn take(driver: &mut Driver, input: SlotTake) -> Result<EventPage, NodeError> {
    let (community, event) = place(driver, &input.community, &input.event)?;
    let occurrence = input.occurrence.as_deref().map(OccurrenceId::parse).transpose().map_err(NodeError::bad_input)?;
    let helping = input.helping.map(|helping| match helping {
        Helping::Taken => domain::Helping::Taken,
        Helping::Replace => domain::Helping::Replace,
    });
    driver.execute(community, Command::Help { event: event.id, slot: input.slot, occurrence, helping })?;
    page(&driver.read(&input.community)?, event.id)
}

/// Returns the slots of an event with those who help.
pub(super) fn shown(event: &domain::Event, reading: &Reading<'_>) -> Result<Vec<EventSlot>, StoreError> {
    let mut helpers = if event.slots.is_empty() { Vec::new() } else { reading.index.helpers(event.id)? };
    helpers.sort_by_key(|helper| (helper.time, helper.person));
    let mut slots = Vec::new();
    for slot in &event.slots {
        let mut shown = Vec::new();
        for helper in helpers.iter().filter(|helper| helper.slot == slot.key) {
            let face = reading.face(helper.person)?;
            shown.push(SlotHelper {
                person: helper.person.to_string(),
                name: face.name,
                color: face.color,
                occurrence: helper.occurrence.as_ref().map(ToString::to_string),
                helping: match helper.helping {
                    domain::Helping::Taken => Helping::Taken,
                    domain::Helping::Replace => Helping::Replace,
                },
                mine: helper.person == reading.me,
            });
        }
        slots.push(EventSlot { key: slot.key.clone(), label: slot.label.clone(), seats: slot.seats, helpers: shown });
    }
    Ok(slots)
}

/// Returns how many hands are still wanted at one occurrence; who asks to be replaced counts as wanted.
pub(super) fn wanted(event: &domain::Event, occurrence: Option<&OccurrenceId>, reading: &Reading<'_>) -> Result<u32, StoreError> {
    if event.slots.is_empty() {
        return Ok(0);
    }
    let helpers = reading.index.helpers(event.id)?;
    let holds = |helper: &&domain::Helper| {
        helper.helping == domain::Helping::Taken && (helper.occurrence.is_none() || helper.occurrence.as_ref() == occurrence)
    };
    let of = |slot: &Slot| {
        let held: BTreeSet<_> = helpers.iter().filter(|h| h.slot == slot.key).filter(holds).map(|h| h.person).collect();
        slot.seats.saturating_sub(u32::try_from(held.len()).unwrap_or(u32::MAX))
    };
    Ok(event.slots.iter().map(of).fold(0, u32::saturating_add))
}

/// Reads slots that an organiser writes; a new one gets a name of its time, so that no name is ever used again.
pub(super) fn read(slots: Vec<SlotWrite>, now: Timestamp) -> Vec<Slot> {
    let named = |(at, slot): (usize, SlotWrite)| Slot {
        key: slot.key.unwrap_or_else(|| format!("{:x}{at:x}", now.millis())),
        label: slot.label,
        seats: slot.seats,
        order: i64::try_from(at).unwrap_or(i64::MAX),
    };
    slots.into_iter().enumerate().map(named).collect()
}
