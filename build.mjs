// The whole front-end build: `node build.mjs`, or `node build.mjs --watch` while working on it.
import esbuild from 'esbuild';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, sep } from 'node:path';

const source = 'cartwheel/ui';
const out = 'cartwheel/ui/static/ui';
const watch = process.argv.includes('--watch');

// {% icon "users" %} in a template; icon="users" in a template or in Python.
const named = /\{%-?\s*icon\s+["']([\w-]+)["']|\bicon=["']([\w-]+)["']/g;

function namedIcons() {
  const where = new Map();
  for (const file of readdirSync('cartwheel', { recursive: true })) {
    if (!/\.(html|py)$/.test(file) || file.split(sep).includes('tests')) continue;
    const path = join('cartwheel', file);
    for (const match of readFileSync(path, 'utf8').matchAll(named)) where.set(match[1] ?? match[2], path);
  }
  return where;
}

function symbol(name, path) {
  const file = `node_modules/lucide-static/icons/${name}.svg`;
  if (!existsSync(file)) throw new Error(`${path} names the icon "${name}", which Lucide does not have.`);
  const drawing = readFileSync(file, 'utf8').replace(/[\s\S]*?<svg[^>]*>|<\/svg>\s*$/g, '');
  return `<symbol id="${name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2"`
    + ` stroke-linecap="round" stroke-linejoin="round">${drawing}</symbol>`;
}

// One sprite with exactly the icons that the product names.
function sprite() {
  const icons = [...namedIcons()].sort().map(([name, path]) => symbol(name, path));
  return `<svg xmlns="http://www.w3.org/2000/svg">${icons.join('')}</svg>`;
}

const options = {
  entryPoints: { app: `${source}/js/app.js`, style: `${source}/css/app.css` },
  outdir: out,
  bundle: true,
  splitting: true,
  format: 'esm',
  minify: !watch,
  sourcemap: watch ? 'inline' : false,
  // The floor that the style sheet sets: light-dark(), relative colors, round().
  target: ['chrome125', 'firefox128', 'safari18'],
  loader: { '.woff2': 'file' },
  // Django hashes what templates name; it does not rewrite import() inside scripts, so chunks carry their own.
  entryNames: '[name]',
  chunkNames: 'chunks/[name]-[hash]',
  assetNames: 'fonts/[name]',
  legalComments: 'linked',
  logLevel: 'warning',
};

try {
  const icons = sprite();
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  writeFileSync(`${out}/icons.svg`, icons);
  if (watch) await (await esbuild.context(options)).watch();
  else await esbuild.build(options);
} catch (error) {
  // esbuild has printed its own errors already.
  if (!error.errors) console.error(error.message);
  process.exit(1);
}
