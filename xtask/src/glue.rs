//! Short names for the functions that wasm-bindgen imports: every name contains a hash, which does
//! not compress, and is downloaded twice, in the module and in its script.

use std::borrow::Cow;
use std::collections::HashMap;

use anyhow::Result;
use regex::{Captures, Regex};
use wasm_encoder::reencode::{Reencode, RoundtripReencoder};
use wasm_encoder::{ImportSection, Module, RawSection, SectionId};
use wasmparser::{Parser, Payload};

/// The short name of each import.
pub struct Glue {
    long: Regex,
    short: HashMap<String, String>,
}

impl Glue {
    /// Reads the import names of wasm-bindgen's module.
    pub fn of(module: &[u8]) -> Result<Self> {
        let long = Regex::new(r"\b__(?:wbg|wbindgen)_\w*?[0-9a-f]{16}\b")?;
        let mut short = HashMap::new();
        for payload in Parser::new(0).parse_all(module) {
            if let Payload::ImportSection(section) = payload? {
                for import in section.into_imports() {
                    let name = import?.name;
                    let next = format!("_{}", short.len());
                    if long.is_match(name) {
                        short.entry(name.to_owned()).or_insert(next);
                    }
                }
            }
        }
        Ok(Self { long, short })
    }

    /// The script with short names, without comments and indentation.
    pub fn shorten_script(&self, script: &str) -> Result<String> {
        let renamed = self.long.replace_all(script, |name: &Captures<'_>| {
            self.short_name(&name[0]).into_owned()
        });
        let comments = Regex::new(r"(?s)/\*.*?\*/")?
            .replace_all(&renamed, "")
            .into_owned();
        let lines = comments.lines().map(str::trim);
        let lines = lines.filter(|line| !line.is_empty() && !line.starts_with("//"));
        Ok(lines.collect::<Vec<_>>().join("\n"))
    }

    /// The module with short names and without custom sections: wasm-bindgen leaves the names of
    /// all functions, a third of the file.
    pub fn shorten_module(&self, wasm: &[u8]) -> Result<Vec<u8>> {
        let mut module = Module::new();
        for payload in Parser::new(0).parse_all(wasm) {
            let payload = payload?;
            if let Payload::ImportSection(section) = &payload {
                let mut imports = ImportSection::new();
                for import in section.clone().into_imports() {
                    let import = import?;
                    let ty = RoundtripReencoder.entity_type(import.ty)?;
                    imports.import(import.module, &self.short_name(import.name), ty);
                }
                module.section(&imports);
            } else if let Some((id, range)) = payload.as_section()
                && id != SectionId::Custom as u8
            {
                let data = &wasm[usize::try_from(range.start)?..usize::try_from(range.end)?];
                module.section(&RawSection { id, data });
            }
        }
        Ok(module.finish())
    }

    fn short_name<'a>(&'a self, name: &'a str) -> Cow<'a, str> {
        Cow::Borrowed(self.short.get(name).map_or(name, String::as_str))
    }
}

#[cfg(test)]
mod tests {
    use wasm_encoder::{EntityType, ImportSection, Module, TypeSection};

    use super::Glue;

    const SCRIPT: &str = "/** says it */\n  __wbg_log_0123456789abcdef: function(a) {\n    // why\n    \
                          wasm.__wbg_free(a);\n  },\n  __wbg_kept_0123456789abcdee: 1";

    #[test]
    fn every_imported_name_with_a_hash_becomes_a_short_one() {
        let (mut module, mut types, mut imports) =
            (Module::new(), TypeSection::new(), ImportSection::new());
        types.ty().function([], []);
        imports.import(
            "./a.js",
            "__wbg_log_0123456789abcdef",
            EntityType::Function(0),
        );
        module.section(&types).section(&imports);
        let module = module.finish();
        let glue = Glue::of(&module).unwrap();
        let script = glue.shorten_script(SCRIPT).unwrap();
        assert_eq!(
            script,
            "_0: function(a) {\nwasm.__wbg_free(a);\n},\n__wbg_kept_0123456789abcdee: 1"
        );
        let short = glue.shorten_module(&module).unwrap();
        assert!(short.windows(3).any(|it| it == b"\x02_0"));
        assert!(short.len() < module.len());
    }
}
