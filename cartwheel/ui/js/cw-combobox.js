// <cw-combobox><input role="combobox" hx-get="…"><input type="hidden" name="family"><ul role="listbox"></ul></cw-combobox>
// The server renders the options (ui/options.html); this adds the keyboard of an ARIA combobox.
let serial = 0;

customElements.define('cw-combobox', class extends HTMLElement {
  connectedCallback() {
    const types = ['keydown', 'input', 'click', 'mousedown', 'focusout', 'htmx:after:swap', 'htmx:config:request'];
    for (const type of types) this.addEventListener(type, this);
    this.close();
  }

  get input() { return this.querySelector('[role=combobox]') }

  get value() { return this.querySelector('[type=hidden]') }

  get list() { return this.querySelector('[role=listbox]') }

  get options() { return [...this.list.querySelectorAll('[role=option]:not([aria-disabled])')] }

  get active() { return document.getElementById(this.input.getAttribute('aria-activedescendant')) }

  handleEvent(event) {
    const option = event.target.closest?.('[role=option]:not([aria-disabled])');
    if (event.type === 'keydown') this.key(event);
    else if (event.type === 'input' && event.target === this.input) this.typed();
    else if (event.type === 'mousedown' && option) event.preventDefault(); // keep the focus in the box
    else if (event.type === 'click' && option) this.choose(option);
    else if (event.type === 'focusout' && !this.contains(event.relatedTarget)) this.close();
    else if (event.type === 'htmx:after:swap') this.open();
    else if (event.type === 'htmx:config:request') this.ask(event.detail.ctx);
  }

  // The address is asked for "q", whatever the box is called in its form.
  ask({ request, sourceElement }) {
    if (sourceElement !== this.input) return;
    request.body.delete(this.input.name);
    request.body.set('q', this.input.value);
  }

  typed() {
    if (!this.value.value) return;
    this.value.value = '';
    this.changed();
  }

  key(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      if (this.list.hidden) this.open();
      this.step(step);
    } else if (event.key === 'Enter' && this.active && !this.list.hidden) {
      event.preventDefault();
      this.choose(this.active);
    } else if (event.key === 'Escape' && !this.list.hidden) {
      event.preventDefault();
      this.close();
    }
  }

  step(by) {
    const { options } = this;
    const at = options.indexOf(this.active);
    this.mark(options.at(at < 0 && by < 0 ? -1 : (at + by) % options.length));
  }

  mark(option) {
    this.active?.setAttribute('aria-selected', 'false');
    if (!option) return this.input.removeAttribute('aria-activedescendant');
    option.id ||= `cw-option-${++serial}`;
    option.setAttribute('aria-selected', 'true');
    option.scrollIntoView({ block: 'nearest' });
    this.input.setAttribute('aria-activedescendant', option.id);
  }

  open() {
    this.list.hidden = !this.list.childElementCount || document.activeElement !== this.input;
    this.input.setAttribute('aria-expanded', String(!this.list.hidden));
    this.mark(null);
  }

  close() {
    if (!this.list) return;
    this.list.hidden = true;
    this.input.setAttribute('aria-expanded', 'false');
    this.mark(null);
  }

  choose(option) {
    this.input.value = option.dataset.label ?? option.textContent.trim();
    this.value.value = option.dataset.value;
    this.close();
    this.changed();
  }

  changed() { this.value.dispatchEvent(new Event('change', { bubbles: true })) }
});
