//! What the tool says while it works: on standard error, so that standard output carries results alone.

/// One line about what is being done.
pub(crate) fn say(line: impl AsRef<str>) {
    eprintln!("{}", line.as_ref());
}

/// Bytes as people read sizes: `12.3 kB`, with 1 kB = 1000 bytes.
pub(crate) fn kilobytes(bytes: u64) -> String {
    let tenths = (bytes + 50) / 100;
    format!("{}.{} kB", tenths / 10, tenths % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_rounded_to_a_tenth() {
        let check = |bytes, text: &str| assert_eq!(kilobytes(bytes), text);
        check(0, "0.0 kB");
        check(49, "0.0 kB");
        check(50, "0.1 kB");
        check(1_949, "1.9 kB");
        check(1_950, "2.0 kB");
        check(180_000, "180.0 kB");
    }
}
