// <button type="button" class="with-script" data-print>: the page on paper, or as a file.
document.addEventListener('click', ({ target }) => {
  if (target.closest?.('[data-print]')) window.print();
});
