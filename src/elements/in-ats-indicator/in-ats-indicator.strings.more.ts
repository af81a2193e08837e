/** The other languages; loaded where one is asked for. */
import type { IndicatorStrings } from './in-ats-indicator.strings.ts';

export const ar: IndicatorStrings = {
  status: 'حالة LinkedIn',
  checking: 'جارٍ التحقق…',
  matched: 'مُطابَق',
  unmatched: 'غير مُطابَق',
  unsynced: 'غير مُزامَن',
  unavailable: 'غير متاح',
  back: 'حالة LinkedIn متاحة',
};

export const de: IndicatorStrings = {
  status: 'LinkedIn-Status',
  checking: 'Wird geprüft …',
  matched: 'Zugeordnet',
  unmatched: 'Nicht zugeordnet',
  unsynced: 'Nicht übertragen',
  unavailable: 'Nicht verfügbar',
  back: 'LinkedIn-Status wieder verfügbar',
};

export const ja: IndicatorStrings = {
  status: 'LinkedInステータス',
  checking: '確認中…',
  matched: '一致',
  unmatched: '一致なし',
  unsynced: '未同期',
  unavailable: '利用不可',
  back: 'LinkedInステータスを取得できます',
};
