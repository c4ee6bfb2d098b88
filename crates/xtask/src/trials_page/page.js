// Runs the trials in this page: called by tests as `window.trials`, or, with `?pods=10,100`, by itself.
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
    let steps = 0;
    for (let round = 0; round < (pods < 100000 ? 7 : 3); round++) {
        trials.copy(together);
        started = performance.now();
        steps = trials.roll();
        best = Math.min(best, (performance.now() - started) / together);
    }
    return { pods, creation_us: creation * 1000, rollout_us: best * 1000, steps, memory: megabytes() - before };
};

window.trials = trials;
const asked = new URLSearchParams(location.search).get('pods');
for (const pods of asked ? asked.split(',') : []) {
    await fetch('/-/told/' + encodeURIComponent(JSON.stringify(measure(Number(pods)))));
}
if (asked) await fetch('/-/told/end');
document.documentElement.dataset.ready = '';
