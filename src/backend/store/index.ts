/** `rsc-embed/backend/store`: customers and shared state in PGlite or PostgreSQL. */
export { importTenants } from '../tenants/import-tenants.ts';
export {
  integrationRecords,
  integrationStates,
  type ConfigurationRecord,
  type IntegrationKey,
  type IntegrationNews,
  type IntegrationRecord,
  type IntegrationRecords,
  type IntegrationState,
} from '../tenants/integration-records.ts';
export { Secret } from '../tenants/secret.ts';
export {
  storeTenants,
  type StoreTenants,
  type StoreTenantsOptions,
} from '../tenants/store-tenants.ts';
export type {
  ApplicationChange,
  NewTenant,
  SigningKey,
  TenantChange,
} from '../tenants/tenant-inputs.ts';
export {
  tenantRecords,
  type KeyRecord,
  type TenantPage,
  type TenantRecord,
  type TenantRecords,
} from '../tenants/tenant-records.ts';
export {
  environments,
  jobAvailabilities,
  tenantStatuses,
  type Environment,
  type JobAvailability,
  type TenantStatus,
} from '../tenants/tenant-rows.ts';
export {
  StoreError,
  storeErrorTable,
  type StoreErrorCode,
  type StoreErrorDetails,
} from './errors.ts';
export { openStore, storeLocation, type StoreLocation, type StoreOptions } from './open-store.ts';
export {
  environmentKeyring,
  localKeyring,
  UnwrapRefused,
  type Keyring,
  type LocalKey,
} from './sealing/keyring.ts';
export { storeCandidates } from './store-candidates.ts';
export { storeReplay, storeRevocations, type ReplayOptions } from './store-replay.ts';
export type { RotationOptions, RotationResult, Store } from './store.ts';
