//! Where in a wasm module a byte stands: what is known of it before it is there. Follows the binary format of the WebAssembly core
//! specification; what breaks its rules is read as something or other.

/// What a byte can be: a section that holds no code adds its number to `Section`.
pub(crate) const FIELDS: usize = 32;

/// What the next byte is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Field {
    Text,
    Header,
    Size,
    BodySize,
    Locals,
    Operation,
    BlockType,
    Depth,
    Depths,
    Function,
    Local,
    Alignment,
    Offset,
    Constant,
    LongConstant,
    Float,
    More,
    Other,
    Section,
}

/// Follows the bytes.
#[derive(Debug)]
pub(crate) struct Place {
    /// Of the next byte.
    pub(crate) field: u8,
    /// What of the number that the next byte belongs to is known, and of how many bytes.
    pub(crate) number: u32,
    pub(crate) number_bytes: u32,
    /// The latest operations of the function, the last one lowest.
    pub(crate) operations: u64,
    /// The latest two with what they were given, mixed.
    pub(crate) told: [u32; 2],
    /// The latest number of each field.
    pub(crate) latest: [u32; FIELDS],
    /// Which function it is, and the highest local of it so far.
    pub(crate) function: u32,
    pub(crate) highest_local: u32,
    part: Part,
    section: u8,
    /// Bytes of the part, functions of the section, and numbers of the operation or the list that are still to come.
    bytes_left: u32,
    functions_left: u32,
    numbers_left: u32,
    /// What the operation is still to be given.
    awaited: [Option<Field>; 2],
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Text,
    Magic,
    SectionNumber,
    SectionSize,
    Section,
    Functions,
    BodySize,
    LocalRuns,
    Locals,
    Code,
}

/// Both numbers in one, well spread.
pub(crate) const fn mixed(a: u32, b: u32) -> u32 {
    let h = a.wrapping_mul(0x2F0B_4C47) ^ b.wrapping_mul(0x9E37_79B1).rotate_left(13);
    let h = (h ^ (h >> 15)).wrapping_mul(0x85EB_CA6B);
    h ^ (h >> 13)
}

const CODE_SECTION: u8 = 10;
/// The sections that fields are there for.
const SECTIONS: u8 = 14;

impl Place {
    /// Before the first byte: so many of text come before the module.
    pub(crate) fn new(texts: usize) -> Self {
        let (part, field, bytes_left) = match texts {
            0 => (Part::Magic, Field::Header, 8),
            _ => (Part::Text, Field::Text, texts as u32),
        };
        Self {
            field: field as u8,
            number: 0,
            number_bytes: 0,
            operations: 0,
            told: [0; 2],
            latest: [0; FIELDS],
            function: 0,
            highest_local: 0,
            part,
            section: 0,
            bytes_left,
            functions_left: 0,
            numbers_left: 0,
            awaited: [None; 2],
        }
    }

    pub(crate) fn in_code(&self) -> bool {
        self.part == Part::Code
    }

    /// Goes past a byte.
    pub(crate) fn take(&mut self, byte: u8) {
        self.part = self.after(byte);
        self.field = match self.part {
            Part::Text => Field::Text as u8,
            Part::Magic | Part::SectionNumber => Field::Header as u8,
            Part::SectionSize | Part::Functions => Field::Size as u8,
            Part::Section => Field::Section as u8 + self.section % SECTIONS,
            Part::BodySize => Field::BodySize as u8,
            Part::LocalRuns | Part::Locals => Field::Locals as u8,
            Part::Code => self.awaited[0].unwrap_or(Field::Operation) as u8,
        };
    }

