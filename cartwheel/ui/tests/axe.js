// What the tests ask of axe, within a page that has it.
{
  // In oklch a color takes a library's work to read, and the same few are read for every element.
  const { Color } = axe.commons.color, read = Color.prototype.parseString, known = new Map();
  Color.prototype.parseString = function (text) {
    if (!known.has(text)) {
      read.call(this, text);
      known.set(text, [this.r, this.g, this.b, this.alpha]);
    }
    [this.r, this.g, this.b, this.alpha] = known.get(text);
    return this;
  };

  const CONTRAST = { type: 'rule', values: ['color-contrast'] };
  const lines = violations => violations.flatMap(rule =>
    rule.nodes.map(node => `${rule.id}: ${node.html.slice(0, 160)}`));

  // Each text's color and size, and what lies under it up to the first ground that hides the rest,
  // with an element of which that is so. Of what is out of sight, disabled or a single
  // character axe says nothing.
  const PLAIN = { backgroundColor: 'rgba(0, 0, 0, 0)', backgroundImage: 'none', opacity: '1',
                  filter: 'none', mixBlendMode: 'normal', position: 'static' };
  const pairs = roots => {
    const grounds = new Map(), found = new Map();
    const ground = element => {
      if (!element) return '';
      if (!grounds.has(element)) {
        const style = getComputedStyle(element);
        const own = Object.keys(PLAIN).filter(name => style[name] !== PLAIN[name]);
        const hides = style.opacity === '1' && !/\/|rgba/.test(style.backgroundColor);
        const below = hides ? '' : ground(element.parentElement);
        grounds.set(element, own.map(name => style[name]).join() + below);
      }
      return grounds.get(element);
    };
    const add = element => {
      const { width, height, bottom } = element.getBoundingClientRect();
      if (Math.min(width, height, bottom) < 3) return;
      if (!element.checkVisibility({ visibilityProperty: true }) || element.disabled) return;
      const { color, fontSize, fontWeight, textShadow, clipPath } = getComputedStyle(element);
      if (clipPath === 'inset(50%)') return;
      const pair = [color, fontSize, fontWeight, textShadow, ground(element)].join();
      if (!found.has(pair)) found.set(pair, element);
    };
    for (const root of roots) {
      const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
      while (texts.nextNode())
        if (texts.currentNode.data.trim().length > 1) add(texts.currentNode.parentElement);
      root.querySelectorAll('input, select, textarea').forEach(add);
    }
    return found;
  };

  // What is unreadable, line by line, and which pairs are not, beside those that are known.
  const contrast = async (roots, known) => {
    const fresh = pairs(roots);
    known.forEach(pair => fresh.delete(pair));
    if (!fresh.size) return [[], []];
    const found = await axe.run({ include: [...fresh.values()] }, {
      runOnly: CONTRAST, elementRef: true, resultTypes: ['violations', 'passes'], preload: false });
    const passed = new Set(found.passes.flatMap(rule => rule.nodes.map(node => node.element)));
    const readable = [...fresh].filter(([, element]) => passed.has(element)).map(([pair]) => pair);
    return [lines(found.violations), readable];
  };

  window.askAxe = async ([within, runOnly, known]) => {
    const roots = within ? document.querySelectorAll(within) : [document.body];
    const [unreadable, readable] = await contrast(roots, known);
    const found = await axe.run(within ?? document, {
      runOnly, rules: { 'color-contrast': { enabled: false } },
      resultTypes: ['violations'], preload: false });
    return [[...unreadable, ...lines(found.violations)], readable];
  };
}
undefined;
