// Takes the styles and the program out of the page that holds them, and starts it.
(async () => {
  "use strict";
  const element = document.getElementById("program");
  // Where a server says another encoding than the page does, the bytes are not what they were: they are asked for once more.
  const bytes = bytesOf(element.textContent) ?? bytesOf(await fetchedText());
  const sizes = element.dataset.sizes.split(" ").map(Number);
  const all = unpacked(bytes, sizes.reduce((a, b) => a + b));
  let at = 0;
  const [styles, glue, wasm] = sizes.map((size) => all.subarray(at, (at += size)));
  const text = (part) => new TextDecoder().decode(part);
  const put = (name, content) => {
    const made = document.createElement(name);
    if (name === "script") made.type = "module";
    made.textContent = content;
    document.head.append(made);
  };
  put("style", text(styles));
  element.wasm = wasm;
  put("script", text(glue));

  async function fetchedText() {
    const answer = await fetch(location.href);
    const page = new TextDecoder("windows-1252").decode(await answer.arrayBuffer());
    const begun = page.slice(page.indexOf("<scr" + "ipt id=\"program\""));
    return begun.slice(begun.indexOf(">") + 1, begun.indexOf("</scr" + "ipt"));
  }

  // A character is a byte; `=` says that the next one is another by 64. Nothing, if there are characters that are no bytes.
  function bytesOf(page) {
    const byte = new Map([...new TextDecoder("windows-1252").decode(Uint8Array.from({ length: 256 }, (_, i) => i))].map((c, i) => [c, i]));
    const bytes = new Uint8Array(page.length);
    let size = 0, flip = 0;
    for (const character of page) {
      const value = byte.get(character);
      if (value === undefined) return;
      if (value === 13) continue;
      if (value === 61) { flip = 64; continue; }
      bytes[size++] = value ^ flip;
      flip = 0;
    }
    return bytes.subarray(0, size);
  }

  // LZMA without a header, with lc=4, lp=0, pb=0.
  function unpacked(from, size) {
    const to = new Uint8Array(size);
    const probabilities = (n) => new Uint16Array(n).fill(1024);
    const [isMatch, isRep, isRep1, isRep2, isRep3, isLong] = Array.from({ length: 6 }, () => probabilities(12));
    const [literals, slots, near, align] = [0x300 << 4, 256, 115, 16].map(probabilities);
    const [matchLengths, repLengths] = [0, 1].map(() => [2, 8, 8, 256].map(probabilities));
    let next = 1, range = 0xffffffff, code = 0, at = 0, state = 0, rep0 = 0, rep1 = 0, rep2 = 0, rep3 = 0;
    while (next < 5) code = code * 256 + from[next++];
    const refill = () => {
      if (range >= 0x1000000) return;
      range *= 256;
      code = code * 256 + from[next++];
    };
    const bit = (table, i) => {
      const bound = (range >>> 11) * table[i];
      let found = 0;
      if (code < bound) {
        range = bound;
        table[i] += (2048 - table[i]) >> 5;
      } else {
        range -= bound;
        code -= bound;
        table[i] -= table[i] >> 5;
        found = 1;
      }
      refill();
      return found;
    };
    const tree = (table, bits, base = 0) => {
      let m = 1;
      for (let i = 0; i < bits; i++) m = (m << 1) | bit(table, base + m);
      return m - (1 << bits);
    };
    const reversed = (table, bits, base) => {
      let m = 1, number = 0;
      for (let i = 0; i < bits; i++) {
        const b = bit(table, base + m);
        m = (m << 1) | b;
        number |= b << i;
      }
      return number;
    };
    const direct = (bits) => {
      let number = 0;
      for (let i = 0; i < bits; i++) {
        range >>>= 1;
        const b = code >= range ? 1 : 0;
        if (b) code -= range;
        number = number * 2 + b;
        refill();
      }
      return number;
    };
    const lengthOf = ([choice, low, middle, high]) =>
      !bit(choice, 0) ? tree(low, 3) : !bit(choice, 1) ? 8 + tree(middle, 3) : 16 + tree(high, 8);
    while (at < size) {
      if (!bit(isMatch, state)) {
        const base = 0x300 * ((at ? to[at - 1] : 0) >> 4);
        let symbol = 1;
        if (state >= 7) {
          let match = to[at - rep0 - 1];
          while (symbol < 256) {
            const expected = (match >> 7) & 1;
            match <<= 1;
            const b = bit(literals, base + ((1 + expected) << 8) + symbol);
            symbol = (symbol << 1) | b;
            if (b !== expected) break;
          }
        }
        while (symbol < 256) symbol = (symbol << 1) | bit(literals, base + symbol);
        to[at++] = symbol;
        state = state < 4 ? 0 : state < 10 ? state - 3 : state - 6;
        continue;
      }
      let length;
      if (bit(isRep, state)) {
        if (bit(isRep1, state)) {
          let distance = rep1;
          if (bit(isRep2, state)) {
            distance = rep2;
            if (bit(isRep3, state)) {
              distance = rep3;
              rep3 = rep2;
            }
            rep2 = rep1;
          }
          rep1 = rep0;
          rep0 = distance;
        } else if (!bit(isLong, state)) {
          state = state < 7 ? 9 : 11;
          to[at] = to[at - rep0 - 1];
          at++;
          continue;
        }
        length = lengthOf(repLengths);
        state = state < 7 ? 8 : 11;
      } else {
        [rep3, rep2, rep1] = [rep2, rep1, rep0];
        length = lengthOf(matchLengths);
        state = state < 7 ? 7 : 10;
        const slot = tree(slots, 6, 64 * Math.min(length, 3));
        rep0 = slot;
        if (slot >= 4) {
          const bits = (slot >> 1) - 1;
          rep0 = (2 | (slot & 1)) << bits;
          rep0 += slot < 14 ? reversed(near, bits, rep0 - slot) : direct(bits - 4) * 16 + reversed(align, 4, 0);
        }
      }
      for (let left = length + 2; left; left--, at++) to[at] = to[at - rep0 - 1];
    }
    return to;
  }
})();
