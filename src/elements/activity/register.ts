/** Defines recruiting activities; importing this is all it takes. */
import { defineActivity } from './activity.ts';

export { resumeAll } from '../../handshake/host.ts';
export { configure } from '../page.ts';

defineActivity();
