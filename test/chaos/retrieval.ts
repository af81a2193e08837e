/**
 * Reads a long history of three seats while processes die at random places, recruiters go on writing,
 * editing and deleting, and some of it comes late; then compares what the store has with what LinkedIn
 * has, item by item.
 *
 *     node test/chaos/retrieval.ts --events 100000 --crashes 200
 *     node test/chaos/retrieval.ts --store postgres --events 100000 --crashes 200
 *
 * A process here is a backend on the same store: once it dies, nothing of it reaches store or LinkedIn
 * any more, what it had not committed is undone, and its leases stay until they end. Two live at a
 * time. Exit code 1 if anything differs. The seed decides where they die.
 */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import { createBackend, type Kit } from '../../src/backend/app.ts';
import { StoreError } from '../../src/backend/store/errors.ts';
import { internalsOf, registerStore } from '../../src/backend/store/internals.ts';
import { openStore } from '../../src/backend/store/open-store.ts';
import { startPostgres } from '../../src/backend/store/postgres-server.test-support.ts';
import { localKeyring } from '../../src/backend/store/sealing/keyring.ts';
import type { Store } from '../../src/backend/store/store.ts';
import { createSandbox } from '../../src/sandbox/index.ts';
import { createRandom } from '../../src/sandbox/state/people.ts';
import { storedItems, truthOf } from '../support/recruiting-items.ts';

const { values } = parseArgs({
  options: {
    store: { type: 'string', default: 'pglite' },
    events: { type: 'string', default: '100000' },
    crashes: { type: 'string', default: '200' },
    days: { type: 'string', default: '90' },
    seed: { type: 'string', default: '1' },
  },
});
const [events, crashes, days] = [values.events, values.crashes, values.days].map(Number) as [
  number,
  number,
  number,
];
const random = createRandom(Number(values.seed));
const pick = (count: number): number => Math.floor(random() * count);
const dayMs = 86_400_000;
const say = (text: string): void => {
  console.error(`${(performance.now() / 1_000).toFixed(1).padStart(7)} s  ${text}`);
};

const folders: string[] = [];
const newFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'rsc-chaos-'));
  chmodSync(folder, 0o755);
  folders.push(folder);
  return folder;
};
let nowMs = Date.parse('2026-03-02T10:00:00Z');
const clock = (): number => nowMs;

// LinkedIn: a customer with two contracts and three seats.
const linkedIn = 'http://linkedin.localhost:4402';
const organization = 'urn:li:organization:7001';
const contracts = ['urn:li:contract:8001', 'urn:li:contract:8002'] as const;
const parent = { clientId: 'parent', clientSecret: 'parent-secret', name: 'Example ATS' };
const sandbox = createSandbox({
  origin: linkedIn,
  members: 1_000,
  limits: 'off',
  partners: [parent],
  organizations: [
    { urn: organization, name: 'Acme', contracts: contracts.map((urn) => ({ urn, name: urn })) },
  ],
  applications: [],
  accounts: [],
  clock,
});
const { state } = sandbox;
const members = [...state.members.values()];
const oneOf = <T>(list: readonly T[], index: number): T => {
  const one = list[index % list.length];
  if (one === undefined) throw new Error('the list is empty');
  return one;
};
const memberAt = (index: number) => oneOf(members, index);
const seats = [0, 1, 2].map((index) => {
  const { personUrn, firstName, lastName } = memberAt(members.length - 1 - index);
  return state.organizations.addSeat(
    {
      contract: contracts[index === 2 ? 1 : 0],
      personUrn,
      firstName,
      lastName,
      email: `r${index}@acme.example`,
      roles: [],
    },
    nowMs,
  );
});
const seatAt = (index: number) => oneOf(seats, index);
let written = 0;

