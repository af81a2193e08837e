/**
 * `npm run bench`: measures what the budgets ask for and prints one table. Words pick parts
 * (`npm run bench -- minting`). Talks to this machine only; each part is bounded in number and
 * time. Exit code 1 when something asked for is missed.
 */
import { benchExports } from './exports.ts';
import { benchFairness } from './fairness.ts';
import { benchIndicators } from './indicators.ts';
import { benchLimits } from './limits.ts';
import { benchLinkedIn } from './linkedin.ts';
import { benchMillion } from './million.ts';
import { benchMinting } from './minting.ts';
import { benchPort } from './port.ts';
import { benchPush } from './push.ts';
import { holds, table, type Row } from './report.ts';
import { benchSandbox } from './sandbox.ts';
import { benchSync } from './sync.ts';
import { benchTenants } from './tenants.ts';

const parts: Record<string, () => Promise<Row[]>> = {
  indicators: benchIndicators,
  port: benchPort,
  minting: benchMinting,
  tenants: benchTenants,
  linkedin: benchLinkedIn,
  limits: benchLimits,
  push: benchPush,
  exports: benchExports,
  sync: benchSync,
  fairness: benchFairness,
  sandbox: benchSandbox,
  million: benchMillion,
};
/** Parts that take minutes: only when they are asked for. */
const long = new Set(['million']);

const words = process.argv.slice(2);
const unknown = words.filter((word) => !Object.hasOwn(parts, word));
if (unknown.length > 0) {
  console.error(
    `No such part: ${unknown.join(', ')}. There are: ${Object.keys(parts).join(', ')}.`,
  );
  process.exit(2);
}
const rows: Row[] = [];
for (const [name, run] of Object.entries(parts)) {
  if (words.length > 0 ? !words.includes(name) : long.has(name)) continue;
  console.error(`Measuring ${name} …`);
  rows.push(...(await run()));
}
console.log(table(rows));
process.exitCode = rows.some((row) => holds(row) === false) ? 1 : 0;
