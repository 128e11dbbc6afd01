// Generated from Rust by `UPDATE=1 cargo test -p allforone-node generated`. Do not edit.

/** Something that is for this person, to be shown by the system. Mute rooms and boards, quiet hours and the switch were respected. */
export type Alert = {
  /** Number of the frame. */
  seq: number
  /** Why. */
  kind: AlertKind
  /** Community id. */
  community: string
  /** One line: where. */
  title: string
  /** One or two lines: who and what. */
  text: string
  /** Path of the screen that shows it. */
  link: string
};

/** Why the system tells something. */
export type AlertKind = "mention" | "answer" | "announcement" | "event_changed" | "event_cancelled" | "reminder";

/** An answer to an event. */
export type Answer = "yes" | "maybe" | "no";

/** Marks the comment that answers my question. */
export type AnswerAccept = {
  /** Community id. */
  community: string
  /** Post id. */
  post: string
  /** Comment id; null for none. */
  comment?: string | null
};

/** Who sees a part of a profile. There are no others: only these two can be kept (docs/decisions/0020). */
export type Audience = "members" | "me";

/** A board as the list shows it. */
export type Board = {
  /** Board id. */
  id: string
  /** Its name. */
  name: string
  /** What it is for. */
  purpose: string
  /** Posts and comments I have not seen. */
  unread: number
  /** Whether it notifies me only of what asks everybody to read it. */
  muted: boolean
};

/** Opens a board. */
export type BoardCreate = {
  /** Community id. */
  community: string
  /** 1 to 80 characters. */
  name: string
  /** At most 200 characters. */
  purpose: string
};

/** Lets a board notify me no more, or again. */
export type BoardMute = {
  /** Community id. */
  community: string
  /** Board id. */
  board: string
  /** Whether it is mute afterwards. */
  on: boolean
};

/** Where a calendar program finds the agenda. */
export type CalendarFeed = {
  /** `http://127.0.0.1:…/calendar/…/….ics`: for programs on this machine, while AllForOne runs. Whoever has it can read. */
  url: string
  /** Whether the address is another than before, because another program uses the former port: subscribe anew. */
  moved: boolean
};

/** Asks for the address under which a community's calendar can be subscribed to; opens the door at the first time. */
export type CalendarFeedQuery = {
  /** Community id. */
  community: string
  /** Makes a new address; the former one leads nowhere then. */
  renew: boolean
};

/** Screens that are out of date. */
export type Changed = {
  /** Number of the frame. */
  seq: number
  /** What changed; at most 64, else `["all"]`. */
  subjects: Array<Subject>
};

/** A comment. */
export type Comment = {
  /** Comment id. */
  id: string
  /** Post or event id. */
  post: string
  /** Person id. */
  author: string
  /** Their name. */
  author_name: string
  /** Their colour, 0 to 11. */
  color: number
  /** When its author says it was written, ms since 1970. */
  time_ms: number
  /** Markdown; empty where deleted. */
  text: string
  /** The comment it answers. */
  reply_to: string | null
  /** Whether it was changed afterwards. */
  edited: boolean
  /** Whether it was taken back. */
  deleted: boolean
  /** By emoji. */
  reactions: Array<Reaction>
  /** Whether I wrote it. */
  mine: boolean
  /** How many other people have it; 0 means: here only. */
  copies: number
};

/** Takes a comment back. */
export type CommentDelete = {
  /** Community id. */
  community: string
  /** Post or event id. */
  post: string
  /** Comment id. */
  comment: string
};

/** Changes my comment. */
export type CommentEdit = {
  /** Community id. */
  community: string
  /** Post or event id. */
  post: string
  /** Comment id. */
  comment: string
  /** The new text. */
  text: string
};

/** Adds or takes away my emoji. */
export type CommentReact = {
  /** Community id. */
  community: string
  /** Post or event id. */
  post: string
  /** Comment id. */
  comment: string
  /** One emoji. */
  emoji: string
  /** Whether it is there afterwards. */
  on: boolean
};

/** Writes a comment. */
export type CommentWrite = {
  /** Community id. */
  community: string
  /** Post or event id. */
  post: string
  /** Markdown, at most 16 KiB. */
  text: string
  /** Comment id. */
  reply_to?: string | null
};

/** A community as the sidebar shows it. */
export type Community = {
  /** Community id. */
  id: string
  /** What its people call it. */
  name: string
  /** What it is: `neighbourhood`, `association`, `school`, `town`, `building`, `project`, `other`. */
  kind: string
  /** What I may decide in it. */
  role: Role
  /** How many people. */
  members: number
  /** How many messages, posts and comments I have not seen. */
  unread: number
  /** Whether I am in it. */
  state: CommunityState
  /** When I joined, ms since 1970. */
  joined_ms: number
  /** My person id in it. */
  me: string
  /** Whether I came to look around and have given no name yet; what writes fails with `nameless` until then. */
  nameless: boolean
  /** Whether it is the example on this machine, which nobody else has. */
  example: boolean
};

/** Founds a community with a first room and a first board. */
export type CommunityCreate = {
  /** 1 to 80 characters. */
  name: string
  /** See `Community`. */
  kind: string
  /** How I am called in it. */
  display_name: string
};

/** Whether I am in a community. */
export type CommunityState = "member" | "joining" | "removed" | "left";

/** What a community says of itself to somebody with an invitation; nothing that its members wrote. */
export type Door = {
  /** The community's name. */
  name: string
  /** What it is; see `Community`. */
  kind: string
  /** How many people. */
  members: number
  /** How who made the invitation is called; null where that is not known. */
  invited_by: string | null
  /** Whether a moderator must say yes first. */
  approval: boolean
};

/** What I was writing. */
export type Draft = {
  /** Empty where there is none. */
  text: string
};

/** Whose draft. */
export type DraftGet = {
  /** Community id. */
  community: string
  /** Room, board, post or event id; `events` for a new event; a board's id, `/` and a kind for a new post of that kind; `change/` and an id for the change of a post or event. */
  place: string
};

/** Keeps what I was writing; an empty text forgets it. */
export type DraftSet = {
  /** Community id. */
  community: string
  /** Room, board, post or event id; `events` for a new event; a board's id, `/` and a kind for a new post of that kind; `change/` and an id for the change of a post or event. */
  place: string
  /** At most 48 KiB. */
  text: string
};

/** Nothing to say: `{}`. */
export type Empty = Record<string, never>;

/** What a screen decides by. In JSON in snake case: `bad_input`. */
export type ErrorCode = "bad_input" | "no_token" | "not_allowed" | "bad_origin" | "unknown_command" | "not_found" | "conflict" | "quota_reached" | "too_large" | "read_only" | "disk_full" | "wrong_link" | "link_expired" | "link_used" | "link_revoked" | "other_version" | "unreachable" | "removed" | "nameless" | "not_ready" | "clock_wrong" | "wrong_phrase" | "internal";

