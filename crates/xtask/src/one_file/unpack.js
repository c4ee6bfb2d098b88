// Takes the styles and the program out of the page that holds them, and starts it.
(async () => {
  "use strict";
  const element = document.getElementById("program");
  const [block, unpacker, ...sizes] = element.dataset.sizes.split(" ").map(Number);
  // Where a server says another encoding than the page does, the bytes are not what they were: they are asked for once more.
  const bytes = bytesOf(element.textContent) ?? bytesOf(await fetchedText());
  // It takes a moment, in which the page should be seen; a page that nobody looks at is not drawn and has not to be waited for.
  await new Promise((go) => {
    requestAnimationFrame(() => setTimeout(go));
    setTimeout(go, 100);
  });
  const all = await unpacked(bytes.subarray(0, unpacker), bytes.subarray(unpacker));
  let at = 0;
  const [styles, scripts, glue, wasm] = sizes.map((size) => all.subarray(at, (at += size)));
  const text = (part) => new TextDecoder().decode(part);
  const put = (name, content, type = "") => {
    const made = document.createElement(name);
    made.type = type;
    made.textContent = content;
    document.head.append(made);
  };
  put("style", text(styles));
  put("script", text(scripts));
  element.wasm = wasm;
  put("script", text(glue), "module");

  async function fetchedText() {
    const answer = await fetch(location.href);
    const page = new TextDecoder("windows-1252").decode(await answer.arrayBuffer());
    const begun = page.slice(page.indexOf("<scr" + "ipt id=\"program\""));
    return begun.slice(begun.indexOf(">") + 1, begun.indexOf("</scr" + "ipt"));
  }

  // A character is a byte, and the first one of a block says by what the others are changed. Nothing, if there are characters that are
  // no bytes.
  function bytesOf(page) {
    const byte = new Map([...new TextDecoder("windows-1252").decode(Uint8Array.from({ length: 256 }, (_, i) => i))].map((c, i) => [c, i]));
    const bytes = new Uint8Array(page.length);
    let size = 0, left = 0, veil = 0;
    for (const character of page) {
      const value = byte.get(character);
      if (value === undefined) return;
      if (value === 13) continue;
      if (left--) {
        bytes[size++] = value ^ veil;
      } else {
        veil = value;
        left = block;
      }
    }
    return bytes.subarray(0, size);
  }

  async function unpacked(unpacker, packed) {
    const inflating = new Blob([unpacker]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
    const module = await new Response(inflating).arrayBuffer();
    const { memory, room, unpack } = (await WebAssembly.instantiate(module)).instance.exports;
    // Both calls may move the memory, so it is looked at after them.
    const from = room(packed.length);
    new Uint8Array(memory.buffer, from, packed.length).set(packed);
    const texts = sizes[0] + sizes[1] + sizes[2], size = texts + sizes[3];
    const to = unpack(texts, size);
    return new Uint8Array(memory.buffer, to, size).slice();
  }
})();
