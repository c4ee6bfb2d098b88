//! Pictures of the page, to take along: the stage and the timeline as they are drawn, with their colours, in an SVG of their own.

use crate::app::Sim;
use crate::browser;
use crate::locale as words;
use crate::state::Action;
use crate::view::film::{Looks, Shot, escape, svg, wrap};
use crate::view::format;
use rollout_engine::{SimDuration, SimTime};
use wasm_bindgen::JsCast;
use web_sys::{CssStyleDeclaration, Element};

/// What is looked up of an element's style: its name, what it is where nothing says otherwise, whether children have it too.
const STYLE: [(&str, &str, bool); 20] = [
    ("fill", "rgb(0, 0, 0)", true),
    ("fill-opacity", "1", true),
    ("stroke", "none", true),
    ("stroke-width", "1px", true),
    ("stroke-dasharray", "none", true),
    ("stroke-dashoffset", "0px", true),
    ("stroke-linecap", "butt", true),
    ("stroke-linejoin", "miter", true),
    ("stroke-opacity", "1", true),
    ("paint-order", "normal", true),
    ("font-family", "", true),
    ("font-size", "", true),
    ("font-weight", "400", true),
    ("font-style", "normal", true),
    ("font-variant-numeric", "normal", true),
    ("letter-spacing", "normal", true),
    ("text-anchor", "start", true),
    ("visibility", "visible", true),
    ("opacity", "1", false),
    ("transform", "none", false),
];

const OPACITY: usize = 18;
const TRANSFORM: usize = 19;

type Style = [String; STYLE.len()];

/// Around everything.
const PAD: i32 = 20;
/// From one line of the heading to the next.
const LINE: i32 = 26;

/// Takes shots of the page and keeps what they have in common.
#[derive(Default)]
pub(crate) struct Camera {
    looks: Looks,
    size: (i32, i32),
    title: String,
    shots: Vec<Shot>,
    defs: String,
    /// The heading keeps its height from shot to shot.
    heading: i32,
}

impl Camera {
    /// Takes the page as it is. In a film, requests on their way are left out: they would fly in steps.
    fn take(&mut self, sim: &Sim, stays_ms: u32, in_film: bool) {
        let Some(scene) = sim.scene() else { return };
        let mut parts = Vec::new();
        let root = STYLE.map(|(_, initial, _)| initial.to_owned());
        let stage = browser::query("svg.stage");
        let timeline = browser::query("svg.tl");
        let side = |e: &Option<Element>, name| {
            e.as_ref().and_then(|e| e.get_attribute(name)?.parse::<i32>().ok()).unwrap_or(0)
        };
        let width = side(&stage, "width");
        let heading_style = browser::query("h1")
            .map(|h| (browser::style_of(&h, "color"), browser::style_of(&h, "font-family")));
        let (ink, font) = heading_style.unwrap_or_default();
        let story = &scene.story;
        let clock = format::clock(scene.snapshot.time.since(scene.opens_at));
        let letters = usize::try_from(width / 12).unwrap_or(0).max(12);
        let mut y = PAD + 20;
        let mut lines: Vec<(String, bool)> = Vec::new();
        lines.extend(wrap(&story.title, letters, 2).into_iter().map(|l| (l, true)));
        lines.extend(wrap(&story.sentence, letters * 3 / 2, 3).into_iter().map(|l| (l, false)));
        for (line, bold) in &lines {
            let size = if *bold { "font-size:22px;font-weight:600;" } else { "font-size:15px;" };
            let class = self.looks.class([size, "fill:", &ink, ";font-family:", &font].concat());
            parts.push(
                [
                    "<text x=\"",
                    &PAD.to_string(),
                    "\" y=\"",
                    &y.to_string(),
                    "\" class=\"",
                    &class,
                    "\">",
                    &escape(line),
                    "</text>",
                ]
                .concat(),
            );
            y += LINE;
        }
        let class =
            self.looks.class(["font-size:15px;text-anchor:end;fill:", &ink, ";font-family:", &font].concat());
        if width > 600 {
            let x = (width + PAD).to_string();
            parts.push(
                [
                    "<text x=\"",
                    &x,
                    "\" y=\"",
                    &(PAD + 20).to_string(),
                    "\" class=\"",
                    &class,
                    "\">",
                    &clock,
                    "</text>",
                ]
                .concat(),
            );
        }
        self.heading = self.heading.max(y);
        let mut bottom = self.heading;
        let mut right = width;
        for svg in [stage, timeline].into_iter().flatten() {
            let (w, h) = (side(&Some(svg.clone()), "width"), side(&Some(svg.clone()), "height"));
            // A timeline as wide as the page is drawn as wide as the stage.
            let shrink = if w > right && right > 0 { f64::from(right) / f64::from(w) } else { 1.0 };
            right = right.max((f64::from(w) * shrink) as i32);
            let mut place = format!("<g transform=\"translate({PAD} {bottom})");
            if shrink < 1.0 {
                place.push_str(&format!(" scale({shrink:.4})"));
            }
            place.push_str("\">");
            for child in children(&svg) {
                if child.tag_name() == "defs" {
                    // They are the same in every shot.
                    if self.defs.is_empty() {
                        let mut defs = String::new();
                        self.element(&child, &root, &mut defs);
                        self.defs = defs;
                    }
                } else {
                    self.split(&child, &root, &place, 3, &mut parts);
                }
            }
            let classes = svg.get_attribute("class").unwrap_or_default();
            if classes.starts_with("stage")
                && (!in_film || classes.ends_with("dense"))
                && let Some(image) = browser::query("canvas.air").and_then(|c| browser::canvas_url(&c))
            {
                parts.push(format!("{place}<image width=\"{w}\" height=\"{h}\" href=\"{image}\"/></g>"));
            }
            bottom += (f64::from(h) * shrink) as i32 + PAD;
        }
        self.size = (self.size.0.max(right + 2 * PAD), self.size.1.max(bottom));
        self.title = [words::LAB.say(), ": ", &story.title].concat();
        self.shots.push(Shot { parts, stays_ms });
    }

