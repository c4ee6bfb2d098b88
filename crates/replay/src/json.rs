//! JSON values, and what is asked of them.

mod read;

pub(crate) use read::Reader;

/// A value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Json {
    Null,
    Bool(bool),
    /// As it is written.
    Number(String),
    Text(String),
    List(Vec<Self>),
    Map(Vec<(String, Self)>),
}

impl Json {
    /// The value at a path of keys, `spec.replicas`; null if there is none.
    pub(crate) fn at<'j>(&'j self, path: &str) -> &'j Self {
        let below = |value: &'j Self, key: &str| {
            let entry = value.entries().iter().rfind(|(known, _)| known == key)?;
            Some(&entry.1)
        };
        path.split('.').try_fold(self, below).unwrap_or(&Self::Null)
    }

    pub(crate) fn entries(&self) -> &[(String, Self)] {
        if let Self::Map(entries) = self { entries } else { &[] }
    }

    pub(crate) fn items(&self) -> &[Self] {
        if let Self::List(items) = self { items } else { &[] }
    }

    pub(crate) fn text(&self) -> &str {
        match self {
            Self::Text(text) | Self::Number(text) => text,
            _ => "",
        }
    }

    /// A time in milliseconds; 0 where there is none.
    pub(crate) fn millis(&self) -> i64 {
        self.text().parse().unwrap_or(0)
    }

    /// How many, an int32 in Kubernetes; 0 where there is none. So sums of them stay in range.
    pub(crate) fn count(&self) -> i64 {
        self.text().parse::<i32>().map_or(0, i64::from)
    }

    pub(crate) fn is_true(&self) -> bool {
        *self == Self::Bool(true)
    }
}
