// Runs axe-core, which has been injected before, and hands over a sentence per violation.
const [done] = arguments;
axe.run(document, { resultTypes: ["violations"] }).then(
  ({ violations }) =>
    done(violations.flatMap(({ id, nodes }) => nodes.slice(0, 5).map(({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} ${failureSummary.slice(0, 300)}`))),
  (error) => done([String(error)]),
);
