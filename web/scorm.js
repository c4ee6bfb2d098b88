// The lab in a learning management system: SCORM 1.2. It reports where the learner is, whether that is done, and how well, and
// goes on where they were. What was reached once is not taken back.
(() => {
  "use strict";
  // The length that every system has to take.
  const LONGEST_PLACE = 4096;

  // The adapter is an object in one of the windows around this one, or around the one that opened it.
  function found(start) {
    for (let at = start, i = 0; at && i < 20; i++) {
      try {
        if (at.API) return at.API;
      } catch {
        return null;
      }
      if (at.parent === at) return null;
      at = at.parent;
    }
    return null;
  }

  const api = found(window) ?? (window.opener && found(window.opener));
  // Whatever a system answers, or does not answer: the lab goes on.
  const ask = (name, ...words) => {
    try {
      return String(api[name](...words) ?? "");
    } catch {
      return "";
    }
  };
  if (!api || ask("LMSInitialize", "") !== "true") return;
  const began = Date.now();
  const get = (name) => ask("LMSGetValue", `cmi.${name}`);
  const set = (name, value) => ask("LMSSetValue", `cmi.${name}`, String(value));

  const kept = get("suspend_data");
  if (kept.startsWith("?") && kept.length <= LONGEST_PLACE) history.replaceState(null, "", kept);
  let status = get("core.lesson_status");
  let best = Number.parseFloat(get("core.score.raw"));
  const reach = (next) => {
    const order = ["not attempted", "", "browsed", "incomplete", "failed", "completed", "passed"];
    if (order.indexOf(next) <= order.indexOf(status)) return;
    status = next;
    set("core.lesson_status", status);
  };
  const score = (raw) => {
    if (raw <= best) return;
    best = raw;
    set("core.score.min", 0);
    set("core.score.max", 100);
    set("core.score.raw", raw);
  };
  reach("incomplete");

  function report() {
    const { lesson, timeMs, decisions } = rolloutLab.state();
    const link = rolloutLab.link();
    if (link.length <= LONGEST_PLACE) set("suspend_data", link);
    set("core.lesson_location", (lesson ? `${lesson.id}/${lesson.at}` : `${timeMs} ms`).slice(0, 255));
    if (!lesson) {
      // In the lab itself nothing is asked: who has seen a decision has used it.
      if (decisions > 0) reach("completed");
    } else if (lesson.stars !== null) {
      score(Math.round((lesson.stars * 100) / 3));
      reach("passed");
    } else if (lesson.over) {
      if (lesson.right !== null) score(lesson.right ? 100 : 0);
      else if (lesson.total) score(100);
      reach("completed");
    } else if (lesson.total) {
      score(Math.round((lesson.at * 100) / lesson.total));
    }
    ask("LMSCommit", "");
  }

  let waiting = false;
  document.addEventListener("rollout-lab", () => {
    if (waiting) return;
    waiting = true;
    queueMicrotask(() => {
      waiting = false;
      report();
    });
  });

  let finished = false;
  addEventListener("pagehide", () => {
    if (finished) return;
    finished = true;
    const seconds = Math.round((Date.now() - began) / 1000);
    const two = (n) => String(Math.floor(n)).padStart(2, "0");
    set("core.session_time", `${two(Math.min(seconds / 3600, 9999))}:${two((seconds / 60) % 60)}:${two(seconds % 60)}`);
    set("core.exit", "suspend");
    ask("LMSCommit", "");
    ask("LMSFinish", "");
  });
})();
