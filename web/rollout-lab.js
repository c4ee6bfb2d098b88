// <rollout-lab scenario="workshop" replicas="5"></rollout-lab>: the lab in a page, made when it comes into sight. Its attributes are
// the parameters of links; `link` is a whole link, `src` the lab's own address if this script does not lie beside it.
(() => {
  "use strict";
  const VERSION = 1;
  const own = document.currentScript?.src ?? document.querySelector('script[src*="rollout-lab.js"]')?.src ?? location.href;
  // What the element has for itself.
  const NOT_SAID = ["class", "height", "id", "link", "slot", "src", "style", "title"];

  class RolloutLab extends HTMLElement {
    // What was sent before the lab was ready.
    waiting = [];

    connectedCallback() {
      if (this.frame) return;
      if (!this.style.display) this.style.display = "block";
      if (!this.style.minHeight) this.style.minHeight = `${this.getAttribute("height") ?? 480}px`;
      this.seen = new IntersectionObserver((entries) => {
        if (entries.some((entry) => entry.isIntersecting)) this.start();
      }, { rootMargin: "100px" });
      this.seen.observe(this);
      this.heard = (event) => this.hear(event);
      addEventListener("message", this.heard);
    }

    disconnectedCallback() {
      this.seen?.disconnect();
      removeEventListener("message", this.heard);
      this.frame?.remove();
      this.frame = undefined;
      this.isReady = false;
    }

    // Where the frame leads.
    get address() {
      const [query, hash = ""] = (this.getAttribute("link") ?? "").replace(/^[^?#]*/, "").split("#");
      const said = new URLSearchParams(query);
      for (const { name, value } of this.attributes) {
        if (!NOT_SAID.includes(name) && !/^(data|aria|on)/.test(name)) said.set(name, value);
      }
      said.set("embed", "1");
      const address = new URL(this.getAttribute("src") ?? "./", this.hasAttribute("src") ? document.baseURI : own);
      address.search = said;
      address.hash = hash;
      return address;
    }

    start() {
      this.seen.disconnect();
      const frame = document.createElement("iframe");
      const address = this.address;
      // A page may be told anything by a link; a frame may only lead to a page.
      if (!/^(https?|file):$/.test(address.protocol)) return;
      this.origin = address.protocol === "file:" ? "null" : address.origin;
      frame.src = address;
      frame.title = this.title || "Rollout Lab";
      frame.style.cssText = `display:block;width:100%;border:0;height:${this.style.minHeight}`;
      frame.allow = "clipboard-write; fullscreen";
      this.frame = frame;
      this.append(frame);
    }

    hear({ source, origin, data }) {
      if (!this.frame || source !== this.frame.contentWindow || (origin.startsWith("file:") ? "null" : origin) !== this.origin) return;
      if (data?.rolloutLab !== VERSION) return;
      if (data.type === "resize" && Number.isFinite(data.height)) {
        this.style.minHeight = "";
        this.frame.style.height = `${Math.min(Math.max(data.height, 100), 4000)}px`;
      }
      if (data.type === "ready") {
        this.isReady = true;
        for (const message of this.waiting.splice(0)) this.send(message);
      }
      this.dispatchEvent(new CustomEvent(`rollout-lab-${data.type}`, { detail: data, bubbles: true }));
    }

    // Sends a message of docs/embed.md, such as `{ type: "step" }`; what is sent before the lab is ready waits for that.
    send(message) {
      if (!this.isReady) return void this.waiting.push(message);
      this.frame.contentWindow.postMessage({ rolloutLab: VERSION, ...message }, this.origin === "null" ? "*" : this.origin);
    }
  }

  customElements.define("rollout-lab", RolloutLab);
})();
