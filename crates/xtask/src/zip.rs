//! Zip archives: the same files make the same bytes.
use std::io::Write;

use anyhow::{Context, Result};
use flate2::write::DeflateEncoder;
use flate2::{Compression, Crc};

use crate::page::SiteFile;

/// PKZIP 2.0: what knows Deflate.
const VERSION: u16 = 20;
const DEFLATE: u16 = 8;
/// 1 January 1980, the first day that there is: an archive says nothing of when it was made.
const DATE: u16 = 0x21;

/// An archive of these files.
pub(crate) fn archive(files: &[&SiteFile]) -> Result<Vec<u8>> {
    let (mut out, mut directory) = (Vec::new(), Vec::new());
    for file in files {
        let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(&file.bytes)?;
        let packed = encoder.finish()?;
        let mut crc = Crc::new();
        crc.update(&file.bytes);
        // What an entry and its line in the directory have in common.
        let mut about = Vec::new();
        for number in [VERSION, 0, DEFLATE, 0, DATE] {
            about.extend(number.to_le_bytes());
        }
        for number in [crc.sum(), size(packed.len())?, size(file.bytes.len())?] {
            about.extend(number.to_le_bytes());
        }
        about.extend(u16::try_from(file.name.len())?.to_le_bytes());
        about.extend([0, 0]);

        directory.extend(*b"PK\x01\x02");
        directory.extend(VERSION.to_le_bytes());
        directory.extend(&about);
        // No comment, the first disk, no attributes.
        directory.extend([0; 10]);
        directory.extend(size(out.len())?.to_le_bytes());
        directory.extend(file.name.bytes());

        out.extend(*b"PK\x03\x04");
        out.extend(about);
        out.extend(file.name.bytes());
        out.extend(packed);
    }
    let begins = size(out.len())?;
    let count = u16::try_from(files.len())?.to_le_bytes();
    out.extend(&directory);
    out.extend(*b"PK\x05\x06\0\0\0\0");
    out.extend(count);
    out.extend(count);
    out.extend(size(directory.len())?.to_le_bytes());
    out.extend(begins.to_le_bytes());
    out.extend([0, 0]);
    Ok(out)
}

fn size(bytes: usize) -> Result<u32> {
    u32::try_from(bytes).context("an archive of 4 GB")
}
