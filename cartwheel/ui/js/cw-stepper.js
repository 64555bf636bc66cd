// <cw-stepper><button data-step="-1">−</button><input type="number"><button data-step="1">+</button></cw-stepper>
// data-least on the input: from nothing the first step goes there, and the last one back to nothing.
customElements.define('cw-stepper', class extends HTMLElement {
  connectedCallback() { this.addEventListener('click', this) }

  handleEvent({ target }) {
    const step = target.closest('[data-step]')?.dataset.step;
    const input = this.querySelector('input');
    if (!step || input.disabled) return;
    if (step > 0) input.stepUp(); else input.stepDown();
    if (input.valueAsNumber < Number(input.dataset.least ?? 0)) input.value = step > 0 ? input.dataset.least : 0;
    for (const type of ['input', 'change']) input.dispatchEvent(new Event(type, { bubbles: true }));
  }
});
