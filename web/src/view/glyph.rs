//! The glyphs of the versions as SVG paths: circle, diamond, triangle, square.

use super::versions::Version;

/// The outline of a version's glyph around a point, about `2r` wide.
pub(crate) fn path(version: Version, x: i32, y: i32, r: i32) -> String {
    match version.glyph() {
        0 => format!("M{} {y}a{r} {r} 0 1 0 {} 0a{r} {r} 0 1 0 -{} 0z", x - r, 2 * r, 2 * r),
        1 => {
            let d = r + r / 5;
            format!("M{x} {}l{d} {d}l-{d} {d}l-{d} -{d}z", y - d)
        }
        2 => {
            let (half, up, down) = (r + r / 6, r, r * 9 / 10);
            format!("M{x} {}l{half} {}h-{}z", y - up, up + down, 2 * half)
        }
        _ => {
            let s = r * 9 / 10;
            format!("M{} {}h{}v{}h-{}z", x - s, y - s, 2 * s, 2 * s, 2 * s)
        }
    }
}
