//! What the engine of the page is told before it starts (Linux).

use gtk::glib;

/// Memory of the machine as the engine is to believe it, in bytes. From it JavaScriptCore reckons how far its heap may grow
/// before it cleans up: on a machine with plenty it lets the waste stand. Measured in docs/performance.md, "The window".
const SUPPOSED_MEMORY: &str = "268435456";
/// Where JavaScriptCore reads it.
const SUPPOSED_MEMORY_OPTION: &str = "JSC_forceRAMSize";

/// Tells the engine to clean up early, unless whoever started the program said otherwise. To be called before any other
/// thread begins and before the window opens: the engine's processes inherit it.
pub(crate) fn spare_memory() {
    if let Err(error) = glib::setenv(SUPPOSED_MEMORY_OPTION, SUPPOSED_MEMORY, false) {
        // It works all the same, and takes more.
        tracing::warn!("the engine of the page is not told to spare memory: {error}");
    }
}
