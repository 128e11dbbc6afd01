//! A believable street: three neighbours, a week of their life.

use crate::peer::{Peer, Start};
use crate::wait::until;
use serde_json::{Value, json};
use std::path::Path;
use std::time::{Duration, SystemTime};

/// The rue des Lilas.
pub struct Street {
    /// Founded the community.
    pub claire: Peer,
    /// Joined by link.
    pub yanis: Peer,
    /// Joined by link.
    pub odette: Peer,
    /// The community's id.
    pub community: String,
    /// The first room.
    pub room: String,
}

impl Street {
    /// Starts three nodes under `folder`, founds, joins, writes, and waits until all three show the same.
    #[must_use]
    pub fn build(folder: &Path) -> Self {
        let claire = Peer::start("Claire", &folder.join("claire"), &Start::loopback());
        let near = Start { peers: claire.addresses.clone(), ..Start::loopback() };
        let yanis = Peer::start("Yanis", &folder.join("yanis"), &near);
        let odette = Peer::start("Odette", &folder.join("odette"), &near);
        for peer in [&claire, &yanis, &odette] {
            let settings = json!({"language": "fr", "theme": "system", "text_size": 100, "reduced_motion": false});
            drop(peer.call("settings_set", &settings));
        }
        let community = claire.found("Rue des Lilas", "Claire Morel");
        let link = claire.invite(&community);
        yanis.join(&link, "Yanis Benali", claire.addresses.first().map(String::as_str));
        odette.join(&link, "Odette Le Gall", claire.addresses.first().map(String::as_str));
        let room = claire.first_room(&community).expect("a community begins with a room");
        for peer in [&yanis, &odette] {
            until(&format!("{} has the first room", peer.name), || peer.first_room(&community));
        }
        for peer in [&claire, &yanis, &odette] {
            peer.write_words_down();
        }
        let street = Self { claire, yanis, odette, community, room };
        street.introduce();
        street.talk();
        street.post();
        street.plan();
        street.settle();
        street
    }

    fn input(&self, fields: Value) -> Value {
        let mut input = json!({ "community": self.community });
        if let (Some(input), Value::Object(fields)) = (input.as_object_mut(), fields) {
            input.extend(fields);
        }
        input
    }

    fn say(&self, who: &Peer, text: &str) -> String {
        let message = who.write(&self.community, &self.room, text);
        for other in [&self.claire, &self.yanis, &self.odette] {
            other.sees(&self.community, &self.room, text);
        }
        message["id"].as_str().expect("a message has an id").to_owned()
    }

    fn introduce(&self) {
        let people = [
            (&self.claire, "Claire Morel", "Au 12, deuxième étage. Jardinière du dimanche.", "vélos, potager", "la guitare", 4),
            (
                &self.yanis,
                "Yanis Benali",
                "Au 7, avec Lina et le chat Pixel.",
                "ordinateurs, déménagements",
                "la cuisine bretonne",
                8,
            ),
            (
                &self.odette,
                "Odette Le Gall",
                "Au 3 depuis 1974. La porte est ouverte.",
                "couture, confitures",
                "envoyer des photos",
                1,
            ),
        ];
        for (who, name, about, help, learn, color) in people {
            let list = |text: &str| text.split(", ").map(str::to_owned).collect::<Vec<_>>();
            let profile = json!({
                "name": name, "about": about, "languages": ["français"], "can_help": list(help),
                "wants_to_learn": list(learn), "contact": "", "color": color,
            });
            drop(who.call("profile_set", &self.input(profile)));
        }
    }

