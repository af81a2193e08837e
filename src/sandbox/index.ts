/** A stand-in for LinkedIn, for development and tests. */
export { createSandbox, type Sandbox, type SandboxOptions } from './sandbox.ts';
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
