// The focus goes where the eye goes: to the summary of errors when a form comes back with one, and
// otherwise it is never lost because the element that had it was replaced.
let before;

function toSummary(root) {
  const summary = root?.querySelector?.('[data-focus]:not([data-quiet] *)') ?? (root?.matches?.('[data-focus]') ? root : null);
  summary?.focus();
  return Boolean(summary);
}

document.addEventListener('htmx:before:swap', () => { before = document.activeElement });

document.addEventListener('htmx:after:swap', ({ detail: { ctx } }) => {
  const refused = ctx.response?.status === 422;
  const target = ctx.target?.isConnected ? ctx.target : document.getElementById(ctx.target?.id);
  if (refused && toSummary(target ?? document)) return;
  if (document.activeElement !== document.body || !before || before === document.body) return;
  const again = before.id && document.getElementById(before.id);
  const place = again || target?.querySelector('[autofocus], h1, h2') || target;
  if (!place) return;
  if (!place.matches('a, button, input, select, textarea')) place.tabIndex = -1;
  place.focus({ preventScroll: true });
});

toSummary(document.querySelector('main'));
