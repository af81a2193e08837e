/** The plugin document: LinkedIn's script, in a realm and on an origin of its own. */
import { pluginBoot } from '../protocol/plugin-messages.ts';
import { readMeta } from './boot.ts';
import { startPluginDocument } from './plugin/plugin-document.ts';

startPluginDocument({
  boot: readMeta(pluginBoot, 'rsc-plugin'),
  container: document.querySelector<HTMLElement>('.rsc-plugin') ?? document.body,
  reload: () => {
    location.reload();
  },
});
