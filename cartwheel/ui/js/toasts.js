// Short words about what just happened. From the server: HX-Trigger: {"toast": {"text": "…", "tone": "good"}}
// (tone may be left out). When a request fails, the words stand in the element's data attributes.
const SHOWN = 8000;
const SAID = { 401: 'signedOut', 403: 'denied', 404: 'gone', 410: 'gone', 413: 'tooBig', 429: 'many' };
const ANSWERED = new Set([409, 422]); // come with a page of their own that says why

const box = () => document.querySelector('cw-toasts');

function say(text, tone = '') {
  const toast = box()?.querySelector('template').content.firstElementChild.cloneNode(true);
  if (!toast || !text) return;
  if (tone) toast.dataset.tone = tone;
  toast.querySelector('.text').textContent = text;
  box().append(toast);
  // An error stays until somebody has read it.
  if (tone !== 'danger') setTimeout(() => toast.remove(), SHOWN);
}

const sayWhy = (key) => say(box()?.dataset[key], 'danger');

document.addEventListener('toast', ({ detail }) => say(detail.text ?? detail.value, detail.tone));
document.addEventListener('htmx:response:error', ({ detail: { ctx } }) => {
  const { status } = ctx.response;
  if (!ANSWERED.has(status)) sayWhy(SAID[status] ?? 'error');
});
document.addEventListener('htmx:error', ({ detail }) => {
  if (detail.ctx && !detail.ctx.response) sayWhy('offline');
});
document.addEventListener('click', ({ target }) => target.closest?.('[data-close]')?.closest('.toast')?.remove());
