//! Drawing on a canvas, in the colours of the page.

use super::window;
use crate::view::glyph;
use crate::view::versions::Version;
use wasm_bindgen::prelude::*;
use yew::prelude::NodeRef;

/// Draws on a canvas, in the colours of the page.
pub(crate) struct Brush {
    canvas: web_sys::HtmlCanvasElement,
    context: web_sys::CanvasRenderingContext2d,
    /// Colour and tint of the four versions and of failure, and when they were last looked up.
    colours: Vec<(String, String)>,
    drawn: u32,
    scale: f64,
    /// Shapes around the origin: the version's glyph, so large.
    shapes: Vec<(Version, i32, web_sys::Path2d)>,
}

/// Which of the colours is that of failure.
const BAD: usize = 4;

impl Brush {
    pub(crate) fn new(node: &NodeRef) -> Option<Self> {
        let canvas: web_sys::HtmlCanvasElement = node.cast()?;
        let context = canvas.get_context("2d").ok()??.dyn_into().ok()?;
        Some(Self { canvas, context, colours: Vec::new(), drawn: 0, scale: 1.0, shapes: Vec::new() })
    }

    /// Begins a new drawing of this size in px: of one of many frames, or of a picture that will stand.
    pub(crate) fn clear(&mut self, (w, h): (i32, i32), stands: bool) {
        self.scale = window().map_or(1.0, |w| w.device_pixel_ratio()).clamp(1.0, 3.0);
        let side = |px: i32| (f64::from(px) * self.scale) as u32;
        if (self.canvas.width(), self.canvas.height()) != (side(w), side(h)) {
            self.canvas.set_width(side(w));
            self.canvas.set_height(side(h));
        }
        // The theme may have changed; looking colours up costs more than drawing, so not every time.
        if stands || self.drawn.is_multiple_of(30) {
            self.look_up_colours();
        }
        self.drawn = self.drawn.wrapping_add(1);
        self.at(0, 0);
        self.context.clear_rect(0.0, 0.0, f64::from(w), f64::from(h));
        self.context.set_line_cap("round");
    }

    fn look_up_colours(&mut self) {
        let Some(probes) = self.canvas.next_element_sibling() else { return };
        let colours = (0..probes.child_element_count()).filter_map(|i| {
            let style = window()?.get_computed_style(&probes.children().item(i)?).ok()??;
            Some((
                style.get_property_value("color").ok()?,
                style.get_property_value("background-color").ok()?,
            ))
        });
        self.colours = colours.collect();
    }

    fn colour(&self, which: usize) -> &str {
        self.colours.get(which).map_or("gray", |c| &c.0)
    }

    fn at(&self, x: i32, y: i32) {
        let s = self.scale;
        let _ = self.context.set_transform(s, 0.0, 0.0, s, f64::from(x) * s, f64::from(y) * s);
    }

    /// Lines are dashed from now on; 0: they are not.
    pub(crate) fn dash(&self, length: f64) {
        let dashes = js_sys::Array::new();
        if length > 0.0 {
            dashes.push(&length.into());
            dashes.push(&(length * 1.4).into());
        }
        let _ = self.context.set_line_dash(&dashes);
    }

    /// A version's glyph, full or hollow.
    pub(crate) fn glyph(&mut self, version: Version, x: i32, y: i32, r: i32, hollow: bool) {
        let known = self.shapes.iter().position(|(v, size, _)| (*v, *size) == (version, r));
        let known = known.or_else(|| {
            let shape = web_sys::Path2d::new_with_path_string(&glyph::path(version, 0, 0, r)).ok()?;
            self.shapes.push((version, r, shape));
            Some(self.shapes.len() - 1)
        });
        let Some((_, _, shape)) = known.and_then(|i| self.shapes.get(i)) else { return };
        self.at(x, y);
        if hollow {
            self.context.set_line_width(1.5);
            self.context.set_stroke_style_str(self.colour(version.glyph()));
            self.context.stroke_with_path(shape);
        } else {
            self.context.set_fill_style_str(self.colour(version.glyph()));
            self.context.fill_with_path_2d(shape);
        }
    }

    /// A small square, full or hollow.
    pub(crate) fn dot(&self, version: Version, x: i32, y: i32, side: i32, solid: bool, bad: bool) {
        let colour = self.colour(if bad { BAD } else { version.glyph() });
        let (side, half) = (f64::from(side), f64::from(side) / 2.0);
        self.at(x, y);
        if solid || side < 3.0 {
            self.context.set_fill_style_str(colour);
            self.context.fill_rect(-half, -half, side, side);
        } else {
            self.context.set_line_width(1.0);
            self.context.set_stroke_style_str(colour);
            self.context.stroke_rect(0.5 - half, 0.5 - half, side - 1.0, side - 1.0);
        }
    }

    /// The cross of failure.
    pub(crate) fn cross(&self, x: i32, y: i32, r: i32) {
        let r = f64::from(r);
        self.at(x, y);
        self.context.set_line_width(2.4);
        self.context.set_stroke_style_str(self.colour(BAD));
        self.context.begin_path();
        self.context.move_to(-r, -r);
        self.context.line_to(r, r);
        self.context.move_to(r, -r);
        self.context.line_to(-r, r);
        self.context.stroke();
    }
}
