//! Rooms and boards that a new community begins with, by its kind: few, so that none of them stays empty.

/// What a community begins with, in the order in which it is made; each is a name and what it is for.
pub(super) struct Preset {
    /// Chat rooms, at least one.
    pub(super) rooms: &'static [Place],
    /// Boards, at least one.
    pub(super) boards: &'static [Place],
}

/// A name, and what it is for.
type Place = (&'static str, &'static str);

/// Returns what a community of `kind` begins with; what is not known begins as a neighbourhood does.
pub(super) fn preset(kind: &str, is_french: bool) -> Preset {
    if is_french { french(kind) } else { english(kind) }
}

fn french(kind: &str) -> Preset {
    match kind {
        "association" => Preset {
            rooms: &[("Discussion générale", ""), ("Bénévoles", "Qui fait quoi, et quand")],
            boards: &[("Annonces", "Ce que chaque membre doit savoir"), ("Comptes rendus", "Ce qui a été dit et décidé")],
        },
        "school" => Preset {
            rooms: &[("Parents", "Questions et coups de main"), ("Fêtes et sorties", "Organiser ensemble")],
            boards: &[("Annonces", "Ce que chaque famille doit lire"), ("Trouvé, perdu", "Doudous, gants et gourdes")],
        },
        "town" => Preset {
            rooms: &[("Discussion générale", ""), ("Usage de la salle", "Clés, ménage, matériel")],
            boards: &[("Annonces", "Ce qui se passe à la salle"), ("Numéros utiles", "Gardien, clés, urgences")],
        },
        "building" => Preset {
            rooms: &[("Discussion générale", ""), ("Travaux et pannes", "Ce qui ne marche pas, qui s’en occupe")],
            boards: &[("Annonces", "Ce que chaque étage doit savoir"), ("À donner, à prêter", "Entre voisins")],
        },
        "project" => Preset {
            rooms: &[("Discussion générale", ""), ("Organisation", "Qui fait quoi, et quand")],
            boards: &[("Nouvelles", "Où en est le projet"), ("Idées", "Une phrase suffit")],
        },
        _ => Preset { rooms: &[("Discussion générale", "")], boards: &[("Tableau", "")] },
    }
}

fn english(kind: &str) -> Preset {
    match kind {
        "association" => Preset {
            rooms: &[("General chat", ""), ("Volunteers", "Who does what, and when")],
            boards: &[("Notices", "What every member should know"), ("Minutes", "What was said and decided")],
        },
        "school" => Preset {
            rooms: &[("Parents", "Questions and helping hands"), ("Parties and outings", "Organise together")],
            boards: &[("Notices", "What every family should read"), ("Lost and found", "Toys, gloves and bottles")],
        },
        "town" => Preset {
            rooms: &[("General chat", ""), ("Using the hall", "Keys, cleaning, equipment")],
            boards: &[("Notices", "What is on at the hall"), ("Useful numbers", "Caretaker, keys, emergencies")],
        },
        "building" => Preset {
            rooms: &[("General chat", ""), ("Repairs", "What does not work, who sees to it")],
            boards: &[("Notices", "What every floor should know"), ("To give, to lend", "Among neighbours")],
        },
        "project" => Preset {
            rooms: &[("General chat", ""), ("Organising", "Who does what, and when")],
            boards: &[("News", "Where the project stands"), ("Ideas", "One sentence is enough")],
        },
        _ => Preset { rooms: &[("General chat", "")], boards: &[("Board", "")] },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_begins_with_a_room_and_a_board_in_both_languages() {
        for kind in ["neighbourhood", "association", "school", "town", "building", "project", "other", "unheard of"] {
            let (french, english) = (preset(kind, true), preset(kind, false));
            assert!(!french.rooms.is_empty() && !french.boards.is_empty(), "{kind}");
            assert_eq!((french.rooms.len(), french.boards.len()), (english.rooms.len(), english.boards.len()), "{kind}");
        }
    }
}
