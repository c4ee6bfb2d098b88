//! Keeps one of several functions that do the same. The compiler writes many of them: for types that look alike in memory, and in
//! every crate anew. Two do the same if they are of one type and their code is the same but for calls to functions that do the same.

use std::collections::BTreeMap;

use anyhow::{Context, Result, anyhow};
use wasm_encoder::reencode::{Error, Reencode};
use wasm_encoder::{CodeSection, Encode, FunctionSection, Module};
use wasmparser::{FunctionBody, FunctionSectionReader, Parser, Payload, TypeRef};

/// The same program without functions that another can stand for. It must not carry names.
pub(crate) fn merge(wasm: &[u8]) -> Result<Vec<u8>> {
    let program = Functions::read(wasm)?;
    let classes = program.classes()?;
    // Of each class the first function stays; what stays is numbered anew.
    let mut number_of_class: BTreeMap<u32, u32> = BTreeMap::new();
    let mut kept = Vec::with_capacity(classes.len());
    let mut numbers = Vec::with_capacity(classes.len());
    for class in classes {
        let next = u32::try_from(number_of_class.len())?;
        let number = *number_of_class.entry(class).or_insert(next);
        kept.push(number == next);
        numbers.push(number);
    }
    let imported = usize::try_from(program.imported)?;
    let kept = kept.get(imported..).unwrap_or_default();
    let mut module = Module::new();
    let mut renumber = Renumber { numbers: &numbers, kept, bodies: 0 };
    renumber.parse_core_module(&mut module, Parser::new(0), wasm).map_err(|e| anyhow!("renumbering: {e}"))?;
    Ok(module.finish())
}

struct Functions<'w> {
    imported: u32,
    types: Vec<u32>,
    bodies: Vec<FunctionBody<'w>>,
}

impl<'w> Functions<'w> {
    fn read(wasm: &'w [u8]) -> Result<Self> {
        let mut read = Self { imported: 0, types: Vec::new(), bodies: Vec::new() };
        for payload in Parser::new(0).parse_all(wasm) {
            match payload.context("reading the wasm")? {
                Payload::ImportSection(imports) => {
                    for import in imports.into_imports() {
                        read.imported += u32::from(matches!(import?.ty, TypeRef::Func(_)));
                    }
                }
                Payload::FunctionSection(types) => {
                    read.types = types.into_iter().collect::<Result<_, _>>()?;
                }
                Payload::CodeSectionEntry(body) => read.bodies.push(body),
                _ => {}
            }
        }
        Ok(read)
    }

    /// Which functions do the same, by their class: all are taken for one at first, and told apart until nothing more differs.
    fn classes(&self) -> Result<Vec<u32>> {
        let all = usize::try_from(self.imported)? + self.bodies.len();
        let mut classes: Vec<u32> = (0..self.imported).collect();
        classes.resize(all, self.imported);
        let mut count = 0;
        loop {
            let mut known: BTreeMap<(u32, u32, Vec<u8>), u32> = BTreeMap::new();
            let mut next: Vec<u32> = (0..self.imported).collect();
            for ((body, ty), class) in
                self.bodies.iter().zip(&self.types).zip(classes.iter().skip(next.len()))
            {
                let mut code = CodeSection::new();
                Renumber { numbers: &classes, kept: &[true], bodies: 0 }
                    .parse_function_body(&mut code, body.clone())
                    .map_err(|e| anyhow!("reading a function: {e}"))?;
                let new = self.imported + u32::try_from(known.len())?;
                let mut bytes = Vec::new();
                code.encode(&mut bytes);
                next.push(*known.entry((*class, *ty, bytes)).or_insert(new));
            }
            classes = next;
            if known.len() == count {
                return Ok(classes);
            }
            count = known.len();
        }
    }
}

/// Writes a program with other numbers for its functions.
struct Renumber<'a> {
    /// The new number of each.
    numbers: &'a [u32],
    /// Which of those that are not imported stay.
    kept: &'a [bool],
    /// How many bodies have been gone through.
    bodies: usize,
}

impl Reencode for Renumber<'_> {
    type Error = std::convert::Infallible;

    fn function_index(&mut self, function: u32) -> Result<u32, Error> {
        let number = usize::try_from(function).ok().and_then(|function| self.numbers.get(function));
        Ok(number.copied().unwrap_or(function))
    }

    fn parse_function_section(
        &mut self,
        functions: &mut FunctionSection,
        section: FunctionSectionReader<'_>,
    ) -> Result<(), Error> {
        for (ty, kept) in section.into_iter().zip(self.kept) {
            let ty = ty?;
            if *kept {
                functions.function(ty);
            }
        }
        Ok(())
    }

    fn parse_function_body(&mut self, code: &mut CodeSection, body: FunctionBody<'_>) -> Result<(), Error> {
        let kept = self.kept.get(self.bodies).copied();
        self.bodies += 1;
        if kept == Some(true) {
            wasm_encoder::reencode::utils::parse_function_body(self, code, body)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_encoder::{
        ExportKind, ExportSection, Function, ImportSection, Instruction, TypeSection, ValType,
    };

    /// A program of functions `() -> i32`, each a number or a call.
    fn program(bodies: &[Instruction<'_>]) -> Vec<u8> {
        let (mut types, mut imports, mut functions) =
            (TypeSection::new(), ImportSection::new(), FunctionSection::new());
        let (mut exports, mut code) = (ExportSection::new(), CodeSection::new());
        types.ty().function([], [ValType::I32]);
        imports.import("a", "b", wasm_encoder::EntityType::Function(0));
        for (number, body) in (1..).zip(bodies) {
            functions.function(0);
            exports.export(&format!("f{number}"), ExportKind::Func, number);
            let mut function = Function::new([]);
            function.instruction(body).instruction(&Instruction::End);
            code.function(&function);
        }
        let mut module = Module::new();
        module.section(&types).section(&imports).section(&functions).section(&exports).section(&code);
        module.finish()
    }

    #[track_caller]
    fn check(bodies: &[Instruction<'_>], exported: &[u32]) {
        let merged = merge(&program(bodies)).unwrap();
        let mut found = Vec::new();
        for payload in Parser::new(0).parse_all(&merged) {
            if let Payload::ExportSection(exports) = payload.unwrap() {
                found.extend(exports.into_iter().map(|export| export.unwrap().index));
            }
        }
        assert_eq!(found, exported);
        let kept = Functions::read(&merged).unwrap();
        assert_eq!(kept.bodies.len(), kept.types.len());
        assert_eq!(Some(kept.bodies.len()), exported.iter().max().map(|n| usize::try_from(*n).unwrap()));
    }

    #[test]
    fn what_does_the_same_is_there_once() {
        use Instruction::{Call, I32Const};
        check(&[I32Const(1), I32Const(2), I32Const(1)], &[1, 2, 1]);
        // Calls are the same if what they call does the same, the import is like nothing else.
        check(&[Call(3), Call(4), I32Const(1), I32Const(1), Call(0)], &[1, 1, 2, 2, 3]);
        check(&[Call(3), Call(4), I32Const(1), I32Const(2)], &[1, 2, 3, 4]);
        // Also where they call themselves.
        check(&[Call(1), Call(2), Call(4), Call(3)], &[1, 1, 1, 1]);
    }
}
