//! Where the key of the store is kept: the system's keychain, or a file beside the data.
//!
//! `key.json` in the data folder says which of the two was chosen at the first start, so that a keychain that is locked
//! today is never answered with a new key. It holds no secret: a random name and a check value of the key.
//!
//! | at the start | the key comes from |
//! | --- | --- |
//! | `--key-file FILE` | that file; made where this data folder has no key yet |
//! | first start | the keychain; where there is none or `AFO_KEYCHAIN=file`: `store.key` beside the data |
//! | later | where it was put the first time |

use crate::view::KeySource;
use data_encoding::BASE32_NOPAD;
use rand::TryRng;
use rand::rngs::SysRng;
use serde::{Deserialize, Serialize};
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use zeroize::{Zeroize, Zeroizing};

/// Name under which the system's keychain shows our entries.
const SERVICE: &str = "org.allforone.app";
/// File in the data folder that says where the key is.
const RECORD_FILE: &str = "key.json";
/// Key file where none is named.
const KEY_FILE: &str = "store.key";
/// Length of a key, in bytes.
const KEY_BYTES: usize = 32;

/// The key of the store, 32 bytes; wiped when dropped.
pub struct StoreSecret(Zeroizing<[u8; KEY_BYTES]>);

impl StoreSecret {
    /// Returns the bytes.
    #[must_use]
    pub fn bytes(&self) -> &[u8; KEY_BYTES] {
        &self.0
    }

    fn random() -> Result<Self, KeyError> {
        let mut bytes = Zeroizing::new([0; KEY_BYTES]);
        SysRng.try_fill_bytes(bytes.as_mut()).map_err(|error| KeyError::Io("chance", io::Error::other(error)))?;
        Ok(Self(bytes))
    }

    /// Reads a key from its file form: lower-case base32 in one line.
    fn from_text(text: &str) -> Option<Self> {
        let mut decoded = BASE32_NOPAD.decode(text.trim().to_ascii_uppercase().as_bytes()).ok()?;
        let key = Self::from_slice(&decoded);
        decoded.zeroize();
        key
    }

    fn from_slice(bytes: &[u8]) -> Option<Self> {
        Some(Self(Zeroizing::new(bytes.try_into().ok()?)))
    }

    /// Returns a public value by which the right key is told from a wrong one; 8 bytes do not help to guess 32.
    fn check(&self) -> String {
        let hash = blake3::derive_key("afo/v1/store-key-check", self.bytes());
        data_encoding::HEXLOWER.encode(hash.first_chunk::<8>().expect("a hash has 32 bytes"))
    }
}

/// Why there is no key.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// The key was put somewhere at the first start and is not there now.
    #[error("the key of this data is not in {0}; unlock or restore it, nothing was changed")]
    Missing(String),
    /// What is there is not the key of this data.
    #[error("what {0} holds is not the key of this data; nothing was changed")]
    Wrong(String),
    /// A file cannot be read or written.
    #[error("{0} cannot be read or written")]
    Io(&'static str, #[source] io::Error),
}

/// Finds the key of the data in `folder`, or makes it where there is none yet; says on stderr where it is kept.
///
/// - `key_file`: what `--key-file` says.
/// - The system's keychain may ask the person to unlock it; this waits.
///
/// # Errors
/// [`KeyError`]; nothing was changed then.
pub fn store_key(folder: &Path, key_file: Option<&Path>) -> Result<(StoreSecret, KeySource), KeyError> {
    let system: Box<dyn Keychain> = match std::env::var_os("AFO_KEYCHAIN") {
        Some(choice) if choice == "file" => Box::new(NoKeychain),
        _ => Box::new(SystemKeychain),
    };
    let (key, place) = find_or_make(folder, key_file, system.as_ref())?;
    match &place {
        Place::System { .. } => tracing::info!("the key of the data is kept in the system's keychain"),
        Place::File(path) => tracing::warn!(
            "the key of the data is kept in the file {}, readable by its owner only: who can read that file can read the data",
            path.display()
        ),
    }
    let source = if matches!(place, Place::System { .. }) { KeySource::System } else { KeySource::File };
    Ok((key, source))
}

enum Place {
    System { name: String },
    File(PathBuf),
}

/// What `key.json` holds.
#[derive(Serialize, Deserialize)]
struct Record {
    /// Random name of the entry in the keychain; absent where the key is in a file.
    name: Option<String>,
    /// [`StoreSecret::check`] of the key.
    check: String,
}