/** One person's answer. */
export type EventAnswer = {
  /** Person id. */
  person: string
  /** Their name. */
  name: string
  /** Which occurrence; null for the whole series. */
  occurrence: string | null
  /** What they say. */
  answer: Answer
  /** In their words. */
  note: string
  /** When, ms since 1970. */
  time_ms: number
  /** Their colour, 0 to 11. */
  color: number
  /** How many come with this answer. */
  party_size: number
  /** Their seat, where they come: in the order of the answers, and who does not fit waits. */
  seat: Seat | null
  /** Whether it is mine. */
  mine: boolean
  /** How many other persons hold what I last said; null for somebody else's, and where it is not known. */
  copies: number | null
};

/** Writes a comment under an event. */
export type EventComment = {
  /** Community id. */
  community: string
  /** Event id. */
  event: string
  /** Markdown, at most 4 KiB. */
  text: string
  /** The comment it answers. */
  reply_to?: string | null
};

/** Writes an event. */
export type EventCreate = {
  /** Community id. */
  community: string
  /** 1 to 200 characters. */
  title: string
  /** Markdown. */
  description: string
  /** Where. */
  place: string
  /** Beginning. */
  start: When
  /** Length. */
  duration_minutes: number
  /** RFC 5545 RRULE without its name. */
  rrule?: string | null
  /** Seats; null for no limit. */
  capacity?: number | null
  /** Helping hands that are wanted. */
  slots?: Array<SlotWrite> | null
};

/** Changes an event; what is absent stays, and null clears `rrule` or `capacity`. */
export type EventEdit = {
  /** Community id. */
  community: string
  /** Event id. */
  event: string
  /** The new title. */
  title?: string | null
  /** The new text. */
  description?: string | null
  /** The new place. */
  place?: string | null
  /** The new beginning. */
  start?: When | null
  /** The new length. */
  duration_minutes?: number | null
  /** The new rule; null for no repetition. */
  rrule?: string | null
  /** The new number of seats; null for no limit. */
  capacity?: number | null
  /** The helping hands that are wanted from now on. */
  slots?: Array<SlotWrite> | null
};

/** An event on its own page. */
export type EventPage = {
  /** Event id. */
  id: string
  /** What. */
  title: string
  /** Markdown. */
  description: string
  /** Where. */
  place: string
  /** Beginning. */
  start: When
  /** Length; whole days for an all-day event. */
  duration_minutes: number
  /** RFC 5545 RRULE without its name; null where it does not repeat. */
  rrule: string | null
  /** Whether it takes place. */
  status: EventStatus
  /** Seats; null for no limit. */
  capacity: number | null
  /** Who looks after it. */
  organisers: Array<Organiser>
  /** Whether I may change it. */
  editable: boolean
  /** Everyone's answers. */
  answers: Array<EventAnswer>
  /** Helping hands that are wanted. */
  slots: Array<EventSlot>
  /** Occurrences that differ from the series. */
  changes: Array<OccurrenceChange>
  /** How many other people have it; 0 means: here only. */
  copies: number
  /** When it was written, ms since 1970. */
  time_ms: number
};

/** Which event. */
export type EventRef = {
  /** Community id. */
  community: string
  /** Event id. */
  event: string
};

/** One row of the agenda: an event, or one occurrence of a repeating one. */
export type EventRow = {
  /** Event id. */
  id: string
  /** Which occurrence (RFC 5545 RECURRENCE-ID); null where it does not repeat. */
  occurrence: string | null
  /** What. */
  title: string
  /** Where. */
  place: string
  /** Beginning, ms since 1970. */
  start_ms: number
  /** End, ms since 1970. */
  end_ms: number
  /** Whether it takes whole days. */
  all_day: boolean
  /** IANA zone it was written in. */
  tz: string
  /** Whether it takes place. */
  status: EventStatus
  /** My answer. */
  mine: Answer | null
  /** How many come. */
  yes: number
  /** How many may come. */
  maybe: number
  /** How many cannot. */
  no: number
  /** Seats; null for no limit. */
  capacity: number | null
  /** Whether it repeats. */
  recurring: boolean
  /** My seat, where I come. */
  seat: Seat | null
  /** Seats that are free; null where they are not counted. */
  free: number | null
  /** How many answers wait for a seat. */
  waiting: number
  /** Helping hands that are still wanted. */
  hands_wanted: number
};

/** Something to do at an event. */
export type EventSlot = {
  /** Its name within the event. */
  key: string
  /** What is to be done. */
  label: string
  /** How many hands are wanted. */
  seats: number
  /** Who helps, in the order in which they took it. */
  helpers: Array<SlotHelper>
};

/** Whether an event takes place. */
export type EventStatus = "confirmed" | "tentative" | "cancelled";

/** The agenda between two moments. */
export type EventsQuery = {
  /** Community id. */
  community: string
  /** First moment, ms since 1970. */
  from_ms: number
  /** End, not included, ms since 1970. */
  to_ms: number
  /** At most 1,000. */
  limit: number
};

/** Makes an example community with imaginary neighbours. */
export type ExampleCreate = {
  /** Language its people speak. */
  lang: PhraseLanguage
};

/** Writes a community to a folder. */
export type Export = {
  /** Community id. */
  community: string
  /** Which. */
  format: ExportFormat
  /** An absolute path; made where it does not exist. */
  dir: string
};

/** Format of an export. */
export type ExportFormat = "json" | "automerge" | "ics" | "markdown" | "vcf";

/** How far the export is that is being written; there is one at a time. */
export type ExportStatus = {
  /** What is written; null where nothing is. */
  format: ExportFormat | null
  /** Messages, posts, events, profiles and documents that are in its files so far. */
  rows: number
};

/** What an export wrote. */
export type Exported = {
  /** How many. */
  files: number
  /** All together. */
  bytes: number
  /** Whether it was stopped before its end; the files named here are whole. */
  stopped: boolean
};

/** A group as the list shows it. */
export type Group = {
  /** Group id. */
  id: string
  /** Its name. */
  name: string
  /** What its people like, in one line; may be empty. */
  purpose: string
  /** One emoji; may be empty. */
  icon: string
  /** Whether it is put away: nobody joins any more. */
  archived: boolean
  /** Person id of who founded it. */
  author: string
  /** Their name. */
  author_name: string
  /** When, ms since 1970. */
  time_ms: number
  /** Members of the community who are in it. */
  count: number
  /** Whether I am in it. */
  joined: boolean
  /** Whether I may change it, put it away and bring it back. */
  may_edit: boolean
};

/** Puts a group away, or brings it back. */
export type GroupArchive = {
  /** Community id. */
  community: string
  /** Group id. */
  group: string
  /** Whether it is put away afterwards. */
  on: boolean
};

/** Founds a group; I am in it then. */
export type GroupCreate = {
  /** Community id. */
  community: string
  /** At most 128 bytes. */
  name: string
  /** One line, at most 300 bytes; may be empty. */
  purpose: string
  /** One emoji; may be empty. */
  icon: string
};

/** Changes what a group says. */
export type GroupEdit = {
  /** Community id. */
  community: string
  /** Group id. */
  group: string
  /** At most 128 bytes. */
  name: string
  /** One line, at most 300 bytes; may be empty. */
  purpose: string
  /** One emoji; may be empty. */
  icon: string
};

/** Joins a group, or leaves it. */
export type GroupJoin = {
  /** Community id. */
  community: string
  /** Group id. */
  group: string
  /** Whether I am in it afterwards. */
  on: boolean
};

