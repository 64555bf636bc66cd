// <cw-menu popover> beside the button that opens it: placed at the button, walked with the arrows.
// data-plain: holds a form, so the arrows belong to its fields.
const GAP = 4;

customElements.define('cw-menu', class extends HTMLElement {
  connectedCallback() {
    for (const type of ['toggle', 'beforetoggle', 'keydown', 'click']) this.addEventListener(type, this);
  }

  disconnectedCallback() { this.follow(false) }

  get invoker() { return document.querySelector(`[popovertarget="${this.id}"]`) }

  get items() { return [...this.querySelectorAll('a[href], button:not(:disabled)')] }

  handleEvent(event) {
    if (event.type === 'keydown') return this.walk(event);
    if (event.type === 'click') return this.leave(event);
    if (event.type === 'toggle') return event.newState === 'open' ? this.opened() : this.follow(false);
    if (event.type === 'scroll' || event.type === 'resize') return this.place();
  }

  opened() {
    this.place();
    this.follow(true);
    if (!this.hasAttribute('data-plain')) this.items[0]?.focus({ preventScroll: true });
  }

  follow(on) {
    const change = on ? 'addEventListener' : 'removeEventListener';
    window[change]('scroll', this, { passive: true, capture: true });
    window[change]('resize', this);
  }

  // Below the button, or above where there is no room; never over the edge of the screen.
  place() {
    const button = this.invoker?.getBoundingClientRect();
    if (!button) return;
    this.setAttribute('data-placed', '');
    const { offsetWidth: width, offsetHeight: height } = this;
    const { clientWidth, clientHeight } = document.documentElement;
    const below = button.bottom + GAP + height <= clientHeight || button.top < height + GAP;
    const top = below ? button.bottom + GAP : button.top - GAP - height;
    const start = button.left + width > clientWidth ? button.right - width : button.left;
    this.style.top = `${Math.max(GAP, Math.min(top, clientHeight - height - GAP))}px`;
    this.style.left = `${Math.max(GAP, Math.min(start, clientWidth - width - GAP))}px`;
  }

  walk(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || this.hasAttribute('data-plain')) return;
    event.preventDefault();
    const at = this.items.indexOf(document.activeElement);
    this.items.at((at + step) % this.items.length)?.focus();
  }

  // A button that opens a dialog has done its work here.
  leave({ target }) {
    if (target.closest('[commandfor]')) this.hidePopover();
  }
});
