//! Removes unused exports of the panel.

use anyhow::Result;
use wasm_encoder::reencode::{Reencode, RoundtripReencoder};
use wasm_encoder::{ExportSection, Module, RawSection};
use wasmparser::{Parser, Payload};

/// Exports of `wasm-streams` for byte streams, which `gloo-net` could send. The panel sends none,
/// but exports keep their code and everything it needs alive.
const STREAMS: &str = "intounderlying";

/// The module without these exports.
pub fn without_streams(wasm: &[u8]) -> Result<Vec<u8>> {
    let mut module = Module::new();
    for payload in Parser::new(0).parse_all(wasm) {
        let payload = payload?;
        if let Payload::ExportSection(section) = &payload {
            let mut exports = ExportSection::new();
            for export in section.clone() {
                let export = export?;
                if !export.name.contains(STREAMS) {
                    let kind = RoundtripReencoder.export_kind(export.kind)?;
                    exports.export(export.name, kind, export.index);
                }
            }
            module.section(&exports);
        } else if let Some((id, range)) = payload.as_section() {
            let data = &wasm[usize::try_from(range.start)?..usize::try_from(range.end)?];
            module.section(&RawSection { id, data });
        }
    }
    Ok(module.finish())
}

#[cfg(test)]
mod tests {
    use wasm_encoder::{
        CodeSection, ExportKind, ExportSection, Function, FunctionSection, Module, TypeSection,
    };

    use super::*;

    #[test]
    fn only_streams_are_taken_away() {
        let mut module = Module::new();
        let (mut types, mut functions) = (TypeSection::new(), FunctionSection::new());
        let (mut exports, mut code) = (ExportSection::new(), CodeSection::new());
        types.ty().function([], []);
        functions.function(0);
        exports.export("start", ExportKind::Func, 0);
        exports.export("intounderlyingsource_pull", ExportKind::Func, 0);
        let mut body = Function::new([]);
        body.instructions().end();
        code.function(&body);
        module
            .section(&types)
            .section(&functions)
            .section(&exports)
            .section(&code);
        let kept = without_streams(&module.finish()).unwrap();
        let has = |name: &[u8]| kept.windows(name.len()).any(|it| it == name);
        assert!(has(b"start") && !has(b"intounderlying"));
    }
}
