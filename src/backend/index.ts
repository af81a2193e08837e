/** `rsc-embed/backend`: the partner's backend, for any server that speaks `Request`. */
export { createBackend, type Backend } from './app.ts';
export { createAssets, type Asset, type AssetSource } from './assets.ts';
export {
  createMemoryCandidateStore,
  type CandidateHistory,
  type CandidateScope,
  type CandidateStore,
  type LinkEvent,
} from './candidates/store.ts';
export type {
  AtsPorts,
  CandidateService,
  ContextChoice,
  MatchEvent,
} from './candidates/service.ts';
export { createJsonLogger, quietLogger, type LogEntry, type Logger } from './logging.ts';
export type { BackendOptions } from './options.ts';
export { configTenants, type ConfigTenants, type TenantsConfig } from './tenants/config.ts';
export type { Tenant, TenantLinkedIn, TenantSource } from './tenants/tenants.ts';
export type { TenantKey } from '../handshake/backend.ts';
export {
  createMemoryReplayStore,
  createMemoryRevocationStore,
  type ReplayStore,
  type RevocationStore,
} from '../handshake/replay.ts';
