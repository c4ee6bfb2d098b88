//! What the lab starts from, and the images that it offers.

pub(crate) use course::{SCENARIO_NAMES, SCENARIOS, WORKSHOP, manifest_of, scenario};
use rollout_engine::api::Name;

/// Images that the Spec panel offers for a Deployment of this image: its own and the versions after it.
pub(crate) fn offered(image: &str) -> Vec<Name> {
    let Some((name, tag)) = image.rsplit_once(':') else { return vec![image.into()] };
    let mut parts: Vec<&str> = tag.split('.').collect();
    let Some(major) = parts.first().and_then(|p| p.parse::<u32>().ok()).filter(|m| *m < 1_000_000) else {
        return vec![image.into()];
    };
    let rest = parts.split_off(1);
    // 1.14.2 is followed by 1.15.2; 1.0.0 by 2.0.0.
    let minor = rest.first().and_then(|p| p.parse::<u32>().ok()).filter(|m| *m > 0);
    (0..3)
        .map(|n| {
            let numbers = match minor {
                Some(minor) => {
                    let mut numbers = vec![major.to_string(), (minor + n).to_string()];
                    numbers.extend(rest.iter().skip(1).map(|p| (*p).to_owned()));
                    numbers
                }
                None => {
                    let mut numbers = vec![(major + n).to_string()];
                    numbers.extend(rest.iter().map(|p| (*p).to_owned()));
                    numbers
                }
            };
            format!("{name}:{}", numbers.join(".")).into()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_versions_are_offered() {
        let check = |image, expected: &[&str]| {
            let found = offered(image);
            assert_eq!(found.iter().map(|i| &**i).collect::<Vec<_>>(), expected);
        };
        check("web:1.0.0", &["web:1.0.0", "web:2.0.0", "web:3.0.0"]);
        check("nginx:1.14.2", &["nginx:1.14.2", "nginx:1.15.2", "nginx:1.16.2"]);
        check("nginx:7", &["nginx:7", "nginx:8", "nginx:9"]);
        check("nginx", &["nginx"]);
        check("nginx:latest", &["nginx:latest"]);
    }
}
