//! No two modules of a crate import each other, directly or in a circle, except a parent and its
//! children (`docs/architecture.md`).

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use petgraph::{algo::tarjan_scc, graphmap::DiGraphMap};
use syn::visit::{self, Visit};

/// A module's path below the crate's root: `["delivery", "worker"]`.
type Module = Vec<String>;

#[test]
fn no_two_modules_import_each_other() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let crates = [
        "src",
        "crates/contract/src",
        "crates/proxy/src",
        "crates/sandbox/src",
        "xtask/src",
    ];
    let circles: Vec<String> = crates
        .iter()
        .flat_map(|name| circles_of(&root.join(name), name))
        .collect();
    assert!(
        circles.is_empty(),
        "circles of modules:\n{}",
        circles.join("\n")
    );
}

#[test]
fn a_circle_is_found_and_a_child_that_uses_its_parent_is_none() {
    let modules = BTreeMap::from([
        (path("a"), "use crate::b::Thing;".to_owned()),
        (path("b"), "fn f() { crate::c::g() }".to_owned()),
        (path("c"), "use super::a::{self, Other};".to_owned()),
        (
            path("a::child"),
            "use super::Other; use crate::d;".to_owned(),
        ),
        (path("d"), String::new()),
    ]);
    assert_eq!(circles(&modules), [["a", "b", "c"].map(path)]);
}

fn path(text: &str) -> Module {
    text.split("::").map(str::to_owned).collect()
}

fn circles_of(src: &Path, name: &str) -> Vec<String> {
    let mut files = Vec::new();
    collect(src, &mut files);
    let modules = files
        .iter()
        .map(|file| {
            (
                module_of(file.strip_prefix(src).unwrap()),
                fs::read_to_string(file).unwrap(),
            )
        })
        .collect();
    let shown = |module: &Module| format!("{name}: {}", module.join("::"));
    circles(&modules)
        .iter()
        .map(|circle| circle.iter().map(shown).collect::<Vec<_>>().join(" <-> "))
        .collect()
}

fn collect(directory: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        let is_tests = path.file_stem().is_some_and(|name| name == "tests");
        match path.extension() {
            _ if is_tests => {}
            None if path.is_dir() => collect(&path, files),
            Some(extension) if extension == "rs" => files.push(path),
            _ => {}
        }
    }
}

/// `delivery/worker.rs` and `delivery/worker/mod.rs` are `delivery::worker`.
fn module_of(file: &Path) -> Module {
    let mut module: Module = file
        .with_extension("")
        .iter()
        .map(|part| part.to_str().unwrap().to_owned())
        .collect();
    if matches!(module.last().unwrap().as_str(), "mod" | "lib" | "main") {
        module.pop();
    }
    module
}

/// The cycles among modules, given by their source texts.
fn circles(modules: &BTreeMap<Module, String>) -> Vec<Vec<Module>> {
    let numbers: Vec<&Module> = modules.keys().collect();
    let mut graph = DiGraphMap::<usize, ()>::new();
    for (from, (module, text)) in modules.iter().enumerate() {
        for used in uses(module, text) {
            // The longest prefix of the path that is a module.
            let target = (0..=used.len()).rev().find_map(|length| {
                let prefix = used[..length].to_vec();
                numbers.binary_search(&&prefix).ok()
            });
            if let Some(to) = target
                && !is_family(module, numbers[to])
            {
                graph.add_edge(from, to, ());
            }
        }
    }
    let mut circles: Vec<Vec<Module>> = tarjan_scc(&graph)
        .into_iter()
        .filter(|circle| circle.len() > 1)
        .map(|circle| {
            circle
                .into_iter()
                .map(|number| numbers[number].clone())
                .collect()
        })
        .collect();
    circles.iter_mut().for_each(|circle| circle.sort());
    circles
}

/// Whether one module equals or contains the other.
fn is_family(one: &Module, other: &Module) -> bool {
    one.starts_with(other) || other.starts_with(one)
}

/// Every path of this crate that the module's code uses, tests excluded.
fn uses(module: &Module, text: &str) -> BTreeSet<Module> {
    let mut paths = Paths {
        module,
        found: BTreeSet::new(),
    };
    paths.visit_file(&syn::parse_file(text).unwrap());
    paths.found
}

struct Paths<'a> {
    module: &'a Module,
    found: BTreeSet<Module>,
}

impl Paths<'_> {
    /// Records a path that begins with `crate`, `super` or `self`.
    fn note(&mut self, path: &[String]) {
        let (mut base, mut rest) = match path.split_first() {
            Some((first, rest)) if first == "crate" => (Module::new(), rest),
            Some((first, _)) if first == "super" || first == "self" => (self.module.clone(), path),
            _ => return,
        };
        while let Some((first, further)) = rest.split_first() {
            match first.as_str() {
                "self" => {}
                "super" => drop(base.pop()),
                _ => break,
            }
            rest = further;
        }
        base.extend_from_slice(rest);
        self.found.insert(base);
    }

    fn note_tree(&mut self, tree: &syn::UseTree, mut before: Module) {
        match tree {
            syn::UseTree::Path(path) => {
                before.push(path.ident.to_string());
                self.note_tree(&path.tree, before);
            }
            syn::UseTree::Group(group) => {
                group
                    .items
                    .iter()
                    .for_each(|tree| self.note_tree(tree, before.clone()));
            }
            syn::UseTree::Name(name) => {
                before.extend((name.ident != "self").then(|| name.ident.to_string()));
                self.note(&before);
            }
            syn::UseTree::Rename(rename) => {
                before.push(rename.ident.to_string());
                self.note(&before);
            }
            syn::UseTree::Glob(_) => self.note(&before),
        }
    }
}

impl<'ast> Visit<'ast> for Paths<'_> {
    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        self.note_tree(&item.tree, Module::new());
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let names: Module = path
            .segments
            .iter()
            .map(|part| part.ident.to_string())
            .collect();
        self.note(&names);
        visit::visit_path(self, path);
    }

    /// Inline modules are tests.
    fn visit_item_mod(&mut self, _: &'ast syn::ItemMod) {}
}
