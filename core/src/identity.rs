//! Who writes: phrases, persons, devices, and the certificates that tie a device to a person.
//!
//! ```text
//! 24 words ─► Seed ─► RootSecret i ─► RootKey ─► PersonId          one persona for each community
//!                        │ endorses (purpose cert-issuer)
//!                        ▼
//!                    Endorsement ── the device proves, naming the community (cert-device) ─► Certificate
//! ```
//!
//! At set-up sixteen personas are made and kept as a [`Reserve`]; seed and roots are then erased. Joining a community takes
//! the next one. Every signature of the protocol is over `"afo/v1/sig/<purpose>" ‖ 0 ‖ community ‖ canonical CBOR`
//! ([`Purpose`]), so that none can be taken for another.

mod certificate;
mod device;
mod person;
mod phrase;
mod reserve;
mod signature;

pub use certificate::{Certificate, CertificateError, Endorsement, Issuer, KEM_X25519};
pub use device::{DeviceKeys, DevicePublic, SealingSecret};
pub use person::RootSecret;
pub use phrase::{PHRASE_WORDS, PhraseError, PhraseLanguage, Seed};
pub use reserve::{Persona, RESERVE_SIZE, Reserve};
pub use signature::{Purpose, RootKey, Signature, SignatureError, SigningKey, statement, verify};
