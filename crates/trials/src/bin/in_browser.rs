//! The trials as a browser runs them: the same code as natively, called from a page of its own (`cargo xtask bench`, `tests/parity.rs`).

fn main() {}

#[cfg(target_arch = "wasm32")]
#[expect(unreachable_pub, reason = "the page calls what is public")]
mod calls {
    use rollout_engine::{SimDuration, Simulation};
    use std::cell::RefCell;
    use trials::rollout::{created, is_rolled_out, run_to_rest, set_image};
    use trials::traffic::{roll_for, run_for, served};
    use wasm_bindgen::prelude::wasm_bindgen;

    thread_local! {
        /// A Deployment that has come to rest, and copies of it that are to be rolled.
        static KEPT: RefCell<(Option<Simulation>, Vec<Simulation>)> = const { RefCell::new((None, Vec::new())) };
    }

    /// Creates a Deployment of so many Pods and lets it come to rest.
    #[wasm_bindgen]
    pub fn create(pods: i32) {
        let mut simulation = created(pods);
        run_to_rest(&mut simulation);
        KEPT.with_borrow_mut(|kept| *kept = (Some(simulation), Vec::new()));
    }

    /// The same with users about to call it.
    #[wasm_bindgen]
    pub fn serve(pods: i32, requests_per_second: u32) {
        let simulation = served(pods, requests_per_second);
        KEPT.with_borrow_mut(|kept| *kept = (Some(simulation), Vec::new()));
    }

    /// Lets so many seconds pass for every copy, which may be rolled meanwhile; how many requests were sent to one.
    #[wasm_bindgen]
    pub fn call(seconds: u32, rolls: bool) -> u32 {
        let run = if rolls { roll_for } else { run_for };
        KEPT.with_borrow_mut(|(_, copies)| {
            let sent = copies.iter_mut().map(|copy| run(copy, SimDuration::seconds(i64::from(seconds))));
            sent.last().map_or(0, |sent| u32::try_from(sent).unwrap_or(u32::MAX))
        })
    }

    /// Makes so many copies of it.
    #[wasm_bindgen]
    pub fn copy(times: u32) {
        KEPT.with_borrow_mut(|(resting, copies)| {
            copies.clear();
            copies.extend((0..times).filter_map(|_| resting.clone()));
        });
    }

    /// Rolls every copy; how many events one of them took, or 0 if a rollout came to no end.
    #[wasm_bindgen]
    pub fn roll() -> u32 {
        KEPT.with_borrow_mut(|(_, copies)| {
            let mut events = 0;
            for copy in copies {
                let pods = i32::try_from(copy.pod_count()).unwrap_or(0);
                // A refusal would show: the rollout would not be there.
                let _ = copy.apply(&set_image());
                events = run_to_rest(copy).events;
                if !is_rolled_out(copy, pods) {
                    return 0;
                }
            }
            u32::try_from(events).unwrap_or(u32::MAX)
        })
    }

    /// What stands for everything that happens in the random trial of a seed, and in a rollout of so many Pods.
    #[wasm_bindgen]
    pub fn digest(seed: u32, pods: i32) -> String {
        trials::digest::of_trial(u64::from(seed), pods)
    }
}
