// Reloads the page when `cargo xtask serve` has another build. Not part of the published site.
(async () => {
  const build = new URL(document.currentScript.src).searchParams.get("build");
  for (;;) {
    try {
      const answer = await fetch(`/-/build/${build}`);
      if ((await answer.text()) !== build) return location.reload();
    } catch {
      // The server is gone; it may come back.
      await new Promise((resolve) => setTimeout(resolve, 1000));
    }
  }
})();
