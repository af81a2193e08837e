import type { IndicatorStrings } from './en.ts';

export const strings: IndicatorStrings = {
  status: 'حالة LinkedIn',
  checking: 'جارٍ التحقق…',
  matched: 'مُطابَق',
  unmatched: 'غير مُطابَق',
  unsynced: 'غير مُزامَن',
  unavailable: 'غير متاح',
  lost: 'تعذّر تحميل حالة LinkedIn.',
  back: 'عادت حالة LinkedIn محدَّثة.',
};