/** A group with its people. */
export type GroupPage = {
  /** The group. */
  group: Group
  /** Who is in it, by name; at most 500. */
  people: Array<GroupPerson>
};

/** Somebody in a group. */
export type GroupPerson = {
  /** Person id. */
  person: string
  /** Their name here. */
  name: string
  /** 0 to 11, of the palette. */
  color: number
  /** Whether it is me. */
  me: boolean
};

/** Which group. */
export type GroupRef = {
  /** Community id. */
  community: string
  /** Group id. */
  group: string
};

/** How somebody stands to a slot. */
export type Helping = "taken" | "replace";

/** Asks for the versions of a post, message or comment. */
export type HistoryQuery = {
  /** Community id. */
  community: string
  /** Post, message or comment id. */
  id: string
};

/** One thing found. */
export type Hit = {
  /** What it is. */
  kind: HitKind
  /** Its id. */
  id: string
  /** Community id. */
  community: string
  /** The room of a message or topic, the post of a comment. */
  parent: string | null
  /** The topic of a message. */
  topic: string | null
  /** Its title, or the name of what holds it. */
  title: string
  /** The words around the match. */
  snippet: string
  /** When, ms since 1970. */
  time_ms: number
  /** Who wrote it. */
  author_name: string
};

/** What was found. */
export type HitKind = "message" | "topic" | "post" | "comment" | "event" | "member" | "room" | "group";

/** One event of a calendar file. */
export type IcsEvent = {
  /** What. */
  title: string
  /** Beginning, ms since 1970. */
  start_ms: number
  /** Whether it takes whole days. */
  all_day: boolean
  /** Why it is left out; null where it can be, or was, taken over. */
  problem: IcsProblem | null
  /** The words of the file that are the problem, where it is words: a zone's name, a rule, a date. */
  fault: string | null
  /** Names of what of it is not kept, as the file calls them; everything else comes out of an export again. */
  lost: Array<string>
};

/** Shows what a calendar file holds and, with `commit`, takes it over. */
export type IcsImport = {
  /** Community id. */
  community: string
  /** The file's text. */
  ics: string
  /** False only looks. */
  commit: boolean
};

/** What a calendar file held. */
export type IcsImported = {
  /** In the file's order. */
  events: Array<IcsEvent>
  /** How many were taken over. */
  imported: number
  /** Names of what the file holds besides events and is not kept: other parts (`VTODO`), lines about the calendar. */
  lost: Array<string>
};

/** Why an event of a calendar file is left out. Screens have the words. */
export type IcsProblem = "no_title" | "no_start" | "unknown_zone" | "unclear_rule" | "unclear_time" | "too_long" | "already_here" | "too_many" | "not_allowed" | "quota_reached" | "other";

/** A community's calendar as a file. */
export type IcsText = {
  /** The file's text. */
  ics: string
};

/** Which community. */
export type InCommunity = {
  /** Community id. */
  community: string
};

/** An invitation. Code, link and square are known only on the device that made it. */
export type Invite = {
  /** Invite id. */
  id: string
  /** To read out or type. */
  code: string | null
  /** `allforone://join/…`. */
  link: string | null
  /** The text of an `.allforone` file that says the same, with the community's name; null where there is no link. */
  file: string | null
  /** The link as a QR square, SVG text. */
  qr_svg: string | null
  /** What the newcomer will be. */
  role: Role
  /** How many may come; null for any number. */
  uses: number | null
  /** How many came. */
  used: number
  /** Last moment, ms since 1970; null for never. */
  expires_ms: number | null
  /** Whether a moderator has to say yes. */
  approval: boolean
  /** Whether it was taken back. */
  revoked: boolean
  /** When, ms since 1970. */
  created_ms: number
  /** Person id of who invites. */
  author: string
  /** Their name. */
  author_name: string
};

/** Makes an invitation. */
export type InviteCreate = {
  /** Community id. */
  community: string
  /** At most my own. */
  role: Role
  /** How many may come; null for any number. */
  uses?: number | null
  /** Last moment, ms since 1970; null for never. */
  expires_ms?: number | null
  /** Whether a moderator has to say yes. */
  approval: boolean
};

/** Asks what an invitation leads to; answers at once. Ask again while it looks; after a failure, asking looks anew. */
export type InviteLook = {
  /** `allforone://join/…` or the typed code. */
  link: string
  /** Multiaddress of a member, where the link's own do not answer. */
  address?: string | null
};

/** Takes an invitation back. */
export type InviteRevoke = {
  /** Community id. */
  community: string
  /** Invite id. */
  invite: string
};

/** How far a join is. */
export type Join = {
  /** Names this attempt until the program ends. */
  id: string
  /** The step it is at. */
  state: JoinState
  /** Community id, once known. */
  community: string | null
  /** The community's name, once known. */
  name: string | null
  /** Why it failed. */
  error: NodeError | null
};

/** Lets somebody in who waits, or sends them away. */
export type JoinAnswer = {
  /** Community id. */
  community: string
  /** Person id. */
  person: string
  /** Whether they may come in. */
  admit: boolean
};

/** Which join. */
export type JoinRef = {
  /** From `join_start`. */
  id: string
};

/** Somebody who waits at the door for a yes. */
export type JoinRequest = {
  /** Person id. */
  person: string
  /** How they call themselves. */
  name: string
  /** Since when they wait, ms since 1970. */
  time_ms: number
};

/** Starts a join; answers at once. */
export type JoinStart = {
  /** `allforone://join/…` or the typed code. */
  link: string
  /** How I want to be called; empty to look around first: a name is asked for where something is written. */
  display_name: string
  /** Multiaddress of a member, where the link's own do not answer. */
  address?: string | null
};

/** The step a join is at. */
export type JoinState = "connecting" | "asking" | "waiting_approval" | "receiving" | "done" | "failed" | "cancelled";

/** Where the key of the store is kept. */
export type KeySource = "system" | "file";

/** Language of the screens. */
export type Language = "fr" | "en" | "system";

/** The newest message of a room. */
export type LastMessage = {
  /** Who wrote it. */
  author_name: string
  /** Its beginning. */
  snippet: string
  /** When, ms since 1970. */
  time_ms: number
};

/** What was pasted. */
export type LinkKind = "invite" | "file" | "address";

/** Reads a link, a code, an address, or the text of an `.allforone` file. */
export type LinkRead = {
  /** What was pasted, scanned or dropped; at most 64 KiB. */
  link: string
};

/** What it says. */
export type LinkSays = {
  /** What it is. */
  kind: LinkKind
  /** Community id of an invitation. */
  community: string | null
  /** The community's name, where this device or the file knows it. */
  name: string | null
  /** Whether I am in that community already. */
  here: boolean
  /** When it runs out, ms since 1970, where this device or the file knows it. */
  expires_ms: number | null
  /** Whether that moment is past. */
  expired: boolean
  /** The link alone, to hand to `join_start`; null for an address. */
  link: string | null
  /** Where members may be reached. */
  addresses: Array<string>
};

/** How far a look is. */
export type Look = {
  /** The step it is at. */
  state: LookState
  /** What a member told, once somebody was asked. */
  door: Door | null
  /** Why nobody told anything. */
  error: NodeError | null
};

/** The step a look is at. */
export type LookState = "looking" | "seen" | "failed";

