//! The colours of the style sheet as people with colour blindness see them: versions, and what failed, stay apart in every theme.

const TOKENS: &str = include_str!("../../style/tokens.css");

/// How light of the three colours is seen: as usual, and by three kinds of colour blindness at full strength (Machado, Oliveira and
/// Fernandes 2009), in linear RGB.
const SEEN: [(&str, [[f64; 3]; 3]); 4] = [
    ("as usual", [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]),
    (
        "with protanopia",
        [
            [0.152_286, 1.052_583, -0.204_868],
            [0.114_503, 0.786_281, 0.099_216],
            [-0.003_882, -0.048_116, 1.051_998],
        ],
    ),
    (
        "with deuteranopia",
        [
            [0.367_322, 0.860_646, -0.227_968],
            [0.280_085, 0.672_501, 0.047_413],
            [-0.011_820, 0.042_940, 0.968_881],
        ],
    ),
    (
        "with tritanopia",
        [
            [1.255_528, -0.076_749, -0.178_779],
            [-0.078_411, 0.930_809, 0.147_602],
            [0.004_733, 0.691_367, 0.303_900],
        ],
    ),
];

/// So far apart (ΔE, CIE 1976) two colours are told apart with ease also where they do not touch.
const APART: f64 = 15.0;

/// A token's colour in a theme: `light`, `dark` or `projector`.
fn colour(token: &str, theme: &str) -> [f64; 3] {
    let name = format!("--{token}: ");
    let projector = TOKENS.find(":root[data-theme=projector]").expect("there is a projector theme");
    let from = if theme == "projector" { projector } else { 0 };
    let value = TOKENS[from..].split_once(&name).unwrap_or_else(|| panic!("no {token}")).1;
    let value = value.split_once(';').expect("it ends").0;
    let hex = match value.strip_prefix("light-dark(").and_then(|v| v.strip_suffix(')')) {
        Some(both) => {
            let (light, dark) = both.split_once(", ").expect("two colours");
            if theme == "dark" { dark } else { light }
        }
        None => value,
    };
    linear(hex)
}

/// `#rrggbb` as amounts of light.
fn linear(hex: &str) -> [f64; 3] {
    [1, 3, 5].map(|i| {
        let c = f64::from(u8::from_str_radix(&hex[i..i + 2], 16).expect("a colour")) / 255.0;
        if c <= 0.040_45 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
    })
}

/// CIE L*a*b* of linear RGB as it is seen.
fn lab(rgb: [f64; 3], seen: [[f64; 3]; 3]) -> [f64; 3] {
    let sum = |row: [f64; 3], of: [f64; 3]| row.iter().zip(of).map(|(m, c)| m * c).sum::<f64>();
    let rgb = seen.map(|row| sum(row, rgb).clamp(0.0, 1.0));
    let xyz = [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]];
    let white = [0.9505, 1.0, 1.089];
    let mut i = 0;
    let [x, y, z] = xyz.map(|row| {
        let t = sum(row, rgb) / white[i];
        i += 1;
        if t > 0.008_856 { t.cbrt() } else { 7.787 * t + 16.0 / 116.0 }
    });
    [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
}

fn apart(a: [f64; 3], b: [f64; 3], seen: [[f64; 3]; 3]) -> f64 {
    lab(a, seen).iter().zip(lab(b, seen)).map(|(a, b)| (a - b).powi(2)).sum::<f64>().sqrt()
}

#[test]
fn versions_and_failures_are_told_apart_however_colours_are_seen() {
    let mut near = Vec::new();
    for theme in ["light", "dark", "projector"] {
        for (how, seen) in SEEN {
            // Requests that went well are drawn in `soft`.
            let all = ["v1", "v2", "v3", "v4", "bad", "soft"];
            for (i, a) in all.iter().enumerate() {
                for b in all[i + 1..].iter().filter(|b| **b != "soft" || *a == "bad") {
                    let apart = apart(colour(a, theme), colour(b, theme), seen);
                    if apart < APART {
                        near.push(format!("{theme}: {a} and {b} are {apart:.1} apart {how}"));
                    }
                }
            }
        }
    }
    assert!(near.is_empty(), "{}", near.join("\n"));
}

#[test]
fn the_simulation_confuses_what_people_confuse() {
    let [usual, _, deuteranopia, _] = SEEN.map(|(_, seen)| apart(linear("#cc3333"), linear("#667700"), seen));
    assert!(usual > 60.0 && deuteranopia < 10.0, "{usual} {deuteranopia}");
}
