/**
 * LinkedIn's two script tags, as its documentation has them: the loader with its settings as text,
 * and the tag that the plugin's extension puts its frame behind.
 */
import type { PluginBoot, PluginCommand } from '../../protocol/plugin-messages.ts';

/** Names of global functions that LinkedIn's script calls. */
export const callbackNames = {
  linked: 'rscMemberLinked',
  unlinked: 'rscMemberUnlinked',
  integrated: 'rscIntegrated',
} as const;

/** LinkedIn's names of its plugins. */
const pluginNames = { show: 'HcmWidget', configure: 'ATSIntegrationWidget' } as const;

/** The tag that stands where the plugin goes. */
export function createWidgetTag(document: Document, command: PluginCommand): HTMLScriptElement {
  const tag = document.createElement('script');
  tag.type = `IN/${pluginNames[command.t]}`;
  const attributes = { ...attributesOf(command), 'data-width': String(command.widthPx) };
  for (const [name, value] of Object.entries(attributes)) tag.setAttribute(name, value);
  return tag;
}

function attributesOf(command: PluginCommand): Record<string, string> {
  return command.t === 'show'
    ? {
        'data-widget-type': 'ATS',
        'data-ats-candidate-id': command.candidateId,
        'data-integration-context': command.integrationContext,
        'data-show-unlink-url': String(command.showUnlink),
        'data-confirm-unlink': String(command.confirmUnlink),
        'data-onlink': callbackNames.linked,
        'data-onunlink': callbackNames.unlinked,
      }
    : {
        'data-supported-bundled-integration-types': command.integrationTypes.join(','),
        'data-onintegrate': callbackNames.integrated,
      };
}

/** The tag that loads LinkedIn's script. The script reads its settings from the tag's text. */
export function createLoaderTag(
  document: Document,
  boot: PluginBoot,
  { t, locale }: PluginCommand,
): HTMLScriptElement {
  const tag = document.createElement('script');
  tag.type = 'text/javascript';
  tag.async = true;
  tag.src = boot.scriptUrl;
  const extension = `${pluginNames[t]}@${boot.extensionUrl}`;
  const lines = [`api_key: ${boot.apiKey}`, `extensions: ${extension}`];
  if (locale !== undefined) lines.push(`lang: ${linkedInLocale(locale)}`);
  tag.text = `\n${lines.join('\n')}\n`;
  return tag;
}

const defaultRegions: Readonly<Record<string, string>> = {
  en: 'US',
  de: 'DE',
  ar: 'AE',
  ja: 'JP',
};

/** LinkedIn writes locales with a region: `de_DE`. */
export function linkedInLocale(tag: string): string {
  const { language, region } = new Intl.Locale(tag);
  return `${language}_${region ?? defaultRegions[language] ?? new Intl.Locale(tag).maximize().region ?? 'US'}`;
}
