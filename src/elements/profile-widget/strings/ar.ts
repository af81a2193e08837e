import type { ProfileStrings } from './en.ts';

export const strings: ProfileStrings = {
  profile: 'الملف الشخصي على LinkedIn',
  site: 'لم يتم إعداد هذه اللوحة لهذا الموقع. يُرجى إبلاغ المسؤول.',
  offline: 'أنت غير متصل بالإنترنت. ستتابع اللوحة عند عودة الاتصال.',
  noResponse: 'لوحة LinkedIn لا تستجيب. يُرجى المحاولة مرة أخرى بعد لحظات.',
  slow: 'لا يزال التحميل جاريًا…',
  retry: 'إعادة المحاولة',
};
