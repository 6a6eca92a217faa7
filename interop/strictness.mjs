// The rules that docs/conformance.md says refuse more than the published schemas do.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const page = join(dirname(dirname(fileURLToPath(import.meta.url))), 'docs', 'conformance.md');

/** What differential.mjs calls a document that our rules could not be put to. */
export const couldNotCheck = 'COULD-NOT-CHECK';

/** The ids in the first column of the section's table; each must be a rule of the page's first table. */
export function documentedStrictness() {
  const rules = idsIn('Validation rules');
  const stricter = idsIn('Stricter than the schemas');
  const unknown = [...stricter].filter(id => !rules.has(id) && id !== couldNotCheck);
  if (unknown.length > 0) throw new Error(`${page}: no rule is called ${unknown.join(', ')}; correct the table under "Stricter than the schemas".`);
  return stricter;
}

function idsIn(title) {
  const section = readFileSync(page, 'utf8').split(/^## /m).find(text => text.startsWith(`${title}\n`));
  if (!section) throw new Error(`${page} has no section "${title}".`);
  const firstCells = section.split('\n').filter(line => line.startsWith('| `')).map(line => line.split('|')[1]);
  return new Set(firstCells.flatMap(cell => [...cell.matchAll(/`([^`]+)`/g)]).flatMap(([, id]) => spellOut(id)));
}

/** `A-{B,C}` is A-B and A-C, also with several braces. */
function spellOut(id) {
  const [, before, names, after] = /^([^{]*)\{([^}]*)\}(.*)$/.exec(id) ?? [];
  return names === undefined ? [id] : names.split(',').flatMap(name => spellOut(before + name + after));
}
