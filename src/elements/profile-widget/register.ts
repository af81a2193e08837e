/** Defines the profile widget; importing this is all it takes. */
import { defineProfileWidget } from './profile-widget.ts';

export { resumeAll } from '../../handshake/host.ts';
export { configure } from '../page.ts';

defineProfileWidget();
