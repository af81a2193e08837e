/** Defines the export panel; importing this is all it takes. */
import { defineExportPanel } from './export-panel.ts';

export { resumeAll } from '../../handshake/host.ts';
export { configure } from '../page.ts';

defineExportPanel();
