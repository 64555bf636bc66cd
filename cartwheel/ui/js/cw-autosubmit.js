// <cw-autosubmit><form>…</form></cw-autosubmit>: sends the form when something in it changes.
// Its button is for those without script, and stays for those who look for one.
customElements.define('cw-autosubmit', class extends HTMLElement {
  connectedCallback() { this.addEventListener('change', this) }

  handleEvent({ target }) { target.form?.requestSubmit() }
});