/** I have seen what is here up to a moment. */
export type MarkRead = {
  /** Community id. */
  community: string
  /** Room, board, post or event id. */
  place: string
  /** The newest thing seen, ms since 1970. */
  time_ms: number
};

/** A member as the list shows them. */
export type Member = {
  /** Person id. */
  person: string
  /** Their name here. */
  name: string
  /** What they may decide. */
  role: Role
  /** 0 to 11, of the palette. */
  color: number
  /** Whether it is me. */
  me: boolean
  /** When they joined, ms since 1970. */
  joined_ms: number
  /** "I can help with". */
  can_help: Array<string>
  /** "I want to learn". */
  wants_to_learn: Array<string>
  /** Languages they speak. */
  languages: Array<string>
  /** Whether one of their devices is connected to this one. */
  online: boolean
};

/** Removes somebody. */
export type MemberRemove = {
  /** Community id. */
  community: string
  /** Person id. */
  person: string
  /** What they wrote from this moment on goes too, ms since 1970; absent keeps everything. */
  since_ms?: number | null
  /** Whether only a moderator of at least my rank may let them in again. */
  ban: boolean
};

/** Gives somebody another rank. */
export type MemberRole = {
  /** Community id. */
  community: string
  /** Person id. */
  person: string
  /** What they may decide from now on. */
  role: Role
};

/** Members by name. */
export type MembersQuery = {
  /** Community id. */
  community: string
  /** Only who can help with this: all words occur, whatever their case and accents; at most 200 characters. */
  skill?: string | null
  /** Only who wants to learn this, likewise. */
  learns?: string | null
  /** `next` of the page before. */
  after?: string | null
  /** At most 500. */
  limit: number
};

/** A message. */
export type Message = {
  /** Message id. */
  id: string
  /** Room id. */
  room: string
  /** Person id. */
  author: string
  /** Their name. */
  author_name: string
  /** Their colour, 0 to 11. */
  color: number
  /** When its author says it was written, ms since 1970. */
  time_ms: number
  /** Markdown; empty where deleted, or where it only opens a topic. */
  text: string
  /** Whether it was changed afterwards. */
  edited: boolean
  /** Whether it was taken back. */
  deleted: boolean
  /** What it answers; where it opens a topic, the message that was made from. */
  reply_to: Quote | null
  /** The topic it belongs to or opens. */
  topic: MessageTopic | null
  /** Person ids. */
  mentions: Array<string>
  /** By emoji. */
  reactions: Array<Reaction>
  /** Whether I wrote it. */
  mine: boolean
  /** How many other people have it; 0 means: here only. */
  copies: number
  /** Whether the right to write it is not settled yet. */
  provisional: boolean
};

/** Takes a message back. */
export type MessageDelete = {
  /** Community id. */
  community: string
  /** Room id. */
  room: string
  /** Message id. */
  message: string
};

/** Changes my message. */
export type MessageEdit = {
  /** Community id. */
  community: string
  /** Room id. */
  room: string
  /** Message id. */
  message: string
  /** The new text. */
  text: string
};

/** Keeps a message on top of its room, or no longer. */
export type MessagePin = {
  /** Community id. */
  community: string
  /** Room id. */
  room: string
  /** Message id. */
  message: string
  /** Whether it is kept there afterwards. */
  pinned: boolean
};

/** Adds or takes away my emoji. */
export type MessageReact = {
  /** Community id. */
  community: string
  /** Room id. */
  room: string
  /** Message id. */
  message: string
  /** One emoji. */
  emoji: string
  /** Whether it is there afterwards. */
  on: boolean
};

/** The topic of a message. */
export type MessageTopic = {
  /** Id of the message that opened it. */
  id: string
  /** What it is about. */
  title: string
  /** Whether it is settled. */
  resolved: boolean
  /** Whether this very message opened it. */
  opens: boolean
};

/** Writes a message. */
export type MessageWrite = {
  /** Community id. */
  community: string
  /** Room id. */
  room: string
  /** Markdown, at most 16 KiB. */
  text: string
  /** Message id. */
  reply_to?: string | null
  /** Topic of this room it belongs to. */
  topic?: string | null
  /** Person ids, at most 50. */
  mentions: Array<string>
};

/** Messages of a room, newest first. */
export type MessagesQuery = {
  /** Community id. */
  community: string
  /** Room id. */
  room: string
  /** Only those of this topic. */
  topic?: string | null
  /** `next` of the page before. */
  before?: string | null
  /** `newer` of a page that was entered in the middle; not with `before` or `at_ms`. */
  after?: string | null
  /** The page that ends at this moment, ms since 1970: to jump to a date. Before the first one, the first page. */
  at_ms?: number | null
  /** At most 100. */
  limit: number
};

/** How much is shown at once. */
export type Mode = "simple" | "complete";

/** One line of what is new. */
export type News = {
  /** Community id. */
  community: string
  /** What happened. */
  kind: NewsKind
  /** Room, post or event id; the newest person's id of newcomers. */
  id: string
  /** The room's name, the post's or event's title; empty for newcomers. */
  title: string
  /** Who: the authors or newcomers, newest first; at most 3. */
  names: Array<string>
  /** How many messages or newcomers; capped at 100. 1 for the others. */
  count: number
  /** When, ms since 1970; of several the newest. */
  time_ms: number
};

/** What happened. */
export type NewsKind = "event_cancelled" | "event_changed" | "announcement" | "event_new" | "post" | "messages" | "event_reworded" | "newcomers";

/** Why a command did not happen: a code the screen decides by, and a sentence it can show.
* - `message` says what happened, what is safe and what to do, in plain English; screens translate by `code`. - `details` is for whoever mends it: ids, limits, causes; never a secret. */
export type NodeError = {
  /** What a screen decides by. */
  code: ErrorCode
  /** For people. */
  message: string
  /** For whoever mends it. */
  details?: string
};

/** A frame of the event stream. `seq` goes up by one from frame to frame; a gap means: drop what you cached. */
export type Notice = { "type": "changed" } & Changed | { "type": "status" } & Reach | { "type": "notify" } & Alert;

/** An occurrence that differs from its series; what is null is as the series has it. */
export type OccurrenceChange = {
  /** Which (RFC 5545 RECURRENCE-ID). */
  occurrence: string
  /** Another beginning. */
  start: When | null
  /** Another length. */
  duration_minutes: number | null
  /** Another title. */
  title: string | null
  /** Another place. */
  place: string | null
  /** Another status. */
  status: EventStatus | null
};

/** Changes one occurrence of a series; what is absent is as the series has it. */
export type OccurrenceEdit = {
  /** Community id. */
  community: string
  /** Event id. */
  event: string
  /** Which occurrence. */
  occurrence: string
  /** Another beginning. */
  start?: When | null
  /** Another length. */
  duration_minutes?: number | null
  /** Another title. */
  title?: string | null
  /** Another place. */
  place?: string | null
  /** Another status: one evening is cancelled. */
  status?: EventStatus | null
};

/** Who looks after an event. */
export type Organiser = {
  /** Person id. */
  person: string
  /** Their name. */
  name: string
};

