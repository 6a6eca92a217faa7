// Runs `conferral demo` (a Release build) in a terminal of tmux's and draws what stands on its screen as an SVG.
//   node interop/demo-picture.mjs docs/demo.svg
// Nothing is drawn that the screen did not show; lines before the issue and the transparency log's are left out for length.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const columns = 112;
const rows = 250;
const cell = { width: 8.4, height: 17, left: 16, top: 30 };
const colours = { 1: '#e06c75', 2: '#98c379', 3: '#e5c07b', 4: '#61afef', 8: '#7f848e', 9: '#e06c75', 10: '#98c379', 11: '#e5c07b', 12: '#61afef' };
const fromSection = '── Issue ';
const leftOutSections = ['── Publish '];
const untilLine = /^ {2}conferral show /;

const [target] = process.argv.slice(2);
if (!target) {
  console.error('Usage: node interop/demo-picture.mjs FILE.svg');
  process.exit(2);
}

writeFileSync(target, draw(chosen(await screen())));

/** The screen when the demo has ended: an array of lines with their colours as escape sequences. */
async function screen() {
  const folder = mkdtempSync(join(tmpdir(), 'conferral-demo-'));
  const conferral = resolve(import.meta.dirname, '../src/Conferral.Cli/bin/Release/net10.0/conferral.dll');
  const session = `conferral-demo-${process.pid}`;
  const tmux = (...args) => execFileSync('tmux', ['-L', session, ...args], { encoding: 'utf8' });
  try {
    tmux('new-session', '-d', '-x', `${columns}`, '-y', `${rows}`, '-c', folder, `dotnet '${conferral}' demo; echo "The demo ended with $?."; sleep 3600`);
    for (let waited = 0; ; waited++) {
      await sleep(1000);
      const text = tmux('capture-pane', '-p');
      if (text.includes('The demo ended with 0.')) return tmux('capture-pane', '-e', '-p').split('\n');
      if (text.includes('The demo ended with ') || waited > 300) throw new Error(`The demo did not end well:\n${text}`);
    }
  } finally {
    tmux('kill-server');
    rmSync(folder, { recursive: true, force: true });
  }
}

function chosen(lines) {
  const shown = [];
  let inside = false;
  for (const line of lines) {
    const plain = line.replaceAll(/\u001b\[[0-9;]*m/g, '');
    if (plain.startsWith('── ')) inside = shown.length > 0 ? !leftOutSections.some(section => plain.startsWith(section)) : plain.startsWith(fromSection);
    if (inside && !(plain.trim() === '' && shown.at(-1)?.trim() === '')) shown.push(line.trimEnd());
    if (inside && untilLine.test(plain)) break;
  }

  return shown;
}

/** Pieces of one colour and weight, without wide gaps, which not every viewer keeps: [{ column, text, colour, bold }]. */
function pieces(line) {
  const found = [];
  let column = 0;
  let style = { colour: undefined, bold: false };
  for (const part of line.split(/(\u001b\[[0-9;]*m)/)) {
    const codes = /^\u001b\[([0-9;]*)m$/.exec(part)?.[1];
    if (codes !== undefined) style = styled(style, codes.split(';').map(Number));
    else for (const text of part.split(/( {2,})/)) {
      if (text.trim()) found.push({ column: column + text.length - text.trimStart().length, text: text.trim(), ...style });
      column += [...text].length;
    }
  }

  return found;
}

function styled(style, codes) {
  const [first, second, third] = codes;
  if (first === 38 && second === 5) return { ...style, colour: colours[third] };
  if (first === 0) return { colour: undefined, bold: false };
  if (first === 1) return { ...style, bold: true };
  if (first === 39) return { ...style, colour: undefined };
  if (first >= 30 && first <= 37) return { ...style, colour: colours[first - 30] };
  if (first >= 90 && first <= 97) return { ...style, colour: colours[first - 82] };
  return style;
}

function draw(lines) {
  const width = Math.ceil((columns * cell.width) + (2 * cell.left));
  const height = (lines.length * cell.height) + cell.top;
  const text = lines.flatMap((line, row) => pieces(line).map(piece => [
    `<text x="${(cell.left + (piece.column * cell.width)).toFixed(1)}" y="${cell.top + (row * cell.height)}"`,
    ` textLength="${([...piece.text].length * cell.width).toFixed(1)}" lengthAdjust="spacingAndGlyphs"`,
    piece.colour ? ` fill="${piece.colour}"` : '',
    piece.bold ? ' font-weight="bold"' : '',
    `>${piece.text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')}</text>`,
  ].join('')));
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="conferral demo in a terminal">
<rect width="100%" height="100%" rx="8" fill="#1e222a"/>
<g font-family="DejaVu Sans Mono, Menlo, Consolas, monospace" font-size="14" fill="#d8dee9" xml:space="preserve">
${text.join('\n')}
</g>
</svg>
`;
}
