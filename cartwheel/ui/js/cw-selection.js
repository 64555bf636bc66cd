// <cw-selection data-for="list-parties"> around a table: the box in its head ticks all rows, shift
// ticks a range, and the bulk form with the same data-for says how many there are.
customElements.define('cw-selection', class extends HTMLElement {
  connectedCallback() {
    for (const type of ['change', 'click']) this.addEventListener(type, this);
    document.addEventListener('htmx:after:swap', this);
    this.show();
  }

  disconnectedCallback() { document.removeEventListener('htmx:after:swap', this) }

  get boxes() { return [...this.querySelectorAll('input[name=row]')] }

  get head() { return this.querySelector('[data-all]') }

  get bulk() { return document.querySelector(`.bulk[data-for="${this.dataset.for}"]`) }

  handleEvent(event) {
    if (event.type === 'click') return this.range(event);
    if (event.target === this.head) for (const box of this.boxes) box.checked = this.head.checked;
    this.show();
  }

  range({ target, shiftKey }) {
    if (!target.matches('input[name=row]')) return;
    const boxes = this.boxes;
    const [from, to] = [boxes.indexOf(this.last), boxes.indexOf(target)].sort((a, b) => a - b);
    if (shiftKey && from >= 0) for (const box of boxes.slice(from, to)) box.checked = target.checked;
    this.last = target;
    this.show();
  }

  show() {
    const count = this.boxes.filter((box) => box.checked).length;
    const all = count > 0 && count === this.boxes.length;
    if (this.head) Object.assign(this.head, { checked: all, indeterminate: count > 0 && !all });
    this.count(count, all);
  }

  count(count, all) {
    if (!this.bulk) return;
    this.bulk.hidden = count === 0;
    const words = this.bulk.querySelector('[data-count]');
    words.textContent = count === 1 ? words.dataset.one : words.dataset.many.replace('{n}', count);
    const every = this.bulk.querySelector('[data-every]');
    every.hidden = !all;
    if (!all) every.querySelector('input').checked = false;
  }
});