fn find_or_make(folder: &Path, key_file: Option<&Path>, system: &dyn Keychain) -> Result<(StoreSecret, Place), KeyError> {
    let file = key_file.map_or_else(|| folder.join(KEY_FILE), Path::to_path_buf);
    match read_record(folder)? {
        Some(record) => find(&record, key_file.is_some(), file, system),
        None => make(folder, key_file.is_some(), file, system),
    }
}

fn find(record: &Record, file_named: bool, file: PathBuf, system: &dyn Keychain) -> Result<(StoreSecret, Place), KeyError> {
    let (bytes, place) = match &record.name {
        Some(name) if !file_named => {
            (system.get(name).and_then(|bytes| StoreSecret::from_slice(&bytes)), Place::System { name: name.clone() })
        }
        _ => (read_key_file(&file)?, Place::File(file)),
    };
    let shown = match &place {
        Place::System { name } => format!("the system's keychain (entry {SERVICE}, {name})"),
        Place::File(path) => format!("the key file {}", path.display()),
    };
    match bytes {
        Some(key) if key.check() == record.check => Ok((key, place)),
        Some(_) => Err(KeyError::Wrong(shown)),
        None => Err(KeyError::Missing(shown)),
    }
}

/// Makes the key, or takes the one that the named file has already; the record is written last.
fn make(folder: &Path, file_named: bool, file: PathBuf, system: &dyn Keychain) -> Result<(StoreSecret, Place), KeyError> {
    if let Some(key) = read_key_file(&file)? {
        write_record(folder, &Record { name: None, check: key.check() })?;
        return Ok((key, Place::File(file)));
    }
    let key = StoreSecret::random()?;
    let name = StoreSecret::random()?.check();
    if !file_named && system.put(&name, key.bytes()) && system.get(&name).is_some_and(|bytes| bytes.as_slice() == key.bytes()) {
        write_record(folder, &Record { name: Some(name.clone()), check: key.check() })?;
        return Ok((key, Place::System { name }));
    }
    let mut text = BASE32_NOPAD.encode(key.bytes()).to_ascii_lowercase();
    let written = write_private(&file, text.as_bytes());
    text.zeroize();
    written.map_err(|error| KeyError::Io("the key file", error))?;
    write_record(folder, &Record { name: None, check: key.check() })?;
    Ok((key, Place::File(file)))
}

fn read_key_file(path: &Path) -> Result<Option<StoreSecret>, KeyError> {
    match fs::read_to_string(path) {
        Ok(mut text) => {
            let key = StoreSecret::from_text(&text);
            text.zeroize();
            key.map(Some).ok_or_else(|| KeyError::Wrong(format!("the key file {}", path.display())))
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(KeyError::Io("the key file", error)),
    }
}

fn read_record(folder: &Path) -> Result<Option<Record>, KeyError> {
    match fs::read(folder.join(RECORD_FILE)) {
        Ok(bytes) => serde_json::from_slice(&bytes).map(Some).map_err(|error| KeyError::Io(RECORD_FILE, error.into())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(KeyError::Io(RECORD_FILE, error)),
    }
}

fn write_record(folder: &Path, record: &Record) -> Result<(), KeyError> {
    let bytes = serde_json::to_vec(record).map_err(|error| KeyError::Io(RECORD_FILE, error.into()))?;
    let next = folder.join("key.json.next");
    // What an earlier start left half written is no record yet.
    let _ = fs::remove_file(&next);
    write_private(&next, &bytes)
        .and_then(|()| fs::rename(&next, folder.join(RECORD_FILE)))
        .and_then(|()| sync_folder(folder))
        .map_err(|error| KeyError::Io(RECORD_FILE, error))
}

/// Makes the renaming durable: a record that is lost after a power cut would be answered with a new key.
fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) { fs::File::open(folder)?.sync_all() } else { Ok(()) }
}

