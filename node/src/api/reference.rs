//! Prints `docs/api.md`.

use super::typescript::Types;
use crate::command::{CommandVisitor, visit_commands};
use crate::error::{ErrorCode, NodeError};
use crate::notice::Notice;
use std::fmt::Write as _;
use ts_rs::{TS, TypeVisitor};

/// Returns the reference of the local API as Markdown: commands, errors, events, types.
#[must_use]
pub fn reference() -> String {
    let mut printer = Printer { types: Types::new(), rows: String::new() };
    visit_commands(&mut printer);
    printer.types.visit::<Notice>();
    printer.types.visit::<NodeError>();
    let mut text = String::from(OPENING);
    text.push_str("\n## Commands\n\n| command | input | output | what |\n| --- | --- | --- | --- |\n");
    text.push_str(&printer.rows);
    text.push_str("\n## Errors\n\n| status | code | sentence |\n| --- | --- | --- |\n");
    for code in ErrorCode::ALL {
        let name = serde_json::to_string(code).unwrap_or_default();
        writeln!(text, "| {} | `{}` | {} |", code.status().as_u16(), name.trim_matches('"'), code.sentence())
            .expect("a String takes every write");
    }
    text.push_str("\n## Types\n\n```ts\n");
    for declaration in printer.types.declarations.values() {
        text.push_str(declaration);
        text.push_str("\n\n");
    }
    text.truncate(text.trim_end().len());
    text.push_str("\n```\n");
    text
}

struct Printer {
    types: Types,
    rows: String,
}

impl CommandVisitor for Printer {
    fn visit<I: TS + 'static, O: TS + 'static>(&mut self, name: &'static str, doc: &'static str) {
        self.types.visit::<I>();
        self.types.visit::<O>();
        let (input, output) = (I::name(&self.types.config), O::name(&self.types.config));
        writeln!(self.rows, "| `{name}` | `{input}` | `{output}` | {} |", doc.trim().replace('\n', " "))
            .expect("a String takes every write");
    }
}

const OPENING: &str = "\
# The local API

Generated from `node/src/command.rs` by `UPDATE=1 cargo test -p allforone-node generated`; a test holds it. Do not edit.

A node listens on the loopback address only. It prints its address and a token when it is ready.

```sh
allforone-node --data DIR        # {\"ready\":1,\"api\":\"http://127.0.0.1:4599\",\"token\":\"…\",\"url\":…}
curl -H \"Authorization: Bearer $TOKEN\" -d '{}' http://127.0.0.1:4599/api/rpc/status
```

- `POST /api/rpc/{command}` takes and answers JSON; an input is an object, and a field the command does not know is refused.
- Ids are lower-case base32 without padding. Times are milliseconds since 1970 (UTC). Lists are `{items, next}`.
- A write answers when it is durable. A body is at most 1 MiB.
- `Host` has to be the loopback address, `Origin` (where there is one) the same.
- An error is `{\"code\", \"message\", \"details\"?}` with the status below.
- `GET /api/events` is a WebSocket with the subprotocols `afo, TOKEN`. It begins with a `status` frame; `changed` frames come
  at most every 50 ms and name at most 64 subjects, else `[\"all\"]`. Whoever sees a gap in `seq`, or connects anew, drops what
  it had cached. A reader that does not keep up is disconnected.
- In the window the same commands travel as the Tauri command `rpc {command, input}`, events over a channel.
";
