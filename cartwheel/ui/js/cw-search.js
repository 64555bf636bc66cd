// <cw-search><form><input type="search" hx-get="…" hx-target="#found"></form><div id="found" data-found hidden></div></cw-search>
// Results below a search box: the arrows walk them, Escape goes back to the box and then closes
// them. data-stays: they are part of the page and are never hidden.
customElements.define('cw-search', class extends HTMLElement {
  connectedCallback() {
    for (const type of ['keydown', 'focusin', 'focusout', 'input', 'htmx:after:swap']) this.addEventListener(type, this);
  }

  get input() { return this.querySelector('input[type=search]') }

  get found() { return this.querySelector('[data-found]') }

  get links() { return [...this.found.querySelectorAll('a[href]')] }

  handleEvent(event) {
    if (event.type === 'keydown') this.key(event);
    else if (event.type === 'focusout') this.contains(event.relatedTarget) || this.show(false);
    else if (event.target === this.input || event.type === 'htmx:after:swap') this.show(true);
  }

  show(on) {
    if (this.found.hasAttribute('data-stays')) return;
    const full = this.input.value.trim() && this.found.childElementCount && this.contains(document.activeElement);
    this.found.hidden = !(on && full);
  }

  key(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const inside = document.activeElement !== this.input;
    if (step) this.walk(event, step);
    else if (event.key === 'Escape' && inside) this.leave(event);
    else if (event.key === 'Escape' && !this.found.hidden && !this.found.hasAttribute('data-stays')) {
      event.preventDefault();
      this.show(false);
    } else if (inside && event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey && event.key !== ' ') this.input.focus();
  }

  walk(event, step) {
    event.preventDefault();
    this.show(true);
    const { links } = this;
    const to = links.indexOf(document.activeElement) + step;
    if (to < 0) this.input.focus();
    else links[Math.min(to, links.length - 1)]?.focus();
  }

  leave(event) {
    event.preventDefault();
    this.input.focus();
  }
});
