// A form is sent once, however often its button is pressed; a search sends only what was asked.
const REST = 4000;

document.addEventListener('submit', (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method === 'dialog') return;
  if (form.hasAttribute('data-sent')) return event.preventDefault();
  if (form.method !== 'post') return;
  // After the submission has been put together, so that the pressed button's value is sent.
  setTimeout(() => form.setAttribute('data-sent', ''));
  // A download leaves the page where it is: the form may be used again.
  setTimeout(() => form.removeAttribute('data-sent'), REST);
});

window.addEventListener('pageshow', () => {
  for (const form of document.querySelectorAll('form[data-sent]')) form.removeAttribute('data-sent');
});

document.addEventListener('htmx:config:request', ({ detail: { ctx } }) => {
  const { body } = ctx.request;
  if (!ctx.sourceElement.closest('form[data-lean]')) return;
  for (const [name, value] of [...body]) if (value === '') body.delete(name);
});

document.addEventListener('htmx:before:request', ({ detail: { ctx } }) => {
  const inside = ctx.request.submitter ?? ctx.sourceElement;
  const popover = inside?.closest?.('[popover]');
  if (popover?.matches(':popover-open')) popover.hidePopover();
});
