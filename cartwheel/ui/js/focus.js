// The focus goes where the eye goes: to the summary of errors when a form comes back with one, and
// otherwise it is never lost because the element that had it was replaced: then it goes to the heading
// of the nearest part of the page that is still there.
let before;
let around = []; // the ids of what had the focus and of all that it stood in, from the inside out

function toSummary(root) {
  const summary = root?.querySelector?.('[data-focus]:not([data-quiet] *)') ?? (root?.matches?.('[data-focus]') ? root : null);
  if (!summary) return false;
  summary.tabIndex = -1; // a morph leaves this attribute, and open, as the person has them
  summary.focus();
  return true;
}

document.addEventListener('htmx:before:swap', () => {
  before = document.activeElement;
  around = [];
  for (let part = before; part; part = part.parentElement) if (part.id) around.push(part.id);
});

document.addEventListener('htmx:after:swap', ({ detail: { ctx } }) => {
  const refused = ctx.response?.status === 422;
  const target = ctx.target?.isConnected ? ctx.target : document.getElementById(ctx.target?.id);
  if (refused && toSummary(target ?? document)) return;
  if (document.activeElement !== document.body || !before || before === document.body) return;
  const part = around.map((id) => document.getElementById(id)).find(Boolean) ?? target;
  const again = part && part.id === before.id;
  const place = again ? part : part?.querySelector('[autofocus], h1, h2') ?? part;
  if (!place) return;
  if (!place.matches('a, button, input, select, textarea')) place.tabIndex = -1;
  place.focus({ preventScroll: true });
  place.scrollIntoView({ block: 'nearest' });
});

toSummary(document.querySelector('main'));
