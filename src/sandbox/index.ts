/** A stand-in for LinkedIn, for development and tests. */
export { createSandbox, type Sandbox, type SandboxOptions } from './sandbox.ts';
export type { SandboxClock } from './controls/clock.ts';
export type { Connection } from './controls/connection.ts';
export type { Controls } from './controls/controls.ts';
export type { ValidationMode } from './push/dispatcher.ts';
export type { Push } from './push/push.ts';
export {
  createStandardSeed,
  type StandardCustomer,
  type StandardSeed,
  type StandardSeedOptions,
} from './seed/standard.ts';
export { syntheticPeople, type PeopleOptions, type Person } from './state/people.ts';
export type {
  SandboxAccount,
  SandboxApplication,
  SandboxOrganization,
  StoredAccount,
} from './state/seed.ts';
export type { PartnerApplication } from './state/applications.ts';
export { FolderInUseError, openStorage } from './state/sqlite.ts';
export type { SandboxStorage, StoredChange } from './state/storage.ts';
export type { SandboxState, SandboxStateOptions } from './state/store.ts';