/// Writes a new file that only its owner may read (mode 0600), durably.
fn write_private(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// A place of the system for secrets.
trait Keychain {
    /// Returns the secret, or `None` where it is absent or out of reach.
    fn get(&self, name: &str) -> Option<Zeroizing<Vec<u8>>>;
    /// Keeps a secret; false where that is not possible here.
    fn put(&self, name: &str, secret: &[u8]) -> bool;
}

/// The keychain of the operating system: Secret Service, Keychain, Credential Manager.
struct SystemKeychain;

impl Keychain for SystemKeychain {
    fn get(&self, name: &str) -> Option<Zeroizing<Vec<u8>>> {
        let secret = keyring::Entry::new(SERVICE, name).and_then(|entry| entry.get_secret());
        secret.map(Zeroizing::new).inspect_err(|error| tracing::debug!("no key in the keychain: {error}")).ok()
    }

    fn put(&self, name: &str, secret: &[u8]) -> bool {
        let put = keyring::Entry::new(SERVICE, name).and_then(|entry| entry.set_secret(secret));
        put.inspect_err(|error| tracing::info!("no keychain here: {error}")).is_ok()
    }
}

/// Where no keychain is wanted.
struct NoKeychain;

impl Keychain for NoKeychain {
    fn get(&self, _name: &str) -> Option<Zeroizing<Vec<u8>>> {
        None
    }

    fn put(&self, _name: &str, _secret: &[u8]) -> bool {
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::RefCell;
    use std::collections::BTreeMap;

    /// A keychain in memory; locked, it says nothing.
    #[derive(Default)]
    struct Fake {
        secrets: RefCell<BTreeMap<String, Vec<u8>>>,
        locked: RefCell<bool>,
    }

    impl Keychain for Fake {
        fn get(&self, name: &str) -> Option<Zeroizing<Vec<u8>>> {
            if *self.locked.borrow() { None } else { self.secrets.borrow().get(name).cloned().map(Zeroizing::new) }
        }

        fn put(&self, name: &str, secret: &[u8]) -> bool {
            self.secrets.borrow_mut().insert(name.to_owned(), secret.to_vec());
            true
        }
    }

    fn folder() -> tempfile::TempDir {
        tempfile::tempdir().expect("a temporary folder")
    }

    fn key(found: Result<(StoreSecret, Place), KeyError>) -> [u8; KEY_BYTES] {
        *found.expect("there is a key").0.bytes()
    }

    #[test]
    fn without_a_keychain_the_key_is_in_a_file_of_the_owner() {
        let place = folder();
        let first = key(find_or_make(place.path(), None, &NoKeychain));
        assert_eq!(first, key(find_or_make(place.path(), None, &NoKeychain)), "the next start finds the same key");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = fs::metadata(place.path().join(KEY_FILE)).expect("the file is there").permissions().mode();
            assert_eq!(mode & 0o777, 0o600, "only its owner may read it");
        }
    }

    #[test]
    fn a_locked_keychain_is_never_answered_with_a_new_key() {
        let (place, system) = (folder(), Fake::default());
        let first = key(find_or_make(place.path(), None, &system));
        assert!(!place.path().join(KEY_FILE).exists(), "the key is in the keychain only");
        *system.locked.borrow_mut() = true;
        assert!(matches!(find_or_make(place.path(), None, &system), Err(KeyError::Missing(_))));
        assert!(matches!(find_or_make(place.path(), None, &NoKeychain), Err(KeyError::Missing(_))));
        *system.locked.borrow_mut() = false;
        assert_eq!(first, key(find_or_make(place.path(), None, &system)), "unlocked, the key is there again");
    }

    #[test]
    fn a_named_file_is_made_once_and_wins_over_the_keychain() {
        let (place, system) = (folder(), Fake::default());
        let file = place.path().join("elsewhere.key");
        let first = key(find_or_make(place.path(), Some(&file), &system));
        assert!(system.secrets.borrow().is_empty(), "nothing went to the keychain");
        assert_eq!(first, key(find_or_make(place.path(), Some(&file), &system)));
        let other = folder();
        assert_eq!(first, key(find_or_make(other.path(), Some(&file), &system)), "a file that is there is taken");
    }

    #[test]
    fn a_wrong_or_lost_key_file_is_said() {
        let place = folder();
        key(find_or_make(place.path(), None, &NoKeychain));
        let file = place.path().join(KEY_FILE);
        fs::write(&file, "not a key").expect("the file can be written");
        assert!(matches!(find_or_make(place.path(), None, &NoKeychain), Err(KeyError::Wrong(_))));
        fs::write(&file, BASE32_NOPAD.encode(&[7; KEY_BYTES])).expect("the file can be written");
        assert!(matches!(find_or_make(place.path(), None, &NoKeychain), Err(KeyError::Wrong(_))), "another key does not open it");
        fs::remove_file(&file).expect("the file can be removed");
        assert!(matches!(find_or_make(place.path(), None, &NoKeychain), Err(KeyError::Missing(_))), "and no new one is made");
    }
}