/** One thing that happens in Recruiter. @returns how many items it is */
function happen(atMs: number): number {
  written += 1;
  const [seat, { personUrn }] = [seatAt(pick(3)), memberAt(pick(900))];
  const text = `${String(written)} ${'word '.repeat(pick(40))}`;
  if (random() < 0.3) {
    const visibility = random() < 0.3 ? 'PRIVATE' : 'PUBLIC';
    state.prospectNotes.add(seat, { member: personUrn, text, visibility }, atMs);
    return 1;
  }
  const thread = state.conversations.start(seat, personUrn, { subject: text, text }, atMs);
  if (random() < 0.4) return 1;
  const accepts = random() < 0.7;
  state.conversations.answer(thread, accepts ? 'ACCEPTED' : 'DECLINED', text, atMs + 60_000);
  if (!accepts) return 2;
  state.conversations.reply(thread, seat.urn, text, atMs + 120_000);
  if (random() < 0.8) return 3;
  state.mailStubs.add(thread, memberAt(pick(900)), atMs + 60_000);
  return 4;
}

/** Recruiters go on: they write, now or as it shows later, edit, hide and delete. */
function goOn(): void {
  for (let count = pick(6); count > 0; count -= 1) happen(nowMs - pick(50) * 60_000 - 180_000);
  for (let count = pick(4); count > 0; count -= 1) {
    const note = state.prospectNotes.get(4_400_001 + pick(Math.max(1, written / 4)));
    if (note?.active !== true) continue;
    const how = random();
    state.prospectNotes.change(
      note,
      how < 0.4
        ? { text: `edited ${String(written)}` }
        : how < 0.7
          ? { active: false }
          : { visibility: note.visibility === 'PUBLIC' ? 'PRIVATE' : 'PUBLIC' },
      nowMs,
    );
  }
}

// The store, and processes on it that can die.
const server = values.store === 'postgres' ? await startPostgres(newFolder) : null;
const real = await openStore(
  server === null ? { dataDir: join(newFolder(), 'store') } : { databaseUrl: server.url },
  { keyring: localKeyring([{ id: 'chaos', key: new Uint8Array(randomBytes(32)) }]), clock },
);

interface Process {
  readonly kit: Kit;
  /** What it may still do before it dies. */
  life: number;
}
let deaths = { before: 0, middle: 0, after: 0 };

function startProcess(life: number): Process {
  const dead = (): StoreError => new StoreError('store_unreachable', 'the process is dead');
  /** Whether this is what it dies of, and where. */
  const fate = (kinds: readonly (keyof typeof deaths)[]): keyof typeof deaths | null => {
    self.life -= 1;
    if (self.life < 0) throw dead();
    if (self.life > 0) return null;
    const kind = kinds[pick(kinds.length)] ?? 'before';
    deaths = { ...deaths, [kind]: deaths[kind] + 1 };
    if (kind === 'before') throw dead();
    return kind;
  };
  const internals = internalsOf(real);
  const { connection } = internals;
  const store: Store = registerStore(
    { ...real },
    {
      ...internals,
      connection: {
        ...connection,
        async run(work) {
          const kind = fate(['before', 'after']);
          const result = await connection.run(work);
          if (kind !== null) throw dead();
          return result;
        },
        async transaction(work) {
          const kind = fate(['before', 'middle', 'after']);
          const result = await connection.transaction(async (database) => {
            const done = await work(database);
            // Dead before it has committed, by this or by what happened meanwhile.
            if (kind === 'middle' || self.life < 0) throw dead();
            return done;
          });
          if (kind !== null) throw dead();
          return result;
        },
      },
    },
  );
  const self: Process = {
    life,
    kit: createBackend({
      origin: 'https://partner.example',
      pluginOrigin: 'https://plugin.partner.example',
      // Nobody opens a page here.
      assets: { get: () => null, manifest: { version: '0' } } as never,
      tokenSecret: new Uint8Array(randomBytes(32)),
      logger: { log: () => undefined },
      clock,
      linkedInFetch: async (input, init) => {
        fate(['before']);
        const response = await sandbox.fetch(new Request(input, init));
        if (self.life <= 0) throw new TypeError('fetch failed');
        return response;
      },
      store,
      partner: {
        atsName: 'Example ATS',
        clientId: parent.clientId,
        clientSecret: parent.clientSecret,
        linkedIn: { apiBaseUrl: linkedIn, oauthTokenUrl: `${linkedIn}/oauth/v2/accessToken` },
      },
      retrieval: { historyDays: days, everyMs: { busy: 60_000, quiet: 60_000 } },
    }),
  };
  return self;
}

