/** Defines the indicators; importing this is all it takes. */
import { defineInAtsIndicator } from './in-ats-indicator.ts';

export { resumeAll } from '../../handshake/host.ts';
export { configure } from '../page.ts';

defineInAtsIndicator();