    fn talk(&self) {
        self.say(
            &self.claire,
            "Bonjour la rue ! 🌷 J’ai ouvert cet espace pour qu’on s’entende sans passer par un grand réseau.",
        );
        self.say(&self.yanis, "Super idée. Ça marche même quand la box tombe en panne ?");
        self.say(
            &self.claire,
            "Oui, tant que nos ordinateurs se voient, au café associatif par exemple. Le reste suit plus tard.",
        );
        self.say(
            &self.odette,
            "Bonjour. Yanis m’a installé tout ça en trois questions. Qui peut m’aider à descendre une armoire samedi ?",
        );
        let offer = self.say(&self.yanis, "Moi ! 10 h, avec mon diable. Il me faudrait une personne de plus.");
        let react = self.input(json!({"room": self.room, "message": offer, "emoji": "👍", "on": true}));
        until("Claire can react", || self.claire.try_call("message_react", &react).ok());
        self.say(&self.claire, "Je viens. Et ensuite café chez moi, il reste de la tarte aux pommes.");
        self.say(&self.odette, "Merci mes voisins. J’apporte la confiture de mûres.");
        let quiet = self.input(json!({"name": "Jardin partagé", "purpose": "Le carré potager derrière le n° 12"}));
        let garden = self.claire.call("room_create", &quiet);
        let garden = garden["id"].as_str().expect("a room has an id").to_owned();
        for text in ["Les fèves sont semées. Qui arrose jeudi ?", "Le récupérateur d’eau est plein, servez-vous."] {
            drop(self.claire.write(&self.community, &garden, text));
        }
    }

    fn post(&self) {
        let boards = self.claire.call("boards", &self.input(json!({})));
        let board = boards["items"][0]["id"].clone();
        let write = |who: &Peer, title: &str, body: &str, tags: &[&str]| {
            let fields = json!({"board": board, "kind": "discussion", "title": title, "body": body, "tags": tags});
            until(&format!("{} can post", who.name), || who.try_call("post_write", &self.input(fields.clone())).ok())
        };
        let compost = write(
            &self.claire,
            "Un composteur au bout de la rue ?",
            "La mairie en prête un si **cinq foyers** s’engagent.\n\n- il resterait près du local à vélos\n- on le retourne à tour de rôle\n- le terreau sert au jardin partagé\n\nQui en est ?",
            &["jardin"],
        );
        write(
            &self.yanis,
            "Atelier réparation de vélos",
            "J’ai un pied d’atelier et des rustines. On commence par les vélos des enfants ?",
            &["entraide"],
        );
        write(
            &self.odette,
            "Trouvé : un gant rouge",
            "Taille enfant, devant le n° 9. Il vous attend sur ma boîte aux lettres.",
            &[],
        );
        let water = self.input(json!({
            "board": board, "kind": "announcement", "title": "Eau coupée mardi de 9 h à 12 h", "tags": ["travaux"], "ack": true,
            "body": "La ville change une vanne devant le n° 5. Pensez à remplir une carafe.",
        }));
        let water = self.claire.call("post_write", &water);
        let read = self.input(json!({"post": water["id"], "on": true}));
        until("Odette can say that she has read", || self.odette.try_call("post_acknowledge", &read).ok());
        drop(self.claire.call("post_pin", &self.input(json!({"post": water["id"], "pinned": true}))));
        let question = json!({
            "board": board, "kind": "question", "title": "Qui a les clés du local à vélos ?", "tags": [],
            "body": "Je voudrais y ranger la remorque.",
        });
        let question = self.yanis.call("post_write", &self.input(question));
        let comment = self.input(json!({"post": question["id"], "text": "Moi, et un double est au n° 3.", "reply_to": null}));
        let comment = until("Claire can comment", || self.claire.try_call("comment_write", &comment).ok());
        let accept = self.input(json!({"post": question["id"], "comment": comment["id"]}));
        until("Yanis can accept the answer", || self.yanis.try_call("answer_accept", &accept).ok());
        for (who, text) in [(&self.yanis, "Nous en sommes, à deux."), (&self.odette, "Moi aussi, si quelqu’un porte mon seau.")]
        {
            let comment = self.input(json!({"post": compost["id"], "text": text, "reply_to": null}));
            until(&format!("{} can comment", who.name), || who.try_call("comment_write", &comment).ok());
        }
    }

