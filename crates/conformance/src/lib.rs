//! Recordings of the real thing in, traces of our engine out, and the judge between them.
