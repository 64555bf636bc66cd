// Single keys: "/" to the first search box, "?" shows the keys, and any link, button or box with
// data-key ("n" for new, "f" for the search box of a list) answers to its own. Never while somebody
// types, and only as long as wanted: the switch in the dialog of keys turns them off on this device.
const STORE = 'cartwheel-keys';
const TYPING = 'input:not([type=checkbox], [type=radio], [type=button], [type=submit]), textarea, select, [contenteditable], dialog[open] *';

const wanted = () => localStorage.getItem(STORE) !== 'off';
const seen = (element) => element.checkVisibility?.() ?? true;
const first = (selector) => [...document.querySelectorAll(selector)].find(seen);

function follow(event) {
  if (event.key === '/') return first('[data-search]');
  if (event.key === '?') return document.getElementById('keys');
  return /^[a-z]$/.test(event.key) ? first(`[data-key="${event.key}"]`) : null;
}

document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || !wanted()) return;
  if (event.target.closest?.(TYPING)) return;
  const place = follow(event);
  if (!place) return;
  event.preventDefault();
  if (place.matches('dialog')) place.open || place.showModal();
  else if (place.matches('input')) place.select();
  else place.click();
});

document.addEventListener('change', ({ target }) => {
  if (target.matches('[data-keys-switch]')) localStorage.setItem(STORE, target.checked ? 'on' : 'off');
});

function showSwitch() {
  for (const box of document.querySelectorAll('[data-keys-switch]')) box.checked = wanted();
}

document.addEventListener('htmx:after:swap', showSwitch);
showSwitch();
