// Runs our own command, as built by .ci/run (Release).
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const dll = join(dirname(dirname(fileURLToPath(import.meta.url))), 'src/Conferral.Cli/bin/Release/net10.0/conferral.dll');

/** What `conferral ARGS` wrote and how it ended; throws when it could not be started or ended otherwise than `expected`. */
export function conferral(args, { expected = [0], passphrase } = {}) {
  const run = spawnSync('dotnet', [dll, ...args], {
    encoding: 'utf8', maxBuffer: 2 ** 30, env: passphrase ? { ...process.env, CONFERRAL_PASSPHRASE: passphrase } : process.env,
  });
  if (run.error || !expected.includes(run.status)) {
    throw new Error(`conferral ${args[0]} ended with ${run.status}: ${run.error?.message ?? run.stderr}`);
  }
  return run;
}