    /// What was taken, as one SVG.
    fn develop(mut self) -> String {
        let ground =
            browser::query("body").map(|b| browser::style_of(&b, "background-color")).unwrap_or_default();
        let (w, h) = self.size;
        let class = self.looks.class(["fill:", &ground].concat());
        let ground = format!("<rect width=\"{w}\" height=\"{h}\" class=\"{class}\"/>");
        for shot in &mut self.shots {
            shot.parts.insert(0, ground.clone());
        }
        svg(&self.title, self.size, &self.looks, &self.defs, &self.shots)
    }

    /// Groups become their members, as deep as that changes nothing, so that what stays the same is seen to.
    fn split(&mut self, element: &Element, above: &Style, place: &str, depth: i32, parts: &mut Vec<String>) {
        let style = style(element);
        let plain = element.tag_name() == "g"
            && style[OPACITY] == "1"
            && style[TRANSFORM] == "none"
            && !element.has_attribute("transform");
        if plain && depth > 0 {
            for child in children(element) {
                self.split(&child, above, place, depth - 1, parts);
            }
            return;
        }
        let mut out = String::from(place);
        self.element(element, above, &mut out);
        if out.len() > place.len() {
            out.push_str("</g>");
            parts.push(out);
        }
    }

    /// An element with all that is in it; `above` is the style that it has from what it stands in.
    fn element(&mut self, element: &Element, above: &Style, out: &mut String) {
        let Some(computed) = browser::computed(element) else { return };
        if property(&computed, "display") == "none" {
            return;
        }
        let mut own = style(element);
        if ["transform", "patternTransform"].iter().any(|name| element.has_attribute(name)) {
            // The attribute says it.
            own[TRANSFORM].clear();
        }
        let mut look = String::new();
        for (((name, initial, inherited), own), above) in STYLE.iter().zip(&own).zip(above) {
            let without = if *inherited { above.as_str() } else { initial };
            if own != without && !own.is_empty() {
                look.extend([if look.is_empty() { "" } else { ";" }, name, ":", &own.replace(", ", ",")]);
            }
        }
        let tag = element.tag_name();
        out.extend(["<", &tag]);
        if !look.is_empty() {
            out.extend([" class=\"", &self.looks.class(look), "\""]);
        }
        let attributes = element.attributes();
        for attribute in (0..attributes.length()).filter_map(|i| attributes.item(i)) {
            let name = attribute.name();
            let left_out = matches!(&*name, "class" | "role" | "tabindex" | "style");
            if !left_out && !name.starts_with("aria-") && !name.starts_with("on") {
                out.extend([" ", &name, "=\"", &escape(&attribute.value()), "\""]);
            }
        }
        out.push('>');
        let nodes = element.child_nodes();
        for node in (0..nodes.length()).filter_map(|i| nodes.item(i)) {
            match node.dyn_ref::<Element>() {
                Some(child) => self.element(child, &own, out),
                None if node.node_type() == web_sys::Node::TEXT_NODE => {
                    out.push_str(&escape(&node.text_content().unwrap_or_default()));
                }
                None => {}
            }
        }
        out.extend(["</", &tag, ">"]);
    }
}

