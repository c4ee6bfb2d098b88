// Stands by while the lab opens and runs: says so when it cannot be opened or has stopped, gives what to report, and restarts it.
// The lab keeps the latest run under `rollout-lab.run`, as JSON { "link": "…", "manifest": "…" }, and reads it back when
// it starts; both parts may be missing, and so may the whole.
(() => {
  "use strict";
  const RUN = "rollout-lab.run";
  let stopped = false;

  function savedRun() {
    try {
      return JSON.parse(localStorage.getItem(RUN)) ?? {};
    } catch {
      return {};
    }
  }

  function button(text, action) {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = text;
    made.addEventListener("click", action);
    return made;
  }

  function paragraph(text) {
    const made = document.createElement("p");
    made.textContent = text;
    return made;
  }

  function restart(link) {
    // A link may differ from this address in its hash alone, which would not load the page again.
    if (link && link !== location.href) history.replaceState(null, "", link);
    location.reload();
  }

  function report(run, problem) {
    const parts = [`Rollout Lab stopped: ${problem}`, `Link: ${run.link ?? location.href}`, `Browser: ${navigator.userAgent}`];
    if (run.manifest) parts.push("Manifest:", run.manifest);
    return parts.join("\n");
  }

  function stop(title, sentence, problem) {
    if (stopped) return;
    stopped = true;
    const run = savedRun();
    const text = document.createElement("textarea");
    text.readOnly = true;
    text.value = report(run, problem);
    text.setAttribute("aria-label", "What to report");
    const copy = button("Copy", async () => {
      try {
        await navigator.clipboard.writeText(text.value);
        copy.textContent = "Copied";
      } catch {
        text.select();
      }
    });
    const again = button("Restart", () => restart(run.link));
    again.className = "primary";
    const fresh = button("Start afresh", () => {
      try {
        localStorage.removeItem(RUN);
      } catch {
        // Nothing is kept where nothing can be.
      }
      restart(location.pathname);
    });
    const heading = document.createElement("h1");
    heading.textContent = title;
    const box = document.getElementById("boot") ?? document.body.appendChild(document.createElement("div"));
    box.id = "boot";
    box.className = "stopped";
    box.setAttribute("role", "alert");
    box.replaceChildren(heading, paragraph(sentence), text, again, copy, fresh);
    // What the program drew is dead: nothing of it may be pressed or read out any more.
    document.body.replaceChildren(box);
    again.focus();
  }

  function trapped(error) {
    stop(
      "The lab has stopped",
      "It met a state it was not made for. This is a mistake in the lab, not in your manifest; the text below helps to find it. Restart goes on from your latest run.",
      error.message,
    );
  }

  function unopened(problem) {
    if (document.documentElement.hasAttribute("data-ready")) return;
    stop("The lab could not be opened", problem, problem);
  }

  addEventListener("error", (event) => {
    if (event.error instanceof WebAssembly.RuntimeError) return trapped(event.error);
    if (event.error) return unopened(`The program could not be started: ${event.error.message}`);
    // A script that could not be fetched: the event is at its element and does not bubble.
    if (event.target instanceof HTMLScriptElement) unopened("A part of the page could not be loaded. Try again.");
  }, true);

  addEventListener("unhandledrejection", (event) => {
    const error = event.reason;
    if (error instanceof WebAssembly.RuntimeError) return trapped(error);
    unopened(`The program could not be started: ${error?.message ?? error}`);
  });

  addEventListener("DOMContentLoaded", () => {
    // The one-file lab has its program in itself, and runs from a disk.
    if (location.protocol === "file:" && !document.getElementById("program")) {
      unopened("A browser does not run this page from a file. Open rollout-lab.html, or serve this folder, for example with `cargo xtask serve`.");
    } else if (typeof WebAssembly !== "object") {
      unopened("This browser has no WebAssembly.");
    }
  });
})();