/** One page of a list. Follow `next` until it is null. */
export type Page<T> = {
  /** The rows, in the order the command names. */
  items: Array<T>
  /** What to hand back as `before` or `after` for the following page; null at the end. */
  next: string | null
  /** Where a list was entered in its middle: what to hand back as `after` for the newer page; absent at the newest. */
  newer?: string
};

/** A machine this one knows. */
export type Peer = {
  /** Its network name. */
  peer_id: string
  /** Where it was last seen. */
  address: string
  /** The road to it. */
  how: PeerRoad
  /** Whether it is connected now. */
  connected: boolean
  /** Connected or seen since, ms since 1970. */
  since_ms: number
  /** When both last had the same, ms since 1970. */
  last_sync_ms: number | null
  /** Whose machine it is, where we share communities. */
  people: Array<PeerPerson>
  /** Version of AllForOne that it says it runs; null where it has not said so. */
  version: string | null
  /** Whether this node refuses it. */
  blocked: boolean
  /** What to know about it, in a sentence. */
  note: string | null
};

/** Refuses a machine, or no longer. */
export type PeerBlock = {
  /** Its network name. */
  peer_id: string
  /** Whether it is refused afterwards. */
  on: boolean
};

/** Dials an address. */
export type PeerDial = {
  /** Multiaddress. */
  address: string
};

/** A person whose machine a peer is. */
export type PeerPerson = {
  /** Community id. */
  community: string
  /** Person id. */
  person: string
  /** Their name. */
  name: string
};

/** The road to a peer. */
export type PeerRoad = "here" | "local" | "direct" | "relay";

/** The words, in order. Shown again only while unchecked in the same run. */
export type Phrase = {
  /** Twenty-four words. */
  words: Array<string>
};

/** One word typed back. */
export type PhraseAnswer = {
  /** Place in the phrase, from 0. */
  index: number
  /** The word; case and accents do not matter. */
  word: string
};

/** Proves that the words were written down. */
export type PhraseCheck = {
  /** At least two words. */
  answers: Array<PhraseAnswer>
};

/** Whether all answers were right. */
export type PhraseChecked = {
  /** True where every answer matched. */
  ok: boolean
};

/** Word lists of BIP 39. */
export type PhraseLanguage = "fr" | "en";

/** Makes the person's words, once. */
export type PhraseNew = {
  /** Language of the word list. */
  language: PhraseLanguage
};

/** How far the recovery words are. */
export type PhraseState = "none" | "unchecked" | "checked";

/** A post. */
export type Post = {
  /** Post id. */
  id: string
  /** Board id. */
  board: string
  /** The board's name. */
  board_name: string
  /** Person id. */
  author: string
  /** Their name. */
  author_name: string
  /** Their colour, 0 to 11. */
  color: number
  /** When its author says it was written, ms since 1970. */
  time_ms: number
  /** What it is. */
  kind: PostKind
  /** 1 to 200 characters. */
  title: string
  /** Markdown; empty where deleted. */
  body: string
  /** Its words to be found by. */
  tags: Array<string>
  /** Whether it was changed afterwards. */
  edited: boolean
  /** Whether it was taken back. */
  deleted: boolean
  /** How many. */
  comments: number
  /** Who has said to have read it; null where nobody is asked to. */
  ack: PostAck | null
  /** The comment that answers it. */
  answer: string | null
  /** Whether it is closed. */
  closed: boolean
  /** Whether it is kept on top of its board. */
  pinned: boolean
  /** Whether I may close it, or open it again. */
  may_close: boolean
  /** Whether I may keep it on top. */
  may_pin: boolean
  /** By emoji. */
  reactions: Array<Reaction>
  /** Whether I wrote it. */
  mine: boolean
  /** How many other people have it; 0 means: here only. */
  copies: number
};

/** "I have read it", counted. */
export type PostAck = {
  /** How many members have said so. */
  read: number
  /** How many members there are beside its author. */
  members: number
  /** Whether I have. */
  mine: boolean
};

/** Says that I have read a post. */
export type PostAcknowledge = {
  /** Community id. */
  community: string
  /** Post id. */
  post: string
  /** Whether I have read it. */
  on: boolean
};

/** Closes a post, or opens it again. */
export type PostClose = {
  /** Community id. */
  community: string
  /** Post id. */
  post: string
  /** Whether it is closed afterwards. */
  closed: boolean
};

/** Takes a post back. */
export type PostDelete = {
  /** Community id. */
  community: string
  /** Post id. */
  post: string
};

/** Changes my post. */
export type PostEdit = {
  /** Community id. */
  community: string
  /** Post id. */
  post: string
  /** The new title. */
  title: string
  /** The new text. */
  body: string
  /** The new tags. */
  tags: Array<string>
  /** Whether everybody is asked to say that they have read it; absent keeps. */
  ack?: boolean | null
};

/** What a post is. */
export type PostKind = "discussion" | "announcement" | "question" | "news";

/** Keeps a post on top of its board, or no longer. */
export type PostPin = {
  /** Community id. */
  community: string
  /** Post id. */
  post: string
  /** Whether it is kept there afterwards. */
  pinned: boolean
};

/** The posts that are kept on top. */
export type PostPins = {
  /** Community id. */
  community: string
  /** Board id; null for all. */
  board?: string | null
};

/** Adds or takes away my emoji. */
export type PostReact = {
  /** Community id. */
  community: string
  /** Post id. */
  post: string
  /** One emoji. */
  emoji: string
  /** Whether it is there afterwards. */
  on: boolean
};

/** Who has read a post, and who has not. */
export type PostReaders = {
  /** Who says so, the latest first. */
  read: Array<Reader>
  /** The other members, by name; its author is not among them. */
  missing: Array<Reader>
};

/** Which post. */
export type PostRef = {
  /** Community id. */
  community: string
  /** Post id. */
  post: string
};

/** Writes a post. */
export type PostWrite = {
  /** Community id. */
  community: string
  /** Board id. */
  board: string
  /** What it is. */
  kind: PostKind
  /** 1 to 200 characters. */
  title: string
  /** Markdown, at most 48 KiB. */
  body: string
  /** At most 16. */
  tags: Array<string>
  /** Whether everybody is asked to say that they have read it. */
  ack?: boolean
};

/** Posts of a board or of all boards, newest first. */
export type PostsQuery = {
  /** Community id. */
  community: string
  /** Board id; null for all. */
  board?: string | null
  /** `next` of the page before. */
  before?: string | null
  /** `newer` of a page that was entered in the middle; not with `before` or `at_ms`. */
  after?: string | null
  /** The page that ends at this moment, ms since 1970: to jump to a date. Before the first one, the first page. */
  at_ms?: number | null
  /** At most 100. */
  limit: number
};

/** A profile. */
export type Profile = {
  /** Person id. */
  person: string
  /** 1 to 80 characters. */
  name: string
  /** A few lines, Markdown. */
  about: string
  /** BCP 47 tags or plain names. */
  languages: Array<string>
  /** "I can help with". */
  can_help: Array<string>
  /** "I want to learn". */
  wants_to_learn: Array<string>
  /** How to be reached, in the person's words. */
  contact: string
  /** 0 to 11, of the palette. */
  color: number
  /** Whether it is me. */
  mine: boolean
  /** Who sees what of it; null where it is not mine, since nothing else of others is here. */
  audience?: ProfileAudience | null
  /** The groups in which they are, by name. */
  groups: Array<ProfileGroup>
  /** What they may decide. */
  role: Role
  /** When they joined, ms since 1970. */
  joined_ms: number
};

