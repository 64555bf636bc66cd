// <cw-idle seconds="90" data-url="/…/"><form method="post" action="…/leave/">…</form><p role="status" data-warning="…"></p></cw-idle>
// A page that one person after the other uses: nobody touches it for so long, and it is left. A page
// that the browser had kept for going back is loaded anew, and shows nothing any more.
const SIGNS_OF_LIFE = ['pointerdown', 'keydown', 'input', 'scroll'];
const WARNED_BEFORE = 15;

customElements.define('cw-idle', class extends HTMLElement {
  connectedCallback() {
    for (const type of SIGNS_OF_LIFE) document.addEventListener(type, this, { capture: true, passive: true });
    window.addEventListener('pageshow', this);
    this.wait();
  }

  disconnectedCallback() {
    this.stop();
    for (const type of SIGNS_OF_LIFE) document.removeEventListener(type, this, { capture: true });
    window.removeEventListener('pageshow', this);
  }

  handleEvent(event) {
    if (event.type !== 'pageshow') return this.wait();
    if (event.persisted) location.replace(this.dataset.url);
  }

  stop() { for (const timer of [this.warning, this.leaving]) clearTimeout(timer) }

  wait() {
    this.stop();
    const seconds = Number(this.getAttribute('seconds'));
    this.say('');
    if (seconds > 2 * WARNED_BEFORE) this.warning = setTimeout(() => this.say(this.words), (seconds - WARNED_BEFORE) * 1000);
    this.leaving = setTimeout(() => this.querySelector('form').requestSubmit(), seconds * 1000);
  }

  get status() { return this.querySelector('[data-warning]') }

  get words() { return this.status?.dataset.warning ?? '' }

  say(words) {
    if (!this.status) return;
    this.status.textContent = words;
    this.status.toggleAttribute('data-warned', Boolean(words));
  }
});
