import type { IndicatorStrings } from './en.ts';

export const strings: IndicatorStrings = {
  status: 'LinkedInステータス',
  checking: '確認中…',
  matched: '一致',
  unmatched: '一致なし',
  unsynced: '未同期',
  unavailable: '利用不可',
  lost: 'LinkedInステータスを読み込めませんでした。',
  back: 'LinkedInステータスが最新になりました。',
};
