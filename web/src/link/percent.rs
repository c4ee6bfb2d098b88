//! Texts in an address: blanks are `+`, and what an address cannot hold as it is becomes `%..`.

/// What stands for itself.
fn stays(byte: u8, more: &str) -> bool {
    byte.is_ascii_alphanumeric() || b"-_.~/:,@$!*'()".contains(&byte) || more.as_bytes().contains(&byte)
}

/// The text for an address; `more` is what else stands for itself.
pub(crate) fn encoded(text: &str, more: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b' ' => out.push('+'),
            _ if stays(byte, more) => out.push(char::from(byte)),
            _ => {
                out.push('%');
                out.push(hex(byte >> 4));
                out.push(hex(byte & 15));
            }
        }
    }
    out
}

fn hex(digit: u8) -> char {
    char::from_digit(digit.into(), 16).unwrap_or('0').to_ascii_uppercase()
}

/// What `+` and `%..` stand for; none, if that is no text.
pub(crate) fn decoded_blanks(text: &str) -> Option<String> {
    decoded(&text.replace('+', " "))
}

/// What `%..` stands for; none, if that is no text.
pub(crate) fn decoded(text: &str) -> Option<String> {
    let mut out = Vec::with_capacity(text.len());
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        if byte != b'%' {
            out.push(byte);
            continue;
        }
        let mut digit = || char::from(bytes.next()?).to_digit(16);
        let (high, low) = (digit()?, digit()?);
        out.push(u8::try_from(high * 16 + low).ok()?);
    }
    String::from_utf8(out).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_come_back() {
        let check = |text: &str, expected: &str| {
            assert_eq!(encoded(text, "="), expected);
            assert_eq!(decoded_blanks(expected).as_deref(), Some(text));
        };
        check("set image deploy/web web=web:2.0.0", "set+image+deploy/web+web=web:2.0.0");
        check("1+1; 100%", "1%2B1%3B+100%25");
        check("größer <b>", "gr%C3%B6%C3%9Fer+%3Cb%3E");
        assert_eq!(decoded("%4"), None);
        assert_eq!(decoded("%ff"), None);
    }
}