    fn plan(&self) {
        let hands = json!([{"label": "Installer les tables", "seats": 3}, {"label": "Tenir le barbecue", "seats": 2}]);
        let events = [
            (
                "Repas de rue",
                "Chacun apporte un plat à partager. Tables et bancs sont au local.",
                "Devant le n° 12",
                (4, "19:00", 180),
                (None, Some(30), hands),
            ),
            (
                "Café des voisins",
                "On passe quand on veut.",
                "Café associatif",
                (1, "10:00", 120),
                (Some("FREQ=WEEKLY"), None, json!([])),
            ),
            ("Atelier vélos", "On répare ce qui roule.", "Cour du n° 7", (9, "14:30", 150), (None, Some(2), json!([]))),
        ];
        for (title, description, place, (in_days, at, minutes), (rrule, capacity, slots)) in events {
            let start = json!({"local": format!("{}T{at}", day_after(in_days)), "tz": "Europe/Paris", "date": null});
            let fields = json!({
                "title": title, "description": description, "place": place, "start": start, "duration_minutes": minutes,
                "rrule": rrule, "capacity": capacity, "slots": slots,
            });
            // Claire plans the meal; what Yanis plans waits for her answer.
            let host = if rrule.is_none() && capacity != Some(2) { &self.claire } else { &self.yanis };
            let event =
                until(&format!("{} can plan", host.name), || host.try_call("event_create", &self.input(fields.clone())).ok());
            let answers = [(&self.odette, "yes", 1), (&self.yanis, "yes", if capacity == Some(2) { 1 } else { 3 })];
            for (who, answer, party) in answers {
                let answer = json!({"event": event["id"], "occurrence": null, "answer": answer, "note": "", "party_size": party});
                until(&format!("{} can answer", who.name), || who.try_call("rsvp_set", &self.input(answer.clone())).ok());
            }
            if let Some(slot) = event["slots"].get(0) {
                let take = self.input(json!({"event": event["id"], "slot": slot["key"], "occurrence": null, "helping": "taken"}));
                until("Odette can help", || self.odette.try_call("slot_take", &take).ok());
                let comment = json!({"event": event["id"], "text": "J’apporte deux nappes et ma soupe.", "reply_to": null});
                until("Odette can comment", || self.odette.try_call("event_comment", &self.input(comment.clone())).ok());
            }
        }
    }

    /// Waits until all three list the same messages and posts.
    fn settle(&self) {
        let view = |peer: &Peer| {
            let posts = peer.call("posts", &self.input(json!({"board": null, "before": null, "limit": 50})));
            let mut texts = peer.texts(&self.community, &self.room);
            texts.extend(posts["items"].as_array().into_iter().flatten().map(|p| format!("{} {}", p["title"], p["comments"])));
            texts
        };
        let goal = view(&self.claire);
        for peer in [&self.yanis, &self.odette] {
            until(&format!("{} shows what Claire shows", peer.name), || (view(peer) == goal).then_some(()));
        }
    }
}

/// Goes on living until the process is ended: now and then somebody says something.
pub fn live(street: &Street) {
    let lines = [
        "Le boulanger de la place a encore de la brioche, si ça dit à quelqu’un.",
        "J’ai laissé les clés du local dans la boîte bleue.",
        "Il pleut, rentrez le linge !",
        "Le chat Pixel est passé par chez vous ?",
    ];
    for line in lines.iter().cycle() {
        // The only pause by the clock in this crate: a conversation has a pace.
        std::thread::sleep(Duration::from_secs(45));
        if street
            .odette
            .try_call(
                "message_write",
                &street.input(json!({"room": street.room, "text": line, "reply_to": null, "mentions": []})),
            )
            .is_err()
        {
            return;
        }
    }
}

/// The date of so many days from today, `2026-12-01`.
fn day_after(days: u64) -> String {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default().as_secs();
    // Civil from days (Howard Hinnant's public-domain algorithm), enough for a demonstration.
    let z = (now / 86_400 + days) as i64 + 719_468;
    let era = z.div_euclid(146_097);
    let doe = z.rem_euclid(146_097);
    let yoe = (doe - doe / 1_460 + doe / 36_524 - doe / 146_096) / 365;
    let doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    let mp = (5 * doy + 2) / 153;
    let (day, month) = (doy - (153 * mp + 2) / 5 + 1, if mp < 10 { mp + 3 } else { mp - 9 });
    let year = yoe + era * 400 + i64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}")
}
