// What a judge found: how many documents of each kind it judged, and every failure with its reason. Printed the same way by all judges.
import { realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readJson } from './credentials.mjs';

export class Verdict {
  #counts = new Map();
  failures = [];

  constructor(judge) {
    this.judge = judge;
  }

  /** Counts one judged document; it failed if there are `reasons`. */
  record(kind, where, reasons) {
    this.#counts.set(kind, this.count(kind) + 1);
    if (reasons.length > 0) this.failures.push({ where, reasons });
  }

  /** Adds what another worker found: `parts` as its verdict's `parts` gave them. */
  add({ counts, failures }) {
    for (const [kind, count] of counts) this.#counts.set(kind, this.count(kind) + count);
    this.failures.push(...failures);
  }

  /** The plain data of this verdict, which can be sent to another thread. */
  get parts() {
    return { counts: this.#counts, failures: this.failures };
  }

  count(kind) {
    return this.#counts.get(kind) ?? 0;
  }

  get total() {
    return [...this.#counts.values()].reduce((sum, n) => sum + n, 0);
  }

  /** Judging nothing is not success. */
  get passed() {
    return this.failures.length === 0 && this.total > 0;
  }

  get summary() {
    const counts = [...this.#counts].map(([kind, count]) => `${count} ${kind}`).join(', ') || 'nothing';
    return `${this.passed ? 'PASS' : 'FAIL'}  ${this.judge}: ${counts} judged, ${this.failures.length} failed`;
  }

  print() {
    for (const { where, reasons } of this.failures) console.log(`FAIL  ${where}: ${reasons.join('; ')}`);
    console.log(this.summary);
  }
}

/** What one judge finds in these files. */
export async function judgeFiles(judge, files) {
  for (const file of files) await judge.judge(file, readJson(file));
  return judge.verdict;
}

/** What each underlying error says; for jsonld.js the cause, or the event that safe mode refuses, says more than the message. */
export function reasonsOf(error) {
  return [error?.errors ?? error].flat().map(e => {
    const { event, cause } = e?.details ?? {};
    if (event) return `${event.message} (${event.code}) ${JSON.stringify(event.details)}`;
    return cause?.message ?? e?.message ?? String(e);
  });
}

/** Runs `main` when the module at `moduleUrl` is the script being run. Exit 1: it failed what it judged. Exit 2: it could not judge. */
export async function runAsScript(moduleUrl, main) {
  if (!process.argv[1] || realpathSync(process.argv[1]) !== fileURLToPath(moduleUrl)) return;
  try {
    process.exitCode = await main(process.argv.slice(2)) ? 0 : 1;
  } catch (error) {
    console.error(`Stopped: ${error.message}`);
    process.exitCode = 2;
  }
}
