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

// A pressed button counts until the answer is here, even when the request of a later change takes the
// place of its own.
const pressed = new WeakMap();

document.addEventListener('htmx:config:request', ({ detail: { ctx } }) => {
  const { body, method, submitter } = ctx.request;
  if (method !== 'POST' || !ctx.sourceElement.matches('form')) return;
  const earlier = pressed.get(ctx.sourceElement)?.buttons ?? [];
  const buttons = earlier.filter((button) => button.name !== submitter?.name);
  for (const { name, value } of buttons) body.append(name, value);
  if (submitter?.name) buttons.push(submitter);
  pressed.set(ctx.sourceElement, { ctx, buttons });
});

document.addEventListener('htmx:finally:request', ({ detail: { ctx } }) => {
  if (pressed.get(ctx.sourceElement)?.ctx === ctx) pressed.delete(ctx.sourceElement);
});

document.addEventListener('htmx:before:request', ({ detail: { ctx } }) => {
  const inside = ctx.request.submitter ?? ctx.sourceElement;
  const popover = inside?.closest?.('[popover]');
  if (popover?.matches(':popover-open')) popover.hidePopover();
});

// Enter in a part of a form that has a button of its own (data-enter) presses that one, and not the
// first button of the whole form.
document.addEventListener('keydown', (event) => {
  if (event.key !== 'Enter' || event.isComposing || event.defaultPrevented || !event.target.matches?.('input')) return;
  const button = event.target.closest('fieldset:has([data-enter])')?.querySelector('[data-enter]');
  if (!button) return;
  event.preventDefault();
  button.click();
});