    fn after(&mut self, byte: u8) -> Part {
        let part = self.part;
        match part {
            Part::Text if self.is_last() => {
                self.bytes_left = 8;
                Part::Magic
            }
            Part::Magic | Part::Section if self.is_last() => Part::SectionNumber,
            Part::SectionNumber => {
                self.section = byte;
                Part::SectionSize
            }
            Part::SectionSize => match self.number(byte) {
                None => Part::SectionSize,
                Some(0) => Part::SectionNumber,
                Some(_) if self.section == CODE_SECTION => Part::Functions,
                Some(size) => {
                    self.bytes_left = size;
                    Part::Section
                }
            },
            Part::Functions => match self.number(byte) {
                None => Part::Functions,
                Some(0) => Part::SectionNumber,
                Some(functions) => {
                    self.functions_left = functions;
                    Part::BodySize
                }
            },
            Part::BodySize => self.number(byte).map_or(Part::BodySize, |size| {
                self.bytes_left = size;
                self.function += 1;
                (self.operations, self.told, self.highest_local) = (0, [0; 2], 0);
                self.awaited = [None; 2];
                Part::LocalRuns
            }),
            Part::LocalRuns | Part::Locals | Part::Code => {
                let ends = self.is_last();
                let next = self.in_body(byte);
                if !ends {
                    return next;
                }
                (self.number, self.number_bytes) = (0, 0);
                self.functions_left -= 1;
                if self.functions_left == 0 { Part::SectionNumber } else { Part::BodySize }
            }
            Part::Text | Part::Magic | Part::Section => part,
        }
    }

    /// Counts a byte of the part down.
    fn is_last(&mut self) -> bool {
        self.bytes_left = self.bytes_left.saturating_sub(1);
        self.bytes_left == 0
    }

    /// The number that ends with this byte.
    fn number(&mut self, byte: u8) -> Option<u32> {
        if self.number_bytes < 5 {
            self.number |= u32::from(byte & 127) << (7 * self.number_bytes);
        }
        self.number_bytes += 1;
        if byte & 128 != 0 {
            return None;
        }
        self.number_bytes = 0;
        Some(std::mem::take(&mut self.number))
    }

    fn in_body(&mut self, byte: u8) -> Part {
        match self.part {
            Part::LocalRuns => match self.number(byte) {
                None => Part::LocalRuns,
                Some(0) => Part::Code,
                Some(runs) => {
                    // Of each how many, and of which type.
                    self.numbers_left = runs.saturating_mul(2);
                    Part::Locals
                }
            },
            Part::Locals => {
                if self.number(byte).is_some() {
                    self.numbers_left -= 1;
                }
                if self.numbers_left == 0 { Part::Code } else { Part::Locals }
            }
            part => {
                match self.awaited[0] {
                    None => self.operation(byte),
                    Some(field) => self.operand(field, byte),
                }
                part
            }
        }
    }

    fn operation(&mut self, byte: u8) {
        self.operations = self.operations << 8 | u64::from(byte);
        self.told = [u32::from(byte) + 1, self.told[0]];
        self.numbers_left = 0;
        self.awaited = match byte {
            0x02..=0x04 => [Some(Field::BlockType), None],
            0x0c | 0x0d => [Some(Field::Depth), None],
            0x0e => [Some(Field::Depths), None],
            0x10 => [Some(Field::Function), None],
            0x11 => [Some(Field::Other); 2],
            0x20..=0x22 => [Some(Field::Local), None],
            0x23..=0x26 | 0x3f | 0x40 | 0xd0 | 0xd2 => [Some(Field::Other), None],
            0x28..=0x3e => [Some(Field::Alignment), Some(Field::Offset)],
            0x41 => [Some(Field::Constant), None],
            0x42 => [Some(Field::LongConstant), None],
            0x43 | 0x44 => {
                self.numbers_left = if byte == 0x43 { 4 } else { 8 };
                [Some(Field::Float), None]
            }
            0xfc => [Some(Field::More), None],
            _ => [None; 2],
        };
    }

    fn operand(&mut self, field: Field, byte: u8) {
        if field == Field::Float {
            return self.one_less();
        }
        let Some(number) = self.number(byte) else { return };
        self.latest[field as usize] = number;
        self.told[0] = mixed(self.told[0], number.wrapping_add(1));
        match field {
            // How many there are, and one more for all other cases.
            Field::Depths if self.numbers_left == 0 => self.numbers_left = number.saturating_add(1),
            Field::Depths => self.one_less(),
            Field::More => {
                self.awaited = match number {
                    8 | 10 | 12 | 14 => [Some(Field::Other); 2],
                    9 | 11 | 13 | 15..=17 => [Some(Field::Other), None],
                    _ => [None; 2],
                };
            }
            _ => {
                if field == Field::Local {
                    self.highest_local = self.highest_local.max(number);
                }
                self.awaited = [self.awaited[1], None];
            }
        }
    }

    fn one_less(&mut self) {
        self.numbers_left -= 1;
        if self.numbers_left == 0 {
            self.awaited = [None; 2];
        }
    }
}
