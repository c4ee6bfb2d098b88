// The lab as a part of another page: it tells the page around it what happens and how high it is, and does what that page asks.
// The messages are those of docs/embed.md. Nothing here runs where the lab is a page of its own.
(() => {
  "use strict";
  const VERSION = 1;
  const root = document.documentElement;
  const asked = new URLSearchParams(location.search);
  const on = (name) => asked.has(name) && !["0", "false", "no"].includes(asked.get(name));
  if (parent === window || !on("embed")) return;

  // The page around the lab, as far as the browser tells of it: only its messages are heard, and only it is told.
  // A page from a disk has no origin.
  const plain = (origin) => (origin.startsWith("file:") ? "null" : origin);
  const around = plain(location.ancestorOrigins?.[0] ?? (document.referrer ? new URL(document.referrer).origin : "null"));
  const tell = (type, rest) =>
    parent.postMessage({ rolloutLab: VERSION, type, ...rest }, around === "null" ? "*" : around);

  let events = 0, told = "", height = 0, waiting = false;

  function state() {
    const now = rolloutLab.state();
    // After a step back they are told anew as they come.
    events = Math.min(events, now.events.length);
    for (const event of now.events.slice(events)) tell("event", { event });
    events = now.events.length;
    return { link: rolloutLab.link(), state: now };
  }

  function changed() {
    if (waiting) return;
    waiting = true;
    queueMicrotask(() => {
      waiting = false;
      const now = state();
      const text = now.link + now.state.decisions + JSON.stringify(now.state.lesson);
      if (text === told) return;
      told = text;
      tell("state", now);
    });
  }

  function measure() {
    const now = Math.ceil(document.body.scrollHeight);
    if (now === height) return;
    height = now;
    tell("resize", { height });
  }

  const does = {
    load: ({ link, manifest }) => {
      if (typeof manifest === "string") rolloutLab.load(manifest);
      const problems = typeof link === "string" ? rolloutLab.open(link) : [];
      if (problems.length) tell("problem", { problems });
    },
    kubectl: ({ line }) => tell("output", { line, ...rolloutLab.kubectl(String(line)) }),
    seek: ({ timeMs }) => Number.isFinite(timeMs) && rolloutLab.seek(timeMs),
    play: () => rolloutLab.play(),
    pause: () => rolloutLab.pause(),
    step: () => rolloutLab.step(),
    back: () => rolloutLab.back(),
    state: () => tell("state", state()),
  };

  addEventListener("message", ({ source, origin, data }) => {
    if (source !== parent || plain(origin) !== around || data?.rolloutLab !== VERSION || !rolloutLab) return;
    if (!Object.hasOwn(does, data.type)) return tell("problem", { problems: [`There is no message ${data.type}.`] });
    try {
      does[data.type](data);
    } catch (error) {
      if (error instanceof WebAssembly.RuntimeError) throw error;
      tell("problem", { problems: [error.message] });
    }
  });

  new MutationObserver((_, observer) => {
    if (!root.hasAttribute("data-ready")) return;
    observer.disconnect();
    document.addEventListener("rollout-lab", changed);
    new ResizeObserver(measure).observe(document.body);
    tell("ready", { version: rolloutLab.version, link: rolloutLab.link() });
    measure();
    // Out of sight the clock stands; with `autoplay` it runs whenever the lab comes into sight.
    const plays = on("autoplay");
    new IntersectionObserver(([seen]) => {
      if (!seen.isIntersecting) rolloutLab.pause();
      else if (plays) rolloutLab.play();
    }, { threshold: 0.2 }).observe(document.body);
  }).observe(root, { attributes: true, attributeFilter: ["data-ready"] });
})();
