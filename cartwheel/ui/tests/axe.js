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

  const CONTRAST = ['color-contrast'];
  const LOOKS = ['link-in-text-block', 'scrollable-region-focusable', 'target-size'];
  const lines = violations => violations.flatMap(rule =>
    rule.nodes.map(node => `${rule.id}: ${node.html.slice(0, 160)}`));

  // Each text's color and size, and what lies under it up to the first ground that hides the rest,
  // with an element of which that is so. Of what is out of sight, disabled or a single
  // character axe says nothing.
  const PLAIN = { backgroundColor: 'rgba(0, 0, 0, 0)', backgroundImage: 'none', opacity: '1',
                  filter: 'none', mixBlendMode: 'normal', position: 'static' };
  const isSeen = element => element.checkVisibility({ visibilityProperty: true })
    && getComputedStyle(element).clipPath !== 'inset(50%)';
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
      if (!isSeen(element) || element.disabled) return;
      const { color, fontSize, fontWeight, textShadow } = getComputedStyle(element);
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

  // What WCAG may find too small to hit: where the circle around its middle meets another target, or
  // others leave no part of it free that is as large.
  const LEAST = 24;
  const grown = ({ left, right, top, bottom }) => {
    const across = Math.max(0, LEAST - right + left) / 2, along = Math.max(0, LEAST - bottom + top) / 2;
    return { left: left - across, right: right + across, top: top - along, bottom: bottom + along };
  };
  const meet = (one, other) => one.left < other.right && other.left < one.right
    && one.top < other.bottom && other.top < one.bottom;
  const isFree = (box, others) => {
    if (!others.length) return true;
    const least = side => Math.min(...others.map(other => other[side]));
    const most = side => Math.max(...others.map(other => other[side]));
    const across = Math.max(least('left') - box.left, box.right - most('right'));
    const along = Math.max(least('top') - box.top, box.bottom - most('bottom'));
    return box.width >= LEAST && box.height >= LEAST && Math.max(across, along) >= LEAST;
  };
  const crowded = elements => {
    const targets = elements.filter(element => element.tabIndex >= 0)
      .map(element => ({ element, box: element.getBoundingClientRect() }))
      .map(target => ({ ...target, room: grown(target.box) }));
    return targets.filter(one => !isFree(one.box, targets
      .filter(other => other !== one && meet(one.room, other.room))
      .map(({ room }) => room))).map(({ element }) => element);
  };
  const scrolls = element => element.tabIndex < 0
    && (element.scrollWidth > element.clientWidth || element.scrollHeight > element.clientHeight)
    && /auto|scroll/.test(getComputedStyle(element).overflow);
  const inline = element => /^inline(?!-block)/.test(getComputedStyle(element).display);
  const blockOf = element => inline(element) ? blockOf(element.parentElement) : element;
  const toldByColor = element => element.matches('a[href]') && inline(element)
    && getComputedStyle(element).textDecorationLine === 'none'
    && blockOf(element).textContent.trim() !== element.textContent.trim();
  const doubtful = roots => {
    const elements = roots.flatMap(root => [root, ...root.querySelectorAll('*')])
      .filter(isSeen);
    return [...crowded(elements),
            ...elements.filter(element => scrolls(element) || toldByColor(element))];
  };

  const off = Object.fromEntries([...CONTRAST, ...LOOKS].map(rule => [rule, { enabled: false }]));
  const run = async (where, options) => lines((await axe.run(where, {
    resultTypes: ['violations'], preload: false, ...options })).violations);

  const settled = async width => {
    scrollTo(0, 0);  // what sticks to the top covers nothing there
    for (let frames = 0; frames < 60 && innerWidth !== width; frames++)
      await new Promise(requestAnimationFrame);
  };

  window.askAxe = async ([within, tags, known, width]) => {
    if (width) await settled(width);
    const roots = within ? [...document.querySelectorAll(within)] : [document.body];
    const [found, readable] = await contrast(roots, known);
    const include = doubtful(roots);
    if (include.length) found.push(...await run({ include }, { runOnly: LOOKS }));
    if (tags) found.push(...await run(within ?? document, { runOnly: tags, rules: off }));
    return [found, readable];
  };
}
undefined;
