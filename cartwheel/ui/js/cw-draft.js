// <cw-draft action="/…/drafts/" key="new-party"><form>… {% include "ui/draft_status.html" %} …</form></cw-draft>
// Keeps what is typed: posts the form's own body, and "form" with the key, when typing pauses and
// when the page is left. It never blocks, never asks, and is silent once the form itself was sent.
const PAUSE = 1500;
const TYPES = ['input', 'change', 'submit', 'htmx:after:swap', 'htmx:error', 'htmx:response:error'];

customElements.define('cw-draft', class extends HTMLElement {
  connectedCallback() {
    for (const type of TYPES) this.addEventListener(type, this);
    for (const type of ['pagehide', 'visibilitychange']) window.addEventListener(type, this);
    this.saved = this.body().toString();
  }

  disconnectedCallback() {
    clearTimeout(this.timer);
    for (const type of ['pagehide', 'visibilitychange']) window.removeEventListener(type, this);
  }

  get form() { return this.querySelector('form') ?? this.closest('form') }

  get status() { return this.form.querySelector('[data-draft-status]') }

  handleEvent(event) {
    if (event.type === 'submit') this.sent ||= event.target === this.form;
    else if (event.type === 'pagehide') this.leave();
    else if (event.type === 'visibilitychange') document.visibilityState === 'hidden' && this.leave();
    else this.later();
  }

  // Typing after a refusal, a part that was drawn anew, an answer that never came: the page is still
  // here, so what is typed counts again.
  later() {
    this.sent = false;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), PAUSE);
  }

  body() {
    const typed = [...new FormData(this.form)].filter(([, value]) => typeof value === 'string');
    return new URLSearchParams([...typed, ['form', this.getAttribute('key')]]);
  }

  async save() {
    const body = this.body();
    if (this.sent || body.toString() === this.saved) return;
    try {
      const response = await fetch(this.getAttribute('action'), { method: 'POST', body, redirect: 'error' });
      if (!response.ok) throw new Error(String(response.status));
      this.saved = body.toString();
      this.say('saved');
    } catch {
      this.say('failed');
    }
  }

  leave() {
    const body = this.body();
    if (this.sent || body.toString() === this.saved) return;
    if (navigator.sendBeacon(this.getAttribute('action'), body)) this.saved = body.toString();
  }

  say(what) {
    if (!this.status) return;
    const time = new Intl.DateTimeFormat(document.documentElement.lang, { timeStyle: 'short' }).format(new Date());
    this.status.textContent = (this.status.dataset[what] ?? '').replace('{time}', time);
  }
});
