/** Defines rediscovered candidates; importing this is all it takes. */
import { defineRediscoveredCandidates } from './rediscovered-candidates.ts';

export { resumeAll } from '../../handshake/host.ts';
export { configure } from '../page.ts';

defineRediscoveredCandidates();
