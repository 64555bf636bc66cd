// Dialogs that the server opens or closes.
//   HX-Trigger: close-dialog                        closes the one on top
//   HX-Trigger: {"open-dialog": "confirm-delete"}   opens one by its id
//   <dialog open data-modal>                        without script stands in the page; with it, is modal
const open = () => [...document.querySelectorAll('dialog[open]')];

function makeModal() {
  for (const dialog of document.querySelectorAll('dialog[open][data-modal]:not(:modal)')) {
    dialog.close();
    dialog.showModal();
  }
}

document.addEventListener('close-dialog', () => open().at(-1)?.close());

document.addEventListener('open-dialog', ({ detail }) => {
  const dialog = document.getElementById(detail?.value);
  if (dialog && !dialog.open) dialog.showModal();
});

// Where a browser does not know closedby="any" yet: a click beside the dialog closes it.
document.addEventListener('click', ({ target, clientX: x, clientY: y }) => {
  if ('closedBy' in HTMLDialogElement.prototype || target.tagName !== 'DIALOG') return;
  const box = target.getBoundingClientRect();
  if (x < box.left || x > box.right || y < box.top || y > box.bottom) target.close();
});

document.addEventListener('htmx:after:swap', makeModal);
makeModal();
