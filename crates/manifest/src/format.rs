//! The forms that names and labels must have, and the API server's words for those that have not.

/// Why a text does not have its form.
pub(crate) type Complaint = String;

fn is_alphanumeric(c: Option<&u8>) -> bool {
    c.is_some_and(u8::is_ascii_alphanumeric)
}

fn is_lower_alphanumeric(c: Option<&u8>) -> bool {
    c.is_some_and(|c| c.is_ascii_lowercase() || c.is_ascii_digit())
}

fn too_long(text: &str, most: usize) -> Option<Complaint> {
    (text.len() > most).then(|| format!("must be no more than {most} bytes"))
}

fn is_label(text: &str) -> bool {
    let bytes = text.as_bytes();
    is_lower_alphanumeric(bytes.first())
        && is_lower_alphanumeric(bytes.last())
        && bytes.iter().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || *c == b'-')
}

/// A name of one word: a container, a volume.
pub(crate) fn dns_label(text: &str) -> Option<Complaint> {
    too_long(text, 63).or_else(|| {
        (!is_label(text)).then(|| {
            "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must \
             start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for \
             validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')"
                .to_owned()
        })
    })
}

/// A name of words with dots between: a Deployment.
pub(crate) fn dns_subdomain(text: &str) -> Option<Complaint> {
    too_long(text, 253).or_else(|| {
        (!text.split('.').all(is_label)).then(|| {
            "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and \
             must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is \
             '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')"
                .to_owned()
        })
    })
}

/// A name that begins with a letter: a Service.
pub(crate) fn dns_1035_label(text: &str) -> Option<Complaint> {
    let begins = text.as_bytes().first().is_some_and(u8::is_ascii_lowercase);
    too_long(text, 63).or_else(|| {
        (!begins || !is_label(text)).then(|| {
            "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic \
             character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for \
             validation is '[a-z]([-a-z0-9]*[a-z0-9])?')"
                .to_owned()
        })
    })
}

/// A port's name.
pub(crate) fn port_name(text: &str) -> Vec<Complaint> {
    let mut complaints = Vec::new();
    if text.len() > 15 {
        complaints.push("must be no more than 15 characters".to_owned());
    }
    if !text.bytes().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == b'-') {
        complaints.push("must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)".to_owned());
    }
    if !text.bytes().any(|c| c.is_ascii_lowercase()) {
        complaints.push("must contain at least one letter (a-z)".to_owned());
    }
    if text.contains("--") {
        complaints.push("must not contain consecutive hyphens".to_owned());
    }
    if text.starts_with('-') || text.ends_with('-') {
        complaints.push("must not begin or end with a hyphen".to_owned());
    }
    complaints
}

/// A port's number.
pub(crate) fn port_number(port: i32) -> Option<Complaint> {
    (!(1..=65535).contains(&port)).then(|| "must be between 1 and 65535, inclusive".to_owned())
}

fn is_qualified_word(text: &str) -> bool {
    let bytes = text.as_bytes();
    is_alphanumeric(bytes.first())
        && is_alphanumeric(bytes.last())
        && bytes.iter().all(|c| c.is_ascii_alphanumeric() || matches!(c, b'-' | b'_' | b'.'))
}

/// The key of a label or annotation.
pub(crate) fn qualified_name(key: &str) -> Option<Complaint> {
    let (prefix, name) = match key.split_once('/') {
        Some((prefix, name)) => (Some(prefix), name),
        None => (None, key),
    };
    if prefix == Some("") {
        return Some("prefix part must be non-empty".to_owned());
    }
    if let Some(complaint) = prefix.and_then(dns_subdomain) {
        return Some(format!("prefix part {complaint}"));
    }
    if name.is_empty() {
        return Some("name part must be non-empty".to_owned());
    }
    if let Some(complaint) = too_long(name, 63) {
        return Some(format!("name part {complaint}"));
    }
    (!is_qualified_word(name)).then(|| {
        "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an \
         alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is \
         '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')"
            .to_owned()
    })
}

/// The value of a label.
pub(crate) fn label_value(value: &str) -> Option<Complaint> {
    too_long(value, 63).or_else(|| {
        (!value.is_empty() && !is_qualified_word(value)).then(|| {
            "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must \
             start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used \
             for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')"
                .to_owned()
        })
    })
}
