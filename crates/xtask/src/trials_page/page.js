// Runs the trials in this page: called by tests as `window.trials`, or, with `?pods=10,100&traffic=1000,1000,60`, by itself.
import init, * as trials from './app.js';

const { memory } = await init({ module_or_path: new URL('app_bg.wasm', import.meta.url) });
const megabytes = () => memory.buffer.byteLength;

// The quickest of several times, in milliseconds: the others were disturbed. Short ones are taken together.
const measure = (pods) => {
    const before = megabytes();
    let started = performance.now();
    trials.create(pods);
    const creation = performance.now() - started;
    const together = Math.max(1, Math.round(2000 / pods));
    let best = Infinity;
    let events = 0;
    for (let round = 0; round < (pods < 100000 ? 7 : 3); round++) {
        trials.copy(together);
        started = performance.now();
        events = trials.roll();
        best = Math.min(best, (performance.now() - started) / together);
    }
    return { pods, creation_us: creation * 1000, rollout_us: best * 1000, events, memory: megabytes() - before };
};

// Users who call for so many seconds: while nothing changes, and while all Pods are replaced.
const measureTraffic = (pods, rate, seconds) => {
    trials.serve(pods, rate);
    let requests = 0;
    const quickest = (rolls) => {
        let best = Infinity;
        for (let round = 0; round < 7; round++) {
            trials.copy(1);
            const started = performance.now();
            requests = trials.call(seconds, rolls);
            best = Math.min(best, performance.now() - started);
        }
        return best * 1000;
    };
    const still_us = quickest(false);
    return { pods, still_us, rollout_us: quickest(true), requests };
};

window.trials = trials;
const asked = (what) => new URLSearchParams(location.search).get(what)?.split(',').map(Number) ?? [];
const tell = (measured) => fetch('/-/told/' + encodeURIComponent(JSON.stringify(measured)));
for (const pods of asked('pods')) await tell(measure(pods));
const traffic = asked('traffic');
if (traffic.length) {
    await tell(measureTraffic(...traffic));
    await fetch('/-/told/end');
}
document.documentElement.dataset.ready = '';