/** Who sees each part of my profile; the name and the colour are for all. */
export type ProfileAudience = {
  /** A few lines. */
  about: Audience
  /** Languages. */
  languages: Audience
  /** "I can help with". */
  can_help: Audience
  /** "I want to learn". */
  wants_to_learn: Audience
  /** How to be reached. */
  contact: Audience
};

/** A group in which somebody is. */
export type ProfileGroup = {
  /** Group id. */
  id: string
  /** Its name. */
  name: string
  /** One emoji; may be empty. */
  icon: string
};

/** Whose profile. */
export type ProfileQuery = {
  /** Community id. */
  community: string
  /** Person id; null for me. */
  person?: string | null
};

/** Writes my profile. */
export type ProfileSet = {
  /** Community id. */
  community: string
  /** 1 to 80 characters. */
  name: string
  /** Markdown. */
  about: string
  /** At most 16. */
  languages: Array<string>
  /** At most 32. */
  can_help: Array<string>
  /** At most 32. */
  wants_to_learn: Array<string>
  /** At most 200 characters. */
  contact: string
  /** 0 to 11. */
  color: number
  /** Who sees what; null leaves that as it is, so that nobody shows by accident what was kept. */
  audience?: ProfileAudience | null
};

/** From when to when, by the clock on the wall; over midnight where `from` is later than `to`. */
export type QuietHours = {
  /** Minute of the day, 0 to 1439. */
  from: number
  /** Minute of the day, 0 to 1439; not the same as `from`. */
  to: number
};

/** The thing a message answers. */
export type Quote = {
  /** Message id. */
  id: string
  /** Who wrote it. */
  author_name: string
  /** Its beginning. */
  snippet: string
};

/** How many others are reached. */
export type Reach = {
  /** Number of the frame. */
  seq: number
  /** Peers connected. */
  connected: number
};

/** One emoji and who chose it. */
export type Reaction = {
  /** One emoji. */
  emoji: string
  /** Names, oldest first. */
  people: Array<string>
  /** Whether I chose it too. */
  mine: boolean
};

/** A member who has read a post or has not. */
export type Reader = {
  /** Person id. */
  person: string
  /** Their name. */
  name: string
  /** Their colour, 0 to 11. */
  color: number
  /** When they said so, ms since 1970; null where they have not. */
  time_ms: number | null
};

/** A rank; a higher one may do all that a lower one may. */
export type Role = "guest" | "member" | "moderator" | "admin" | "owner";

/** A room as the list shows it. */
export type Room = {
  /** Room id. */
  id: string
  /** Its name. */
  name: string
  /** What it is for. */
  purpose: string
  /** Messages I have not seen. */
  unread: number
  /** The newest message. */
  last: LastMessage | null
  /** Whether it never notifies me. */
  muted: boolean
};

/** Opens a room. */
export type RoomCreate = {
  /** Community id. */
  community: string
  /** 1 to 80 characters. */
  name: string
  /** At most 200 characters. */
  purpose: string
};

/** Lets a room notify me no more, or again. */
export type RoomMute = {
  /** Community id. */
  community: string
  /** Room id. */
  room: string
  /** Whether it is mute afterwards. */
  on: boolean
};

/** Which room. */
export type RoomRef = {
  /** Community id. */
  community: string
  /** Room id. */
  room: string
};

/** Answers an event. */
export type RsvpSet = {
  /** Community id. */
  community: string
  /** Event id. */
  event: string
  /** Which occurrence; null for the whole series. */
  occurrence?: string | null
  /** Null takes the answer back. */
  answer?: Answer | null
  /** At most 200 characters. */
  note: string
  /** How many come with this answer, 1 to 100; 1 where absent. */
  party_size?: number | null
};

/** Searches; case and accents do not matter. */
export type SearchQuery = {
  /** Words, at most 200 characters. */
  query: string
  /** Community id; null for all. */
  community?: string | null
  /** At most 100. */
  limit: number
};

/** A seat, or a place in the queue for one. */
export type Seat = {
  /** Place in the queue, from 1; null where there is a seat. */
  waiting: number | null
};

/** How this device shows things. */
export type Settings = {
  /** Of the screens. */
  language: Language
  /** Light or dark. */
  theme: Theme
  /** Per cent of the normal size, 75 to 200. */
  text_size: number
  /** Whether nothing moves. */
  reduced_motion: boolean
  /** Whether lines and letters stand out more. */
  high_contrast: boolean
  /** How much is shown at once. */
  mode: Mode
  /** Whether the system tells what is for me. */
  notifications: boolean
  /** When it keeps quiet, every day; null for never. */
  quiet_hours: QuietHours | null
  /** Minutes before an event that I come to; 0 for no reminder, at most a week. */
  reminder_minutes: number
};

/** Somebody who helps. */
export type SlotHelper = {
  /** Person id. */
  person: string
  /** Their name. */
  name: string
  /** Their colour, 0 to 11. */
  color: number
  /** Which occurrence; null for every one. */
  occurrence: string | null
  /** How. */
  helping: Helping
  /** Whether it is me. */
  mine: boolean
};

/** Takes a slot, asks to be replaced, or gives it back. */
export type SlotTake = {
  /** Community id. */
  community: string
  /** Event id. */
  event: string
  /** The slot's name. */
  slot: string
  /** Which occurrence; null for every one. */
  occurrence?: string | null
  /** Null gives it back. */
  helping?: Helping | null
};

/** A slot as an organiser writes it. */
export type SlotWrite = {
  /** Its name within the event; null for a new one. */
  key?: string | null
  /** What is to be done, 1 to 80 characters. */
  label: string
  /** How many hands are wanted. */
  seats: number
};

/** Something that takes place soon, and where. */
export type SoonRow = {
  /** Community id. */
  community: string
  /** The event. */
  event: EventRow
};

/** This node: what it runs, whom it reaches, where its data is. */
export type Status = {
  /** Version of the program. */
  version: string
  /** This node's network name. */
  peer_id: string
  /** Multiaddresses under which others can dial it. */
  addresses: Array<string>
  /** Peers connected at this moment. */
  connected: number
  /** Changes made here that no other member is known to hold yet, over all communities with other members. */
  waiting: number
  /** Why nothing can be written, in a sentence; null in normal times. */
  read_only: string | null
  /** Folder that holds everything. */
  data_dir: string
  /** Size of the data in it, in bytes; at most ten seconds old. */
  data_bytes: number
  /** Since when this node runs, ms since 1970. */
  started_ms: number
  /** Where the key of the store is kept. */
  keychain: KeySource
  /** Whether the person has written down their words. */
  phrase: PhraseState
  /** How many more communities this identity can hold. */
  personas_left: number
};

/** Names something whose screens are out of date. In JSON an array of strings: `["messages", community, room]`. */
export type Subject = ["communities"] | ["settings"] | ["status"] | ["peers"] | ["join", string] | ["members", string] | ["profile", string, string] | ["invites", string] | ["rooms", string] | ["messages", string, string] | ["boards", string] | ["posts", string, string] | ["thread", string, string] | ["events", string] | ["event", string, string] | ["groups", string] | ["group", string, string] | ["unread", string] | ["all"];

