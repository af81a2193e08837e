/** Defines the integration settings; importing this is all it takes. */
import { defineIntegrationSettings } from './integration-settings.ts';

export { resumeAll } from '../../handshake/host.ts';
export { configure } from '../page.ts';

defineIntegrationSettings();
