// <button commandfor="id" command="show-modal | close | toggle-popover | show-popover | hide-popover">
// for browsers that do not know it yet.
const does = {
  'show-modal': (element) => element.open || element.showModal(),
  close: (element) => element.close(),
  'toggle-popover': (element) => element.togglePopover(),
  'show-popover': (element) => element.showPopover(),
  'hide-popover': (element) => element.hidePopover(),
};

if (!('commandForElement' in HTMLButtonElement.prototype)) {
  document.addEventListener('click', ({ target }) => {
    const button = target.closest?.('button[commandfor]');
    const element = button && document.getElementById(button.getAttribute('commandfor'));
    if (element) does[button.getAttribute('command')]?.(element);
  });
}