/** Light or dark. */
export type Theme = "light" | "dark" | "system";

/** A post and what was said about it, oldest first. */
export type Thread = {
  /** The post. */
  post: Post
  /** Oldest first. */
  comments: Array<Comment>
};

/** Which thread. */
export type ThreadQuery = {
  /** Community id. */
  community: string
  /** Post or event id. */
  post: string
};

/** Today. Every list is short and says how much it leaves out. */
export type Today = {
  /** My last visit, ms since 1970; of several communities the one longest ago. Before the first visit: when I joined. */
  since_ms: number
  /** What is new since then, the most pressing first; at most 7. */
  news: Array<News>
  /** Lines of news left out. */
  more_news: number
  /** What waits for me, newest first, then events by start; at most 20. */
  waiting: Array<Waiting>
  /** Things that wait and were left out. */
  more_waiting: number
  /** What takes place today and tomorrow and is not over, by start; at most 20. */
  soon: Array<SoonRow>
  /** Announcements that ask for "I have read it" and have not got mine. */
  to_acknowledge: Array<Waiting>
};

/** Asks for today, in one community or in all. */
export type TodayQuery = {
  /** Community id; null for all. */
  community?: string | null
};

/** A topic. */
export type Topic = {
  /** Id of the message that opened it. */
  id: string
  /** Room id. */
  room: string
  /** What it is about. */
  title: string
  /** Person id of who opened it. */
  author: string
  /** Their name. */
  author_name: string
  /** When, ms since 1970. */
  time_ms: number
  /** The message it was made from. */
  from: Quote | null
  /** When that message was written, ms since 1970. */
  from_ms: number | null
  /** Whether it is settled. */
  resolved: boolean
  /** Name of who says so. */
  resolved_by: string | null
  /** Whether I opened it; then I may give it another title. */
  mine: boolean
  /** Whether I may settle it or open it again, whichever comes next. */
  may_resolve: boolean
  /** Messages in it, at most 100. */
  replies: number
  /** Messages in it that I have not seen, at most 100. */
  unread: number
  /** The newest message. */
  last: LastMessage | null
};

/** Opens a topic. */
export type TopicCreate = {
  /** Community id. */
  community: string
  /** Room id. */
  room: string
  /** At most 300 bytes. */
  title: string
  /** The message it is made from. */
  message?: string | null
};

/** Gives my topic another title. */
export type TopicEdit = {
  /** Community id. */
  community: string
  /** Room id. */
  room: string
  /** Topic id. */
  topic: string
  /** At most 300 bytes. */
  title: string
};

/** Which topic. */
export type TopicRef = {
  /** Community id. */
  community: string
  /** Room id. */
  room: string
  /** Topic id. */
  topic: string
};

/** Says that a topic is settled, or opens it again. */
export type TopicResolve = {
  /** Community id. */
  community: string
  /** Room id. */
  room: string
  /** Topic id. */
  topic: string
  /** Whether it is settled afterwards. */
  on: boolean
};

/** Topics of a room, open ones first, those with the latest message first. */
export type TopicsQuery = {
  /** Community id. */
  community: string
  /** Room id. */
  room: string
  /** `next` of the page before. */
  after?: string | null
  /** At most 100. */
  limit: number
};

/** What a post, message or comment said from one moment on. */
export type Version = {
  /** When it was written, ms since 1970. */
  time_ms: number
  /** Its title; empty where it has none. */
  title: string
  /** Markdown. */
  text: string
  /** Tags of a post. */
  tags: Array<string>
};

/** I have been here: what is new is counted from now on. */
export type VisitMark = {
  /** Community id; null for all. */
  community?: string | null
  /** Up to which moment I saw everything, ms since 1970; null for now. Never goes back. */
  time_ms?: number | null
  /** Marks rooms, boards and what waits for me as read too. */
  all_read: boolean
};

/** Something that waits for me. */
export type Waiting = {
  /** Community id. */
  community: string
  /** What is expected. */
  kind: WaitingKind
  /** Message, comment, post or event id. */
  id: string
  /** The room of a message; the post or event of a comment. */
  parent: string | null
  /** The room's name, the post's or event's title. */
  title: string
  /** Who wrote it. */
  author_name: string
  /** Its beginning. */
  snippet: string
  /** When it was written, ms since 1970; of an event its start. */
  time_ms: number
  /** Which occurrence of a repeating event. */
  occurrence: string | null
};

/** Why something waits. */
export type WaitingKind = "mention" | "answer" | "event" | "announcement";

/** A beginning: `{local, tz}` at an hour, `{date}` for whole days. */
export type When = {
  /** `2026-12-01T18:00`, in `tz`. */
  local?: string | null
  /** IANA zone. */
  tz?: string | null
  /** `2026-12-01`. */
  date?: string | null
};