fn children(element: &Element) -> impl Iterator<Item = Element> {
    let all = element.children();
    (0..all.length()).filter_map(move |i| all.item(i))
}

fn style(element: &Element) -> Style {
    let computed = browser::computed(element);
    STYLE.map(|(name, ..)| computed.as_ref().map(|c| property(c, name)).unwrap_or_default())
}

fn property(style: &CssStyleDeclaration, name: &str) -> String {
    style.get_property_value(name).unwrap_or_default()
}

/// The moment on the page, as an SVG that stands alone.
pub(crate) fn moment(sim: &Sim) -> String {
    let mut camera = Camera::default();
    camera.take(sim, 1, false);
    camera.develop()
}

/// More shots than that are not in a film.
const MOST_SHOTS: usize = 48;

/// The run as one animated SVG: the page goes through its decisions, a picture each, and comes back to where it was.
pub(crate) fn film(sim: &Sim, then: impl FnOnce(String) + 'static) {
    let (back_to, shots) = {
        let lab = sim.lab().borrow();
        (lab.timeline().now(), thinned(&lab.turning_points(), MOST_SHOTS))
    };
    sim.dispatch(Action::SetPlaying(false));
    browser::set_root_attribute("data-still", Some(""));
    Film { sim: sim.clone(), camera: Camera::default(), shots, next: 0, back_to, then: Box::new(then) }.go();
}

struct Film {
    sim: Sim,
    camera: Camera,
    shots: Vec<SimTime>,
    next: usize,
    back_to: SimTime,
    then: Box<dyn FnOnce(String)>,
}

impl Film {
    fn go(self) {
        match self.shots.get(self.next) {
            Some(at) => self.show(*at),
            None => {
                let (sim, back_to, then) = (self.sim.clone(), self.back_to, self.then);
                sim.lab().borrow_mut().seek(back_to);
                sim.read();
                browser::set_root_attribute("data-still", None);
                then(self.camera.develop());
                return;
            }
        }
        // The page draws it before the next frame; in the one after that, what was measured is in place too.
        browser::at_next_frame(move || {
            browser::at_next_frame(move || {
                let mut film = self;
                let at = |i: usize| film.shots.get(i).copied();
                let stays =
                    at(film.next).zip(at(film.next + 1)).map_or(3_000, |(from, to)| stays(to.since(from)));
                film.camera.take(&film.sim, stays, true);
                film.next += 1;
                film.go();
            });
        });
    }

    fn show(&self, at: SimTime) {
        self.sim.lab().borrow_mut().seek(at);
        self.sim.read();
    }
}

/// Long waits are shortened, short ones drawn out.
fn stays(gap: SimDuration) -> u32 {
    u32::try_from(gap.0 / 2).unwrap_or(u32::MAX).clamp(600, 1_800)
}

/// At most so many, the first and the last among them.
fn thinned(all: &[SimTime], most: usize) -> Vec<SimTime> {
    if all.len() <= most {
        return all.to_vec();
    }
    (0..most).filter_map(|i| all.get(i * (all.len() - 1) / (most - 1)).copied()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_runs_are_thinned() {
        let all: Vec<SimTime> = (0..100).map(SimTime).collect();
        let few = thinned(&all, 48);
        assert_eq!((few.len(), few[0], few[47]), (48, SimTime(0), SimTime(99)));
        assert_eq!(thinned(&all[..3], 48), all[..3]);
        assert_eq!(
            (stays(SimDuration(0)), stays(SimDuration(2_000)), stays(SimDuration(60_000))),
            (600, 1_000, 1_800)
        );
    }
}
