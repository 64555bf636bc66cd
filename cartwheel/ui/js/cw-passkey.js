// <cw-passkey data-options="id of a JSON script" | data-options-url="/…" [data-create]><form>… name="credential" …</form></cw-passkey>
// Before its form is sent, asks the device for a passkey and puts the answer into "credential".
// Shown only where the browser can do it; the problem, if any, is said in the form.
const bytes = text => Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), c => c.charCodeAt(0));
const text = buffer => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');

// The server writes bytes as base64url; the browser wants buffers.
function readable({ publicKey }) {
  const key = { ...publicKey, challenge: bytes(publicKey.challenge) };
  if (key.user) key.user = { ...key.user, id: bytes(key.user.id) };
  for (const list of ['allowCredentials', 'excludeCredentials'])
    if (key[list]) key[list] = key[list].map(each => ({ ...each, id: bytes(each.id) }));
  return key;
}

function written(credential) {
  const { response } = credential;
  const parts = ['clientDataJSON', 'attestationObject', 'authenticatorData', 'signature', 'userHandle'];
  const found = parts.filter(part => response[part]).map(part => [part, text(response[part])]);
  return JSON.stringify({
    type: credential.type,
    id: credential.id,
    rawId: text(credential.rawId),
    authenticatorAttachment: credential.authenticatorAttachment,
    response: { ...Object.fromEntries(found), ...(response.getTransports && { transports: response.getTransports() }) },
    clientExtensionResults: credential.getClientExtensionResults(),
  });
}

customElements.define('cw-passkey', class extends HTMLElement {
  connectedCallback() {
    this.addEventListener('submit', this);
    if (window.PublicKeyCredential) this.hidden = false;
    else this.say(this.dataset.unsupported);
  }

  handleEvent(event) {
    event.preventDefault();
    this.ask(event.target).catch(() => this.say(this.dataset.failed));
  }

  async ask(form) {
    this.say('');
    const publicKey = readable(await this.options());
    const credential = 'create' in this.dataset
      ? await navigator.credentials.create({ publicKey: this.strict(publicKey, form) })
      : await navigator.credentials.get({ publicKey });
    form.elements.credential.value = written(credential);
    form.submit();
  }

  // A passkey that signs in alone must be kept by the device and ask for a finger or PIN.
  strict(publicKey, form) {
    const alone = form.elements.passwordless?.checked ?? false;
    const residentKey = alone ? 'required' : 'discouraged';
    const selection = { ...publicKey.authenticatorSelection, residentKey, requireResidentKey: alone };
    if (alone) selection.userVerification = 'required';
    return { ...publicKey, authenticatorSelection: selection };
  }

  async options() {
    const { options, optionsUrl } = this.dataset;
    if (options) return JSON.parse(document.getElementById(options).textContent);
    const response = await fetch(optionsUrl, { headers: { Accept: 'application/json' } });
    if (!response.ok) throw new Error(String(response.status));
    return (await response.json()).request_options;
  }

  say(problem) {
    const place = this.querySelector('[data-problem]');
    if (place) place.textContent = problem ?? '';
  }
});