/** Every command with what goes in and what comes out. */
export interface Commands {
  /** How this node is doing. */
  status: { input: Empty; output: Status };
  /** Makes the person's recovery words, once. `conflict` where there is an identity already. */
  phrase_new: { input: PhraseNew; output: Phrase };
  /** Proves that the words were written down. */
  phrase_check: { input: PhraseCheck; output: PhraseChecked };
  /** What is new since my last visit, what waits for me, what is on today and tomorrow. */
  today: { input: TodayQuery; output: Today };
  /** Remembers that I was here: what is new is counted from then on. */
  visit_mark: { input: VisitMark; output: Empty };
  /** The communities of this person. */
  communities: { input: Empty; output: Page<Community> };
  /** Founds a community with a first room and a first board. */
  community_create: { input: CommunityCreate; output: Community };
  /** Makes a believable community of imaginary neighbours on this machine alone, to try things. `conflict` where there is one. */
  example_create: { input: ExampleCreate; output: Community };
  /** Removes the example community. */
  example_remove: { input: InCommunity; output: Empty };
  /** Makes an invitation. */
  invite_create: { input: InviteCreate; output: Invite };
  /** The invitations of a community, newest first. */
  invite_list: { input: InCommunity; output: Page<Invite> };
  /** Takes an invitation back. */
  invite_revoke: { input: InviteRevoke; output: Invite };
  /** What a pasted link, code, address or invitation file says, without asking anybody. */
  link_read: { input: LinkRead; output: LinkSays };
  /** What an invitation leads to, asked of a member before one gives a name. */
  invite_look: { input: InviteLook; output: Look };
  /** Starts joining by a link or code; answers at once and goes on by itself (subject `["join", id]`). */
  join_start: { input: JoinStart; output: Join };
  /** How far a join is. */
  join_status: { input: JoinRef; output: Join };
  /** Stops a join. */
  join_cancel: { input: JoinRef; output: Join };
  /** A person's profile in one community. */
  profile_get: { input: ProfileQuery; output: Profile };
  /** Writes my profile in one community. */
  profile_set: { input: ProfileSet; output: Profile };
  /** The members of a community, by name. */
  members: { input: MembersQuery; output: Page<Member> };
  /** The groups of a community, by name, also those that are put away. */
  groups: { input: InCommunity; output: Page<Group> };
  /** A group with its people. */
  group: { input: GroupRef; output: GroupPage };
  /** Founds a group; I am in it then. */
  group_create: { input: GroupCreate; output: Group };
  /** Changes what a group says: its founder, or a moderator. */
  group_edit: { input: GroupEdit; output: Group };
  /** Puts a group away, or brings it back: its founder, or a moderator. */
  group_archive: { input: GroupArchive; output: Group };
  /** Joins a group, or leaves it. */
  group_join: { input: GroupJoin; output: Group };
  /** Gives somebody another rank. */
  member_role: { input: MemberRole; output: Empty };
  /** Removes somebody; what they wrote stays, or goes from a moment on. */
  member_remove: { input: MemberRemove; output: Empty };
  /** Leaves a community; what is here stays readable. */
  community_leave: { input: InCommunity; output: Empty };
  /** Who waits at the door for a yes (subject `["invites", community]`). */
  join_requests: { input: InCommunity; output: Page<JoinRequest> };
  /** Lets somebody in who waits, or sends them away. */
  join_answer: { input: JoinAnswer; output: Empty };
  /** The rooms of a community, by name. */
  rooms: { input: InCommunity; output: Page<Room> };
  /** Opens a room. */
  room_create: { input: RoomCreate; output: Room };
  /** Lets a room notify me no more, or again. */
  room_mute: { input: RoomMute; output: Empty };
  /** Messages of a room, newest first. */
  messages: { input: MessagesQuery; output: Page<Message> };
  /** Writes a message. */
  message_write: { input: MessageWrite; output: Message };
  /** Changes my message. */
  message_edit: { input: MessageEdit; output: Message };
  /** Takes a message back. */
  message_delete: { input: MessageDelete; output: Message };
  /** Adds or takes away my emoji on a message. */
  message_react: { input: MessageReact; output: Message };
  /** The topics of a room: open ones first, those with the latest message first. */
  topics: { input: TopicsQuery; output: Page<Topic> };
  /** One topic. */
  topic: { input: TopicRef; output: Topic };
  /** Opens a topic in a room, perhaps from a message. */
  topic_create: { input: TopicCreate; output: Topic };
  /** Gives my topic another title. */
  topic_edit: { input: TopicEdit; output: Topic };
  /** Says that a topic is settled, or opens it again: its author, or a moderator. */
  topic_resolve: { input: TopicResolve; output: Topic };
  /** Keeps a message on top of its room, or no longer; moderators may. */
  message_pin: { input: MessagePin; output: Message };
  /** The messages that are kept on top of a room. */
  room_pins: { input: RoomRef; output: Page<Message> };
  /** The boards of a community, by name. */
  boards: { input: InCommunity; output: Page<Board> };
  /** Opens a board. */
  board_create: { input: BoardCreate; output: Board };
  /** Lets a board notify me no more, or again; what asks everybody to read it is told all the same. */
  board_mute: { input: BoardMute; output: Empty };
  /** Posts of a board or of all boards, newest first. */
  posts: { input: PostsQuery; output: Page<Post> };
  /** The posts that are kept on top of a board or of any, newest first. */
  post_pins: { input: PostPins; output: Page<Post> };
  /** Writes a post. */
  post_write: { input: PostWrite; output: Post };
  /** Changes my post. */
  post_edit: { input: PostEdit; output: Post };
  /** Takes a post back. */
  post_delete: { input: PostDelete; output: Post };
  /** Adds or takes away my emoji on a post. */
  post_react: { input: PostReact; output: Post };
  /** A post with its comments, oldest first. */
  thread: { input: ThreadQuery; output: Thread };
  /** Says that I have read a post, or takes it back. */
  post_acknowledge: { input: PostAcknowledge; output: Post };
  /** Who has read a post, and who has not. */
  post_readers: { input: PostRef; output: PostReaders };
  /** Marks the comment that answers my question, or none. */
  answer_accept: { input: AnswerAccept; output: Post };
  /** Closes a post or opens it again: its author, or a moderator. */
  post_close: { input: PostClose; output: Post };
  /** Keeps a post on top of its board, or no longer; moderators may. */
  post_pin: { input: PostPin; output: Post };
  /** What a post, message or comment said before, oldest first; the last is what it says now. */
  history: { input: HistoryQuery; output: Page<Version> };
  /** Writes a comment. */
  comment_write: { input: CommentWrite; output: Comment };
  /** Changes my comment. */
  comment_edit: { input: CommentEdit; output: Comment };
  /** Takes a comment back. */
  comment_delete: { input: CommentDelete; output: Comment };
  /** Adds or takes away my emoji on a comment. */
  comment_react: { input: CommentReact; output: Comment };
  /** The agenda between two moments, earliest first. */
  events: { input: EventsQuery; output: Page<EventRow> };
  /** An event's page. */
  event: { input: EventRef; output: EventPage };
  /** Writes an event. */
  event_create: { input: EventCreate; output: EventPage };
  /** Changes an event. */
  event_edit: { input: EventEdit; output: EventPage };
  /** Cancels an event; it stays visible as cancelled. */
  event_cancel: { input: EventRef; output: EventPage };
  /** Answers an event, or takes the answer back. */
  rsvp_set: { input: RsvpSet; output: EventPage };
  /** Changes one occurrence of a series. */
  occurrence_edit: { input: OccurrenceEdit; output: EventPage };
  /** Takes a slot of an event, asks to be replaced there, or gives it back. */
  slot_take: { input: SlotTake; output: EventPage };
  /** What was said about an event, oldest first. */
  event_comments: { input: EventRef; output: Page<Comment> };
  /** Writes a comment under an event. */
  event_comment: { input: EventComment; output: Comment };
  /** A community's calendar as an iCalendar file. */
  ics_export: { input: InCommunity; output: IcsText };
  /** The address under which a calendar program on this machine can subscribe to a community's agenda. */
  calendar_feed: { input: CalendarFeedQuery; output: CalendarFeed };
  /** Looks into an iCalendar file and, with `commit`, takes it over. */
  ics_import: { input: IcsImport; output: IcsImported };
  /** Searches everything on this device. */
  search: { input: SearchQuery; output: Page<Hit> };
  /** Remembers what was seen in a room or on a board. */
  mark_read: { input: MarkRead; output: Empty };
  /** What I was writing there. */
  draft_get: { input: DraftGet; output: Draft };
  /** Keeps what I am writing there; an empty text forgets it. */
  draft_set: { input: DraftSet; output: Empty };
  /** Settings of this device. */
  settings_get: { input: Empty; output: Settings };
  /** Changes the settings of this device. */
  settings_set: { input: Settings; output: Settings };
  /** The machines this one knows. */
  peers: { input: Empty; output: Page<Peer> };
  /** Dials an address. */
  peer_dial: { input: PeerDial; output: Empty };
  /** Refuses a machine, or no longer. */
  peer_block: { input: PeerBlock; output: Empty };
  /** Writes a community to a folder in an open format; answers at its end. `conflict` while another is being written. */
  export: { input: Export; output: Exported };
  /** How far the export is that is being written. */
  export_status: { input: Empty; output: ExportStatus };
  /** Stops the export that is being written: what is whole stays, nothing is half written. */
  export_stop: { input: Empty; output: Empty };
}
