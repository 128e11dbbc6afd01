//! What the command line says.

use allforone_node::config::default_data_dir;
use clap::Parser;
use std::path::{Path, PathBuf};

/// The window's command line.
#[derive(Debug, Parser)]
#[command(name = "allforone", version, about = "AllForOne: your communities, on your own machine.")]
pub(crate) struct Args {
    /// Folder that holds everything of this person.
    #[arg(long, value_name = "DIR", default_value_os_t = default_data_dir())]
    pub(crate) data: PathBuf,
    /// Start behind the tray icon, without a window, where there is a tray.
    #[arg(long)]
    pub(crate) background: bool,
    /// An invitation to open: `allforone://join/…`.
    #[arg(value_name = "LINK")]
    pub(crate) link: Option<String>,
}

impl Args {
    /// Returns the bus name under which a second start with the same data folder finds this one.
    ///
    /// The usual folder has the plain name; any other adds 16 hex characters of its path's hash.
    pub(crate) fn instance_name(&self) -> String {
        let Some(data) = self.unusual_data() else { return IDENTIFIER.to_owned() };
        let hash = data.to_string_lossy().bytes().fold(FNV_OFFSET, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(FNV_PRIME));
        format!("{IDENTIFIER}.d{hash:016x}")
    }

    /// Returns the arguments of a start with the computer, quoted as a desktop entry's `Exec` wants it
    /// (Desktop Entry Specification, "The Exec key").
    pub(crate) fn at_login(&self) -> Vec<String> {
        let mut line = vec!["--background".to_owned()];
        if let Some(data) = self.unusual_data() {
            line.extend(["--data".to_owned(), quoted(&data.to_string_lossy())]);
        }
        line
    }

    /// Returns the data folder, absolute, where it is not the usual one.
    fn unusual_data(&self) -> Option<PathBuf> {
        let absolute = |path: &Path| std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
        let data = absolute(&self.data);
        (data != absolute(&default_data_dir())).then_some(data)
    }
}

/// Quotes an argument. macOS takes arguments one by one, and as they are.
fn quoted(text: &str) -> String {
    if cfg!(target_os = "macos") {
        return text.to_owned();
    }
    if cfg!(windows) {
        return format!("\"{text}\"");
    }
    let mut quoted = String::from('"');
    for letter in text.chars() {
        match letter {
            // Read twice: as a string of the file, then as an argument.
            '\\' => quoted.push_str(r"\\\\"),
            '"' | '`' | '$' => quoted.extend([r"\\", letter.encode_utf8(&mut [0; 4])]),
            '%' => quoted.push_str("%%"),
            other => quoted.push(other),
        }
    }
    quoted.push('"');
    quoted
}

/// The program's name for the system; the same as in `tauri.conf.json`.
const IDENTIFIER: &str = "org.allforone.app";
// FNV-1a: told folders apart is all that is asked here.
const FNV_OFFSET: u64 = 0xcbf2_9ce4_8422_2325;
const FNV_PRIME: u64 = 0x0100_0000_01b3;

#[cfg(test)]
mod tests {
    use super::*;

    fn args(line: &[&str]) -> Args {
        Args::try_parse_from(std::iter::once("allforone").chain(line.iter().copied())).expect("the line is understood")
    }

    #[test]
    fn each_data_folder_has_its_own_instance() {
        let (usual, one, other) = (args(&[]), args(&["--data", "/one"]), args(&["--data", "/other"]));
        assert_eq!(usual.instance_name(), IDENTIFIER);
        assert_ne!(one.instance_name(), other.instance_name());
        assert_eq!(one.instance_name(), args(&["--data", "/one", "allforone://join/x"]).instance_name());
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn a_start_with_the_computer_finds_the_same_folder() {
        assert_eq!(args(&[]).at_login(), ["--background"]);
        assert_eq!(args(&["--data", "/my data/100 %"]).at_login(), ["--background", "--data", "\"/my data/100 %%\""]);
        assert_eq!(args(&["--data", "/a$b"]).at_login().last().map(String::as_str), Some(r#""/a\\$b""#));
    }
}
