// <cw-schedule>…</cw-schedule>: with a mouse, an entry that can be moved (data-move, the address of the
// page that moves it) is dragged onto another day (data-on) or row (data-to). That page opens with
// both filled in; nothing changes before it is saved there. Without a mouse its own link does it.
customElements.define('cw-schedule', class extends HTMLElement {
  connectedCallback() {
    for (const type of ['dragstart', 'dragover', 'dragleave', 'drop', 'dragend']) this.addEventListener(type, this)
  }

  handleEvent(event) {
    const cell = event.target.closest?.('[data-on]')
    if (event.type === 'dragstart') {
      this.moving = event.target.closest?.('[data-move]')?.dataset.move
      this.from = cell
    } else if (this.moving && cell) this.over(cell, event)
    if (event.type === 'dragend') this.moving = undefined
  }

  over(cell, event) {
    cell.classList.toggle('over', event.type === 'dragover')
    if (event.type === 'dragover') event.preventDefault()
    if (event.type !== 'drop') return
    event.preventDefault()
    if (cell === this.from) return
    const to = new URLSearchParams(cell.closest('[data-to]')?.dataset.to)
    to.set('on', cell.dataset.on)
    location.assign(`${this.moving}?${to}`)
  }
});