const immortal = startProcess(Infinity);
await immortal.kit.customers.create({
  id: 'acme',
  name: 'Acme',
  uniqueForeignId: 'acme',
  environment: 'production',
  domains: ['https://ats.acme.example'],
});
const clientId = (await immortal.kit.customers.find('acme'))?.application?.clientId ?? '';
const requested = [
  ...['IN_ATS_INDICATOR', 'ONE_CLICK_EXPORT', 'PROFILE_PLUGIN'].map((type) => [organization, type]),
  ...contracts.map((urn) => [urn, 'CSA_API']),
].map(([integrationContext, integrationType]) => ({
  integrationContext,
  integrationType,
  tenantType: 'RECRUITER',
  dataProvider: 'ATS',
}));
for (const key of requested) {
  state.integrations.request(
    clientId,
    key as Parameters<typeof state.integrations.request>[1],
    nowMs,
  );
}
await immortal.kit.integrations.requested('acme', requested);
state.integrations.switch(state.integrations.of(clientId), true, nowMs);
await immortal.kit.integrations.refresh('acme');

let made = 0;
while (made < events) {
  made += happen(
    nowMs - days * dayMs + Math.floor(((days * dayMs - 600_000) * made) / events) + 60_000,
  );
}
say(`${String(made)} items in ${String(days)} days of three seats`);

const startedAt = performance.now();
let processes = [1, 2].map(() => startProcess(5 + pick(600)));
let turns = 0;
for (let died = 0; died < crashes || turns < 5; turns += 1) {
  await Promise.all(processes.map(({ kit }) => kit.workers.runUntilIdle()));
  const alive = processes.filter(({ life }) => life > 0);
  died += processes.length - alive.length;
  processes = [
    ...alive,
    ...processes.filter(({ life }) => life <= 0).map(() => startProcess(5 + pick(600))),
  ];
  goOn();
  // Mostly shorter than a lease, so that others have to wait for one of the dead.
  nowMs += 30_000 + pick(random() < 0.1 ? 9_000_000 : 120_000);
  if (turns % 20 === 0) {
    const { length } = await storedItems(real);
    say(`${String(died)} processes have died, ${String(length)} items are in the store`);
  }
}
for (let turn = 0; turn < 6; turn += 1) {
  nowMs += 5 * 60_000;
  await immortal.kit.workers.runUntilIdle();
}
const seconds = (performance.now() - startedAt) / 1_000;

const [stored, truth] = [await storedItems(real), truthOf(sandbox, seats)];
const missing = differenceOf(truth, stored);
const extra = differenceOf(stored, truth);
say(`deaths: ${JSON.stringify(deaths)}, ${String(turns)} turns, ${seconds.toFixed(0)} s`);
say(`LinkedIn has ${String(truth.length)}, the store ${String(stored.length)}`);
say(`missing ${String(missing.length)}, doubled or stale ${String(extra.length)}`);
for (const item of [...missing.slice(0, 5), ...extra.slice(0, 5)]) say(item);

sandbox.close();
await real.close();
await server?.stop();
for (const folder of folders) rmSync(folder, { recursive: true, force: true });
process.exitCode = missing.length + extra.length > 0 ? 1 : 0;

/** What is in the first list more often than in the second. */
function differenceOf(first: readonly string[], second: readonly string[]): string[] {
  const left = new Map<string, number>();
  for (const item of second) left.set(item, (left.get(item) ?? 0) + 1);
  return first.filter((item) => {
    const count = left.get(item) ?? 0;
    left.set(item, count - 1);
    return count <= 0;
  });
}
