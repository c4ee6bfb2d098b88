use super::*;

fn needs(slots: &[i32]) -> Vec<Need> {
    slots.iter().map(|n| Need { thin: *n == 0, slots: *n }).collect()
}

/// Deployments with these lanes each; of the first lane of each there will be another.
fn stage(groups: &[&[i32]], services: usize, ghosts: bool) -> StageNeed {
    let group = |lanes: &&[i32]| GroupNeed {
        lanes: needs(lanes),
        ghost: ghosts.then(|| needs(&lanes[lanes.len() - 1..])[0]),
    };
    StageNeed {
        groups: groups.iter().map(group).collect(),
        services,
        most: groups.iter().copied().flatten().copied().max().unwrap_or(0),
    }
}

/// Nothing overlaps, and all is inside.
fn check(width: i32, room: i32, groups: &[&[i32]], services: usize, ghosts: bool) {
    let about = format!("{width}x{room} {groups:?} {services} {ghosts}");
    let need = stage(groups, services, ghosts);
    let l = layout(width, room, &need);
    let whole = Rect::new(0, 0, l.width, l.height);
    let mut solid: Vec<(&str, Rect)> = l.deployments.iter().map(|d| ("deployment", *d)).collect();
    assert_eq!((l.deployments.len(), l.services.len()), (groups.len().max(1), services.max(1)), "{about}");
    solid.extend(l.services.iter().map(|s| ("service", *s)));
    if l.form != Form::Medium || services > 1 {
        solid.push(("users", l.users));
    }
    let lanes = l.lanes.iter().zip(groups.iter().copied().flatten().copied());
    let ghosts = l.ghosts.iter().flatten().zip(groups.iter().filter_map(|g| g.last().copied()));
    for (place, n) in lanes.chain(ghosts) {
        solid.push(("lane", place.lane));
        assert!(place.lane.contains(place.card), "{about}: card outside its lane");
        assert!(place.lane.contains(place.pods), "{about}: Pods {:?} outside {:?}", place.pods, place.lane);
        assert!(!place.card.overlaps(place.pods) || place.pods.h == 0, "{about}: card over Pods");
        if !l.has_rows() {
            continue;
        }
        let rows: Vec<Rect> = (0..usize::try_from(n).unwrap_or(0)).map(|i| l.row(place, i)).collect();
        for (i, row) in rows.iter().enumerate() {
            assert!(place.lane.contains(*row), "{about}: row {i} {row:?} outside {:?}", place.lane);
            assert!(rows.iter().skip(i + 1).all(|r| !r.overlaps(*row)), "{about}: rows overlap");
            assert!(row.h >= if l.density == Density::Full { 40 } else { 13 }, "{about}: {row:?} too low");
        }
    }
    for (i, (name, a)) in solid.iter().enumerate() {
        assert!(whole.contains(*a), "{about}: {name} {a:?} outside {whole:?}");
        for (other, b) in solid.iter().skip(i + 1) {
            assert!(!a.overlaps(*b), "{about}: {name} {a:?} over {other} {b:?}");
        }
    }
}

const WIDTHS: [i32; 11] = [320, 358, 599, 600, 620, 690, 899, 900, 1044, 1400, 2400];

#[test]
fn nothing_overlaps_at_any_width_for_one_to_twelve_pods() {
    for width in WIDTHS {
        for room in [300, 430, 700] {
            for n in 1..=12 {
                for lanes in [&[n][..], &[n, n], &[0, n, n], &[0, 0, 0, 0, n]] {
                    check(width, room, &[lanes], 1, false);
                    check(width, room, &[lanes], 1, true);
                }
            }
        }
    }
}

#[test]
fn several_deployments_and_services_lie_one_below_the_other() {
    for width in WIDTHS {
        for room in [300, 466, 700] {
            for services in 0..=4 {
                check(width, room, &[], services, true);
                check(width, room, &[&[0], &[0]], services, false);
                check(width, room, &[&[4], &[1]], services, true);
                check(width, room, &[&[0, 4, 4], &[0, 0, 1]], services, true);
                check(width, room, &[&[3, 3], &[3]], services, false);
                check(width, room, &[&[2], &[40], &[1], &[5]], services, true);
            }
        }
    }
}

#[test]
fn many_pods_become_cells_inside_their_lanes() {
    for width in [358, 690, 1044] {
        for n in [13, 50, 200, 1000] {
            check(width, 430, &[&[n, n]], 1, false);
            let l = layout(width, 430, &stage(&[&[n, n]], 1, false));
            let Density::Cells(cell) = l.density else { panic!("rows for {n} Pods") };
            let n = n.unsigned_abs();
            for place in &l.lanes {
                for counts in [vec![n], vec![n / 2, n / 4, n / 4]] {
                    let groups = group_places(place.pods, cell, &counts);
                    let last = groups.last().map_or(0, |(_, cells)| cells.bottom());
                    assert!(
                        last <= place.lane.bottom(),
                        "{width} {n} {counts:?}: {last} below {:?}",
                        place.lane
                    );
                }
            }
        }
    }
}

/// The stage of a window of 1440 × 900.
const USUAL: (i32, i32) = (1044, 466);

#[test]
fn pods_are_rows_up_to_twelve() {
    let check = |groups: &[&[i32]], density: Density| {
        let need = stage(groups, 1, true);
        let l = layout(USUAL.0, USUAL.1, &need);
        assert_eq!(l.density, density, "{groups:?}");
        if l.has_rows() {
            assert!(l.height <= USUAL.1, "{groups:?}: {} px", l.height);
        }
        // When the rollout starts, what was there stays where it was.
        let begun: Vec<Vec<i32>> = groups.iter().map(|g| [g, &g[g.len() - 1..]].concat()).collect();
        let begun: Vec<&[i32]> = begun.iter().map(Vec::as_slice).collect();
        let after = layout(USUAL.0, USUAL.1, &stage(&begun, 1, false));
        assert_eq!(after.density, l.density);
        assert_eq!((after.pitch, after.lanes[0].pods), (l.pitch, l.lanes[0].pods), "{groups:?}");
    };
    check(&[&[3]], Density::Full);
    for n in 7..=12 {
        check(&[&[n]], Density::OneLine);
        check(&[&[0, n]], Density::OneLine);
    }
    check(&[&[4], &[1]], Density::OneLine);
    check(&[&[9], &[1]], Density::OneLine);
    check(&[&[3], &[3]], Density::OneLine);
    // A Pod that leaves while another comes takes its row from the ReplicaSet that may come.
    let mut need = stage(&[&[3]], 1, true);
    let before = layout(USUAL.0, USUAL.1, &need);
    need.groups[0].lanes[0].slots = 4;
    need.groups[0].ghost = Some(Need { thin: false, slots: 2 });
    let after = layout(USUAL.0, USUAL.1, &need);
    assert_eq!((before.pitch, before.lanes[0].pods.y), (after.pitch, after.lanes[0].pods.y));
    assert_eq!(layout(358, 400, &stage(&[&[3, 3]], 1, false)).density, Density::Full);
    assert_eq!(layout(358, 400, &stage(&[&[12, 12]], 1, false)).density, Density::OneLine);
}
