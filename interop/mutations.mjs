// Seeded mutations of JSON documents: one place changed in one way. The same seed makes the same mutants of the same documents.

/** A stream of numbers in [0, 1) that depends only on the seed (mulberry32). */
export function randomNumbers(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

const otherStrings = [
  '', ' ', 'x', 'http://', 'not a uri', '../relative', 'https://example.edu/a b', 'mailto:', '#fragment',
  '2026-05-16', '2026-05-16T17:00:00', '2026-13-01T00:00:00Z', '2026-02-29T00:00:00Z', '2026-05-16T24:00:00Z', '2026-05-16 17:00:00Z',
  'en', 'english', 'en_US', 'NO', 'n0', 'sha256$zz', 'Achievement', 'VerifiableCredential', 'https://www.w3.org/ns/credentials/v2',
];
const otherValues = [null, true, false, 0, -1, 1.5, 'x', '', [], {}, ['x'], [[]], { x: 'y' }, { en: 'text' }, [null]];
const nameEndings = ['s', 'X', '2'];

const isObject = value => value !== null && typeof value === 'object' && !Array.isArray(value);
const set = (parent, key, value) => { parent[key] = value; };
const pick = (list, random) => list[Math.floor(random() * list.length)];

/** Each kind: the places it applies to (parent, key, value), and the change. */
const kinds = {
  delete: [() => true, ({ parent, key }) => (Array.isArray(parent) ? parent.splice(key, 1) : delete parent[key])],
  retype: [() => true, ({ parent, key }, random) => set(parent, key, structuredClone(pick(otherValues, random)))],
  rename: [({ parent }) => isObject(parent), (place, random) => rename(place, random)],
  add: [({ value }) => isObject(value), ({ value }, random) => set(value, pick(['extra', 'name', 'id', 'type', 'description'], random), pick(otherValues, random))],
  duplicate: [({ parent }) => Array.isArray(parent), ({ parent, key, value }) => parent.splice(key, 0, structuredClone(value))],
  replace: [() => true, ({ parent, key, value }, random, places) => {
    const donors = places.filter(other => typeof other.value === typeof value && Array.isArray(other.value) === Array.isArray(value));
    set(parent, key, structuredClone(pick(donors, random).value));
  }],
  perturb: [({ value }) => typeof value === 'string' && value !== '', ({ parent, key, value }, random) => set(parent, key, perturb(value, random))],
  text: [({ value }) => typeof value === 'string', ({ parent, key }, random) => set(parent, key, pick(otherStrings, random))],
  number: [({ value }) => typeof value === 'number', ({ parent, key, value }, random) => set(parent, key, pick([-value, value + 0.5, 1e9, `${value}`], random))],
  wrap: [() => true, ({ parent, key, value }) => set(parent, key, [value])],
  unwrap: [({ value }) => Array.isArray(value) && value.length > 0, ({ parent, key, value }) => set(parent, key, value[0])],
  empty: [({ value }) => typeof value === 'object', ({ parent, key, value }) => set(parent, key, Array.isArray(value) ? [] : {})],
};

/** A property by another name, in its old place: misspelt, differently cased, or one used elsewhere. */
function rename({ parent, key }, random) {
  const name = pick([key + pick(nameEndings, random), key[0].toUpperCase() + key.slice(1), 'name', '@id'], random);
  const entries = Object.entries(parent).map(([k, v]) => [k === key ? name : k, v]);
  for (const k of Object.keys(parent)) delete parent[k];
  Object.assign(parent, Object.fromEntries(entries));
}

/** One character taken away, doubled, or of the other case. */
function perturb(text, random) {
  const at = Math.floor(random() * text.length);
  const c = text[at];
  const other = c === c.toLowerCase() ? c.toUpperCase() : c.toLowerCase();
  return text.slice(0, at) + pick(['', c + c, other, `${c} `], random) + text.slice(at + 1);
}

/** Every place below the root of a document. */
function placesOf(parent, pointer = '') {
  return Object.keys(parent).flatMap(name => {
    const key = Array.isArray(parent) ? Number(name) : name;
    const place = { parent, key, value: parent[key], pointer: `${pointer}/${name}` };
    return place.value !== null && typeof place.value === 'object' ? [place, ...placesOf(place.value, place.pointer)] : [place];
  });
}

/** `count` mutants of these documents, the kinds in turn; each says what was done to it. */
export function mutantsOf(documents, count, random) {
  const names = Object.keys(kinds);
  return Array.from({ length: count }, (_, i) => mutantOf(documents, names[i % names.length], random));
}

function mutantOf(documents, kind, random) {
  const [applies, change] = kinds[kind];
  const source = pick(documents.filter(({ document }) => placesOf(document).some(applies)), random);
  const document = structuredClone(source.document);
  const places = placesOf(document);
  const place = pick(places.filter(applies), random);
  change(place, random, places);
  return { ...source, document, what: `${kind} ${place.pointer} of ${source.name}` };
}
