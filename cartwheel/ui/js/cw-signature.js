// <cw-signature data-label="…"><input type="hidden" name="drawing"> <button data-clear>Clear</button></cw-signature>
// A box to sign in. The input gets the strokes, [[[x, y], …], …] on a field of 1000 by 300, and what it
// holds already is drawn: a form that comes back keeps the signature. Without script the element is
// not shown; whoever cannot draw types the name in the field beside it.
const WIDE = 1000, HIGH = 300, STEP = 4, MOST = 9000;

customElements.define('cw-signature', class extends HTMLElement {
  connectedCallback() {
    this.input = this.querySelector('input');
    this.canvas = document.createElement('canvas');
    this.canvas.setAttribute('role', 'img');
    this.canvas.setAttribute('aria-label', this.dataset.label ?? '');
    this.prepend(this.canvas);
    this.setAttribute('data-ready', '');
    this.strokes = this.kept();
    for (const type of ['pointerdown', 'pointermove', 'pointerup', 'pointercancel']) this.canvas.addEventListener(type, this);
    this.addEventListener('click', this);
    this.sizes = new ResizeObserver(() => this.draw());
    this.sizes.observe(this.canvas);
  }

  disconnectedCallback() { this.sizes?.disconnect() }

  kept() {
    try { return JSON.parse(this.input.value || '[]') } catch { return [] }
  }

  handleEvent(event) {
    if (event.type === 'click') return event.target.closest('[data-clear]') && this.clear();
    if (event.type === 'pointerdown') return this.begin(event);
    if (event.type === 'pointermove') return this.stroke && this.move(event);
    if (this.stroke) this.end();
  }

  begin(event) {
    if (!event.isPrimary || event.button) return;
    event.preventDefault();
    this.canvas.setPointerCapture(event.pointerId);
    this.stroke = [this.at(event)];
    this.strokes.push(this.stroke);
    this.draw();
  }

  // Browsers gather several positions into one event.
  move(event) {
    for (const each of event.getCoalescedEvents?.() ?? [event]) {
      const [x, y] = this.at(each), [lastX, lastY] = this.stroke.at(-1);
      if (Math.abs(x - lastX) + Math.abs(y - lastY) < STEP || this.strokes.flat().length > MOST) continue;
      this.stroke.push([x, y]);
    }
    this.draw();
  }

  end() {
    this.stroke = null;
    this.input.value = JSON.stringify(this.strokes);
    this.input.dispatchEvent(new Event('change', { bubbles: true }));
  }

  clear() {
    this.strokes = [];
    this.input.value = '';
    this.draw();
  }

  at({ clientX, clientY }) {
    const { left, top, width, height } = this.canvas.getBoundingClientRect();
    const within = (value, most) => Math.min(most, Math.max(0, Math.round(value)));
    return [within((clientX - left) / width * WIDE, WIDE), within((clientY - top) / height * HIGH, HIGH)];
  }

  draw() {
    const scale = devicePixelRatio || 1, { clientWidth, clientHeight } = this.canvas;
    this.canvas.width = clientWidth * scale;
    this.canvas.height = clientHeight * scale;
    const pen = this.canvas.getContext('2d');
    pen.scale(this.canvas.width / WIDE, this.canvas.height / HIGH);
    Object.assign(pen, { lineWidth: 5, lineCap: 'round', lineJoin: 'round', strokeStyle: getComputedStyle(this.canvas).color });
    for (const [first, ...rest] of this.strokes) {
      pen.beginPath();
      pen.moveTo(...first);
      for (const point of rest.length ? rest : [first]) pen.lineTo(...point);
      pen.stroke();
    }
  }
});
