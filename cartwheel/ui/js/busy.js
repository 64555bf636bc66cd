// A thin bar on top while a request that somebody waits for takes longer than a blink.
let waiting = 0;
let timer;

const polls = (source) => /\bevery\b/.test(source?.getAttribute?.('hx-trigger') ?? '');

document.addEventListener('htmx:before:request', ({ detail: { ctx } }) => {
  if (polls(ctx.sourceElement)) return;
  waiting += 1;
  clearTimeout(timer);
  timer = setTimeout(() => document.documentElement.toggleAttribute('data-busy', waiting > 0), 200);
});

document.addEventListener('htmx:finally:request', ({ detail: { ctx } }) => {
  if (polls(ctx.sourceElement)) return;
  waiting = Math.max(0, waiting - 1);
  if (!waiting) {
    clearTimeout(timer);
    document.documentElement.removeAttribute('data-busy');
  }
});
